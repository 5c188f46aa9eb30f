using GanCli.Engine.Networks;

namespace GanCli.Engine.Game;

/// <summary>A remedy that lives inside D's network.</summary>
public interface IRewritesDiscriminator
{
    /// <summary>Changes D's network, for instance its layers by <see cref="Network.Rewrite"/>.</summary>
    Network Discriminator(Network discriminator);
}
