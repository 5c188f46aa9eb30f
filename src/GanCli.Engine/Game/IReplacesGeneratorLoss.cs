using static TorchSharp.torch;

namespace GanCli.Engine.Game;

/// <summary>A remedy with an adversarial loss of its own for G.</summary>
public interface IReplacesGeneratorLoss
{
    /// <summary>G's adversarial loss in place of the configured one (a scalar), or null where its settings keep that.</summary>
    Tensor? GeneratorLoss(GeneratorView view);
}
