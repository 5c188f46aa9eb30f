using GanCli.Engine.Tensors;
using GanCli.Runs;
using static TorchSharp.torch;

namespace GanCli.Engine.Game;

/// <summary>Maps D's outputs to per-sample loss terms. Pure: averaging, weights and names are the caller's.</summary>
public abstract class AdversarialLoss
{
    /// <summary>What D's outputs are, for logs and pictures.</summary>
    public virtual DiscriminatorOutput Output => DiscriminatorOutput.Logits;

    /// <summary>The generator's term needs D's output on real samples too (relativistic losses).</summary>
    public virtual bool GeneratorNeedsReal => false;

    /// <summary>D's terms, number by number; D minimizes mean(Real) + mean(Fake).</summary>
    /// <param name="real">D's scores of real samples, [B], or [B, …map].</param>
    /// <param name="fake">D's scores of generated samples, likewise.</param>
    /// <returns>Shaped like the scores.</returns>
    public abstract (Tensor Real, Tensor Fake) Discriminator(Tensor real, Tensor fake);

    /// <summary>G's terms, number by number; G minimizes their mean.</summary>
    /// <param name="real">D's scores of real samples, [B], or [B, …map]; null unless <see cref="GeneratorNeedsReal"/>.</param>
    /// <param name="fake">D's scores of generated samples, likewise.</param>
    /// <returns>Shaped like the scores.</returns>
    public abstract Tensor Generator(Tensor? real, Tensor fake);

    /// <summary><see cref="DiscriminatorGradient"/> and <see cref="GeneratorGradient"/> can be asked for.</summary>
    public virtual bool HasGradients => false;

    /// <summary>D's loss, mean(Real) + mean(Fake), and its derivatives.</summary>
    /// <param name="real">D's outputs on real samples, B numbers.</param>
    /// <param name="fake">D's outputs on generated samples, as many.</param>
    /// <param name="byReal">The loss's derivatives by the outputs on real samples, overwritten.</param>
    /// <param name="byFake">By those on generated samples, overwritten.</param>
    /// <exception cref="NotSupportedException">Unless <see cref="HasGradients"/>.</exception>
    public virtual double DiscriminatorGradient(ReadOnlySpan<float> real, ReadOnlySpan<float> fake, Span<float> byReal, Span<float> byFake) =>
        throw new NotSupportedException();

    /// <summary>G's loss, a mean, and its derivatives.</summary>
    /// <param name="real">D's outputs on real samples, B numbers; none unless <see cref="GeneratorNeedsReal"/>.</param>
    /// <param name="fake">D's outputs on generated samples, B numbers.</param>
    /// <param name="byFake">The loss's derivatives by the outputs on generated samples, overwritten.</param>
    /// <exception cref="NotSupportedException">Unless <see cref="HasGradients"/>.</exception>
    public virtual double GeneratorGradient(ReadOnlySpan<float> real, ReadOnlySpan<float> fake, Span<float> byFake) => throw new NotSupportedException();

    /// <summary>log(1 + eˣ), stable at any x. torch's default switches to x at 20, which is visible in float64; at 40 it is exact.</summary>
    internal static Tensor Softplus(Tensor x) => x.Softplus(40);
}
