using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Tensors;
using GanCli.Runs;
using static TorchSharp.torch;

namespace GanCli.Engine.Losses;

/// <summary>RaGAN, logistic. D: softplus(−(r − f̄)) + softplus(f − r̄), bars being means of the batch; G the other way round. The generator's
/// share of the real samples is the same for each generated one, so that only what a sample itself contributes is weighed.</summary>
[AlsoCalled("ragan", "rasgan")]
[Component(
    "relativistic-average",
    "Each sample is judged against the average of the other side",
    Source = "Jolicoeur-Martineau 2018, RaGAN",
    When = "As relativistic, where single pairs are too noisy",
    Cost = "The generator's step passes real samples through the discriminator, too")]
public sealed record RelativisticAverageLossConfig : LossConfig
{
    public override bool ComparesSamples => true;

    public override AdversarialLoss Build() => new Loss();

    private sealed class Loss : AdversarialLoss
    {
        public override DiscriminatorOutput Output => DiscriminatorOutput.Relative;

        public override bool GeneratorNeedsReal => true;

        public override (Tensor Real, Tensor Fake) Discriminator(Tensor real, Tensor fake) => (Softplus(fake.mean() - real), Softplus(fake - real.mean()));

        public override Tensor Generator(Tensor? real, Tensor fake) => Softplus(real!.mean() - fake).Plus(Softplus(real - fake.mean()).mean());
    }
}
