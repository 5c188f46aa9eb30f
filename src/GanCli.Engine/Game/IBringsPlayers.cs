using GanCli.Engine.Networks;

namespace GanCli.Engine.Game;

/// <summary>A remedy with further players: encoders, reconstructors, with networks and optimizers of their own.</summary>
public interface IBringsPlayers
{
    /// <summary>The networks of its <see cref="Players"/>, in the same order, known before any tensor exists.</summary>
    IReadOnlyList<(string Name, Network Network)> PlayerNetworks(AdversarialGame game);

    /// <summary>Them: saved, restored and shown in tables.</summary>
    IReadOnlyList<Player> Players { get; }
}
