namespace GanCli.Engine.Game;

/// <summary>A remedy that acts when G has moved.</summary>
public interface IAfterGeneratorUpdate
{
    /// <summary>Called after each update of G, with gradients on: the place where further players learn.</summary>
    void AfterGeneratorUpdate(GeneratorView view);
}
