using GanCli.Engine.Config;
using GanCli.Engine.Optimizers;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using static TorchSharp.torch;

namespace GanCli.Engine.Regularizers;

public enum UnrolledLoss
{
    /// <summary>G maximizes the whole of D's adversarial loss, as published.</summary>
    Saturating,

    /// <summary>G minimizes its own loss of the config, at the D of the look-ahead.</summary>
    Configured,
}

/// <summary>G is trained against D as it would be after K more updates by D's own optimizer on the same batch, and gradients flow through all of
/// them: G feels how D would answer. The real samples' part of D's loss stays in G's, since they reach the look-ahead too. Penalties and
/// smoothed labels take part in the look-ahead; G maximizes D's adversarial loss without the penalties.</summary>
[Component(
    "unrolling",
    "The generator is trained against the discriminator as it will be some updates later",
    Source = "Metz et al. 2017, eq. 4–8",
    When = "The generator hops from mode to mode, or settles on a few",
    Cost = "Each look-ahead update about doubles the time of a plain step; memory grows with their number")]
public sealed record UnrollingConfig : RegularizerConfig
{
    [Option("Discriminator updates that the generator looks ahead; 0 looks at the discriminator as it is", Min = 0, Max = 100)]
    public int Steps { get; init; } = 5;

    [Option("saturating: the generator maximizes the discriminator's whole loss; configured: it minimizes its own")]
    public UnrolledLoss GeneratorLoss { get; init; } = UnrolledLoss.Saturating;

    public override bool ReplacesGeneratorLoss => GeneratorLoss == UnrolledLoss.Saturating;

    public override string? Conflict(ExperimentConfig experiment)
    {
        if (experiment.Regularizers.OfType<UnrollingConfig>().Skip(1).Any())
        {
            return "is listed twice, and looks ahead once; set steps to their sum in one entry";
        }

        if (ReplacesGeneratorLoss && experiment.Regularizers.Any(other => !ReferenceEquals(other, this) && other.ReplacesGeneratorLoss))
        {
            return "takes the place of G's loss, and another remedy does so too; set generator-loss to configured, or remove one of them";
        }

        if (experiment.Regularizers.OfType<SplitUpdatesConfig>().Any())
        {
            return "cannot foresee updates that take turns on real and generated samples; set regularizers to a list without split-updates";
        }

        return experiment.Regularizers.OfType<GameDynamicsConfig>().FirstOrDefault() is { } dynamics
            ? $"cannot foresee joint updates: its look-ahead is one of the discriminator alone; set regularizers to a list without {Catalog.Describe(dynamics.GetType()).Kind}"
            : null;
    }

    public override Regularizer Build() => new Unrolling(Steps, GeneratorLoss);

    private sealed class Unrolling(int steps, UnrolledLoss loss) : Regularizer
    {
        private Tensor? _distance;

        public override bool ChangesDiscriminatorLoss => false;

        public override bool GeneratorNeedsReal => true;

        public override Weights Opponent(Weights discriminator, OpponentView view)
        {
            Tensor start = discriminator.Flatten().detach();
            Tensor flat = start.requires_grad_();
            OptimizerState state = view.Discriminator.State;
            Weights weights = Weights.FromFlat(discriminator.Layout, flat, discriminator.Buffers);
            for (int i = 0; i < steps; i++)
            {
                Tensor total = view.Game.DiscriminatorLoss(weights, view.Batch, view.Moment).Total;
                Tensor gradient = Player.Gradient(total, weights, createGraph: true);
                (flat, state) = view.Discriminator.LookAhead(flat, gradient, state, view.Moment);
                weights = Weights.FromFlat(discriminator.Layout, flat, discriminator.Buffers);
            }

            _distance = (flat.detach() - start.detach()).norm();
            return weights;
        }

        public override Tensor? GeneratorLoss(GeneratorView view)
        {
            if (loss == UnrolledLoss.Configured)
            {
                return null;
            }

            Tensor real = view.RealOutput ?? view.Game.Discriminator.Forward(view.Discriminator, view.RealSeen!, view.Pass).flatten();
            return -view.Game.AdversarialLoss(view.Game.View(
                view.Discriminator, view.RealSeen!, view.FakeSeen, real, view.FakeOutput, view.Pass, view.Moment));
        }

        /// <summary>How far D moves while G looks ahead.</summary>
        public override IReadOnlyList<(string Name, Tensor Value)> Statistics(Moment moment) => [("distance", _distance!)];
    }
}
