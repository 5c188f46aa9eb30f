using GanCli.Engine.Networks;

namespace GanCli.Engine.Game;

/// <summary>A remedy that lives inside G's network.</summary>
public interface IRewritesGenerator
{
    /// <summary>Changes G's network, for instance its layers by <see cref="Network.Rewrite"/>.</summary>
    Network Generator(Network generator);
}
