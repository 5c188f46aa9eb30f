using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Losses;

/// <summary>The family of α-losses, ℓ_α(p) = α/(α − 1) · (1 − p^((α−1)/α)), of the probability p that D gives to the truth: σ(r) on real and
/// 1 − σ(f) on generated samples. α → 1 is −log p; α = ½ is the exponential loss; α → ∞ is 1 − p. Smaller α dwells on what D gets most wrong.
/// D minimizes ℓ_αD of both; G minimizes ℓ_αG(σ(f)), or −ℓ_αG(1 − σ(f)) where saturating.</summary>
[AlsoCalled("alpha-gan")]
[Component(
    "alpha",
    "Logistic loss bent for each player by an exponent: below 1 it dwells on what is most wrong, above 1 it forgives outliers",
    Source = "Sypherd et al. 2022 (the loss); Welfert et al. 2023 (the game)",
    When = "The discriminator is too sure (its α below 1) or torn about by outliers (above 1)",
    Cost = "Two numbers to choose; for α near 0 gradients grow large")]
public sealed record AlphaLossConfig : LossConfig
{
    /// <summary>The exponent from which on the loss goes on as a straight line: for α below 1 it grows like a power of the odds, beyond every number.</summary>
    private const double Straight = 20;

    [Option("Discriminator's α; 1 is the logistic loss", Min = 0, MinExclusive = true, Max = 1e6)]
    public double AlphaD { get; init; } = 1;

    [Option("Generator's α; 1 is the logistic loss", Min = 0, MinExclusive = true, Max = 1e6)]
    public double AlphaG { get; init; } = 1;

    [Option("The generator maximizes the discriminator's loss on its samples, instead of minimizing what it would be if they were real")]
    public bool Saturating { get; init; }

    public override LogRatio LogRatio => AlphaD == 1 ? LogRatio.Exact : LogRatio.Multiple;

    public override string WayToLogRatio => "loss.alpha-d to 1";

    public override AdversarialLoss Build() => new Loss(AlphaD, AlphaG, Saturating);

    private sealed class Loss(double alphaD, double alphaG, bool saturating) : AdversarialLoss
    {
        public override (Tensor Real, Tensor Fake) Discriminator(Tensor real, Tensor fake) => (Of(Softplus(-real), alphaD), Of(Softplus(fake), alphaD));

        public override Tensor Generator(Tensor? real, Tensor fake) => saturating ? -Of(Softplus(fake), alphaG) : Of(Softplus(-fake), alphaG);

        /// <summary>ℓ_α(p) = (1 − e^(−βs)) / β with s = −log p and β = (α − 1)/α, which needs no p and loses no digits near α = 1.</summary>
        private static Tensor Of(Tensor s, double alpha)
        {
            double beta = (alpha - 1) / alpha;
            if (beta == 0)
            {
                return s;
            }

            Tensor exponent = s.Times(-beta);
            return exponent.AtMost(Straight).expm1().Plus(exponent.Minus(Straight).relu().Times(Math.Exp(Straight))).Over(-beta);
        }
    }
}
