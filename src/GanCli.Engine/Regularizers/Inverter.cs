using GanCli.Engine.Game;
using GanCli.Engine.Networks;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Regularizers;

/// <summary>A third player at work: it maps samples [B, …] to latents [B, …].</summary>
/// <param name="name">For tables and checkpoints.</param>
/// <param name="config">Its network and optimizer.</param>
internal sealed class Inverter(string name, InverterConfig config)
{
    private Player? _player;

    public IReadOnlyList<Player> Players => _player is null ? [] : [_player];

    public IReadOnlyList<(string Name, Network Network)> Networks(AdversarialGame game) =>
        [(name, config.Network.Build(game.Generator.OutputShape, game.Generator.InputShape))];

    /// <summary>Why there is no such network for the game's samples and latents, or null when there is.</summary>
    public string? Conflict(AdversarialGame game) =>
        config.Network.Unfit(game.Generator.OutputShape, game.Generator.InputShape) is { } unfit ? $"its network: {unfit}" : null;

    public void Attach(Attachment to) => _player = to.NewPlayer(name, Networks(to.Game)[0].Network, config.Optimizer);

    /// <summary>Its latents, with its weights as constants.</summary>
    public Tensor Latents(Samples samples, StepTime time) => _player!.Network.Forward(_player.Store.Frozen, samples, TrainingPass(time));

    /// <summary>Moves it along the gradient of a loss.</summary>
    /// <param name="loss">A scalar, given the player's latents for samples.</param>
    /// <param name="time">When, and noise.</param>
    public void Learn(Func<Func<Samples, Tensor>, Tensor> loss, StepTime time)
    {
        var sink = new BufferSink();
        Weights weights = _player!.Store.Leaves;
        Tensor total = loss(samples => _player.Network.Forward(weights, samples, TrainingPass(time) with { Sink = sink }));
        _player.Update(Player.Gradient(total, weights), time);
        _player.Store.Advance(sink);
    }

    private static Pass TrainingPass(StepTime time) => new() { Training = true, Noise = time.Noise };
}
