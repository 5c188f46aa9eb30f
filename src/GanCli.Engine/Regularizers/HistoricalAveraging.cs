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
[AlsoCalled("history-averaging", "ha")]
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

    public override Regularizer Build() => Players switch
    {
        AveragedPlayers.Generator => new OfGenerator(Weight),
        AveragedPlayers.Discriminator => new OfDiscriminator(Weight),
        _ => new OfBoth(Weight),
    };

    private sealed class OfGenerator(double weight)
        : HistoricalAveraging(weight, generator: true, discriminator: false), IAddsToGeneratorLoss, IAfterGeneratorUpdate;

    private sealed class OfDiscriminator(double weight)
        : HistoricalAveraging(weight, generator: false, discriminator: true), IAddsToDiscriminatorLoss, IAfterDiscriminatorUpdate;

    private sealed class OfBoth(double weight)
        : HistoricalAveraging(weight, generator: true, discriminator: true), IAddsToGeneratorLoss, IAfterGeneratorUpdate, IAddsToDiscriminatorLoss,
            IAfterDiscriminatorUpdate;

    /// <summary>What is held of whom; the classes above say which losses that changes.</summary>
    private abstract class HistoricalAveraging(double weight, bool generator, bool discriminator) : Regularizer
    {
        private readonly Dictionary<string, Tensor> _state = new(StringComparer.Ordinal);
        private Memory? _generator;
        private Memory? _discriminator;

        public override IReadOnlyDictionary<string, Tensor> State => _state;

        public override void Attach(Attachment to)
        {
            _generator = generator ? Remember(to.Generator) : null;
            _discriminator = discriminator ? Remember(to.Discriminator) : null;
        }

        public override FirstValues FirstValues => FirstValues.FromFinishedWeights;

        public override void Initialize(Attachment to)
        {
            _generator?.Begin();
            _discriminator?.Begin();
        }

        public Tensor DiscriminatorTerm(DiscriminatorView view) => Distance(view.Weights, _discriminator!);

        public Tensor GeneratorTerm(GeneratorView view) => Distance(view.Generator, _generator!);

        public void AfterDiscriminatorUpdate(DiscriminatorLoss loss, Player player, StepTime time) => _discriminator!.Extend();

        public void AfterGeneratorUpdate(GeneratorView view) => _generator!.Extend();

        private Tensor Distance(Weights weights, Memory memory) => (weights.Flatten() - memory.Mean).Squared().sum().Times(weight);

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
