using GanCli.Engine.Config;
using static TorchSharp.torch;

namespace GanCli.Engine.Losses;

/// <summary>D: softplus(−r) + softplus(f); G: softplus(−f), that is −log D(G(z)).</summary>
[Component("non-saturating", "Logistic loss; the generator maximizes log D(G(z))", Source = "Goodfellow et al. 2014, section 3")]
public sealed record NonSaturatingLossConfig : LossConfig
{
    public override AdversarialLoss Build() => new Loss();

    private sealed class Loss : AdversarialLoss
    {
        public override (Tensor Real, Tensor Fake) Discriminator(Tensor real, Tensor fake) => (Softplus(-real), Softplus(fake));

        public override Tensor Generator(Tensor? real, Tensor fake) => Softplus(-fake);
    }
}
