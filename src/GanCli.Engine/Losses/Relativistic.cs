using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Tensors;
using GanCli.Runs;
using static TorchSharp.torch;

namespace GanCli.Engine.Losses;

/// <summary>RpGAN. D: softplus(−(r − f)); G: softplus(r − f): each generated sample is judged against a real one. Collapsing onto few real
/// samples then no longer helps, since the others go on being preferred. D's term belongs to both samples of a pair, half to each, so that
/// targets can soften either.</summary>
[AlsoCalled("rpgan", "rgan", "rsgan")]
[AlsoCalled("r3gan", Note = "with regularizers: [r1, r2]")]
[Component(
    "relativistic",
    "Real and generated samples are judged in pairs: which of the two is real?",
    Source = "Jolicoeur-Martineau 2018, RpGAN; with r1 and r2: Huang et al. 2024 (R3GAN)",
    When = "With r1 and r2, which its convergence needs: a first choice where modes go missing",
    Cost = "The generator's step passes real samples through the discriminator, too")]
public sealed record RelativisticLossConfig : LossConfig
{
    public override bool ComparesSamples => true;

    public override AdversarialLoss Build() => new Loss();

    private sealed class Loss : AdversarialLoss
    {
        private static readonly SoftplusTerm Term = new(1);

        public override DiscriminatorOutput Output => DiscriminatorOutput.Relative;

        public override bool GeneratorNeedsReal => true;

        public override (Tensor Real, Tensor Fake) Discriminator(Tensor real, Tensor fake)
        {
            Tensor half = Term.Of(fake - real).Over(2);
            return (half, half);
        }

        public override Tensor Generator(Tensor? real, Tensor fake) => Term.Of(real! - fake);

        public override bool HasGradients => true;

        public override double DiscriminatorGradient(ReadOnlySpan<float> real, ReadOnlySpan<float> fake, Span<float> byReal, Span<float> byFake)
        {
            Subtract(fake, real, byFake);
            double sum = Term.Gradients(byFake, 1f / fake.Length, byFake);
            Negate(byFake, byReal);
            return sum / fake.Length;
        }

        public override double GeneratorGradient(ReadOnlySpan<float> real, ReadOnlySpan<float> fake, Span<float> byFake)
        {
            Subtract(real, fake, byFake);
            return Term.Gradients(byFake, -1f / fake.Length, byFake) / fake.Length;
        }

        private static void Subtract(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> difference)
        {
            for (int i = 0; i < difference.Length; i++)
            {
                difference[i] = left[i] - right[i];
            }
        }

        private static void Negate(ReadOnlySpan<float> numbers, Span<float> negated)
        {
            for (int i = 0; i < negated.Length; i++)
            {
                negated[i] = -numbers[i];
            }
        }
    }
}
