using GanCli.Engine.Networks;
using GanCli.Engine.Optimizers;
using GanCli.Engine.Random;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Game;

/// <summary>What remedies are given once, when the players exist and before the first step.</summary>
/// <param name="game">The game.</param>
/// <param name="generator">The player.</param>
/// <param name="discriminator">The player.</param>
/// <param name="init">Where first weights come from.</param>
/// <param name="firstBatch">The batch of the first update, generated with G's first weights; made when asked for.</param>
/// <param name="time">When that is.</param>
/// <param name="clipping">Largest norm of a player's gradient, or null.</param>
public sealed class Attachment(AdversarialGame game, Player generator, Player discriminator, RandomStream init, Func<PlayedBatch> firstBatch, StepTime time,
    double? clipping)
{
    // Lanes 0 … of the stream belong to G, 4096 … to D.
    private const int FirstLane = 8192;
    private const int LanesPerPlayer = 1024;
    private int _players;

    public AdversarialGame Game { get; } = game;

    public Player Generator { get; } = generator;

    public Player Discriminator { get; } = discriminator;

    /// <summary>When the first update happens.</summary>
    public StepTime Time { get; } = time;

    /// <summary>The batch of the first update, without gradients: for first values that depend on data.</summary>
    public PlayedBatch FirstBatch() => firstBatch();

    /// <summary>A further player; its owner shows it in <see cref="IBringsPlayers.Players"/>, and the run disposes it.</summary>
    /// <param name="name">For messages, tables and checkpoints.</param>
    /// <param name="network">What it learns.</param>
    /// <param name="optimizer">How it learns.</param>
    public Player NewPlayer(string name, Network network, OptimizerConfig optimizer)
    {
        int lane = FirstLane + (_players++ * LanesPerPlayer);
        Tensor like = Generator.Store.Flat;
        return new Player(name, network, WeightStore.Draw(network.Layout, init, lane, like.dtype, like.device), optimizer, clipping);
    }

    /// <summary>A tensor of zeros for <see cref="Regularizer.State"/>, in the game's precision and on its device.</summary>
    public Tensor NewState(params long[] shape) => zeros(shape, Generator.Store.Flat.dtype, Generator.Store.Flat.device).DetachFromDisposeScope();
}
