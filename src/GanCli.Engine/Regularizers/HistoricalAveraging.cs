using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Regularizers;

public enum AveragedPlayers
{
    Both,
    Generator,
    Discriminator,
}

/// <summary>‖θ − (1/t) Σ θ[i]‖² in a player's loss: its weights are held near the mean of all they have been, the first and the present ones
/// included. Orbits around an equilibrium shrink towards their centre.</summary>
[Component(
    "historical-averaging",
    "Holds the weights near the mean of all their past values",
    Source = "Salimans et al. 2016, section 3.3",
    When = "The players circle around a solution without reaching it",
    Cost = "One more copy of the weights; learning slows down as the past grows long")]
public sealed record HistoricalAveragingConfig : RegularizerConfig
{
    [Option("Factor on the squared distance", Min = 0, MinExclusive = true)]
    public double Weight { get; init; } = 1;

    [Option("Whose weights are held")]
    public AveragedPlayers Players { get; init; } = AveragedPlayers.Both;

    public override Regularizer Build() => new HistoricalAveraging(this);

    private sealed class HistoricalAveraging(HistoricalAveragingConfig config) : Regularizer
    {
        private readonly Dictionary<string, Tensor> _state = new(StringComparer.Ordinal);
        private Memory? _generator;
        private Memory? _discriminator;

        public override bool ChangesDiscriminatorLoss => config.Players != AveragedPlayers.Generator;

        public override bool ChangesGeneratorLoss => config.Players != AveragedPlayers.Discriminator;

        public override IReadOnlyDictionary<string, Tensor> State => _state;

        public override void Attach(Attachment to)
        {
            _generator = config.Players == AveragedPlayers.Discriminator ? null : Remember(to.Generator);
            _discriminator = config.Players == AveragedPlayers.Generator ? null : Remember(to.Discriminator);
        }

        public override FirstValues FirstValues => FirstValues.FromFinishedWeights;

        public override void Initialize(Attachment to)
        {
            _generator?.Begin();
            _discriminator?.Begin();
        }

        public override Tensor? DiscriminatorTerm(DiscriminatorView view) => Distance(view.Weights, _discriminator);

        public override Tensor? GeneratorTerm(GeneratorView view) => Distance(view.Generator, _generator);

        public override void AfterDiscriminatorUpdate(DiscriminatorLoss loss, Player discriminator, StepTime moment) => _discriminator?.Extend();

        public override void AfterGeneratorUpdate(GeneratorView view) => _generator?.Extend();

        private Tensor? Distance(Weights weights, Memory? memory) =>
            memory is null ? null : (weights.Flatten() - memory.Mean).Squared().sum().Times(config.Weight);

        private Memory Remember(Player player)
        {
            // Counted in double precision: in single, 2²⁴ + 1 does not exist.
            Tensor mean = _state[player.Name] = zeros_like(player.Store.Flat).DetachFromDisposeScope();
            Tensor count = _state[player.Name + "-count"] = ones([], ScalarType.Float64, mean.device).DetachFromDisposeScope();
            return new Memory(player, mean, count);
        }
    }

    /// <summary>The mean of a player's past weights.</summary>
    private sealed record Memory(Player Player, Tensor Mean, Tensor Count)
    {
        public void Begin() => Mean.copy_(Player.Store.Flat);

        public void Extend()
        {
            using var noGrad = no_grad();
            Count.PlusInPlace(1);
            Mean.PlusInPlace((Player.Store.Flat - Mean) / Count.to(Mean.dtype));
        }
    }
}
