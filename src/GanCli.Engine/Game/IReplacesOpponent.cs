using GanCli.Engine.Tensors;

namespace GanCli.Engine.Game;

/// <summary>A remedy that lets G play against another D than the one that is there.</summary>
public interface IReplacesOpponent
{
    /// <summary>The D weights that G is trained against, as a function of those it would be trained against without this remedy.</summary>
    Weights Opponent(Weights discriminator, OpponentView view);
}
