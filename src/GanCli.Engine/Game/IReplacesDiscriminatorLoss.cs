using static TorchSharp.torch;

namespace GanCli.Engine.Game;

/// <summary>A remedy with an adversarial loss of its own for D.</summary>
public interface IReplacesDiscriminatorLoss
{
    /// <summary>D's adversarial loss in place of the configured one, a scalar.</summary>
    Tensor DiscriminatorLoss(DiscriminatorView view);
}
