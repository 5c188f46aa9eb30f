using static TorchSharp.torch;

namespace GanCli.Engine.Game;

/// <summary>A remedy that adds a term to G's loss.</summary>
public interface IAddsToGeneratorLoss
{
    /// <summary>The term, a scalar, or null where there is none.</summary>
    Tensor? GeneratorTerm(GeneratorView view);
}
