using static TorchSharp.torch;

namespace GanCli.Engine.Game;

/// <summary>A remedy that adds a term to D's loss.</summary>
public interface IAddsToDiscriminatorLoss
{
    /// <summary>On which samples the term reads <see cref="DiscriminatorView.InputGradients"/>.</summary>
    SampleKinds InputGradients => SampleKinds.None;

    /// <summary>The term, a scalar, or null where there is none.</summary>
    Tensor? DiscriminatorTerm(DiscriminatorView view);
}
