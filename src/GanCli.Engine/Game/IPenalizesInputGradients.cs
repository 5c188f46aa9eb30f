using static TorchSharp.torch;

namespace GanCli.Engine.Game;

/// <summary>A remedy whose term in D's loss is a penalty on D's gradients by its inputs, with the derivative written down, so that no autograd is needed
/// where D knows its own.</summary>
public interface IPenalizesInputGradients : IAddsToDiscriminatorLoss
{
    /// <summary>Where it is, if not on the samples of <see cref="IAddsToDiscriminatorLoss.InputGradients"/>.</summary>
    /// <param name="real">Real samples as D sees them, [B', …].</param>
    /// <param name="fake">Generated samples as D sees them, [B', …].</param>
    /// <param name="time">When, and noise.</param>
    /// <returns>[B', …].</returns>
    Tensor Points(Tensor real, Tensor fake, StepTime time);

    /// <summary>The penalty and its derivative.</summary>
    /// <param name="gradients">D's, one for each sample or point, [B', …]; without a graph.</param>
    /// <returns>A scalar, and what it is differentiated by <paramref name="gradients"/>, [B', …].</returns>
    (Tensor Value, Tensor ByGradient) Differentiate(Tensor gradients);
}
