using GanCli.Engine.Game;
using static TorchSharp.torch;

namespace GanCli.Engine.Losses;

/// <summary>A loss that looks at each of D's outputs by itself.</summary>
/// <param name="ofReal">D's term of an output on a real sample.</param>
/// <param name="ofFake">D's term of an output on a generated sample.</param>
/// <param name="ofGenerated">G's term.</param>
internal abstract class SeparateLoss(OutputTerm ofReal, OutputTerm ofFake, OutputTerm ofGenerated) : AdversarialLoss
{
    public sealed override bool HasGradients => true;

    public sealed override (Tensor Real, Tensor Fake) Discriminator(Tensor real, Tensor fake) => (ofReal.Of(real), ofFake.Of(fake));

    public sealed override Tensor Generator(Tensor? real, Tensor fake) => ofGenerated.Of(fake);

    public sealed override double DiscriminatorGradient(ReadOnlySpan<float> real, ReadOnlySpan<float> fake, Span<float> byReal, Span<float> byFake) =>
        (ofReal.Gradients(real, 1f / real.Length, byReal) / real.Length) + (ofFake.Gradients(fake, 1f / fake.Length, byFake) / fake.Length);

    public sealed override double GeneratorGradient(ReadOnlySpan<float> real, ReadOnlySpan<float> fake, Span<float> byFake) =>
        ofGenerated.Gradients(fake, 1f / fake.Length, byFake) / fake.Length;
}
