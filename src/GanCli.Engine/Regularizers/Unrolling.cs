using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Networks;
using GanCli.Engine.Optimizers;
using GanCli.Engine.Tensors;
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
[AlsoCalled("unrolled", "unrolled-gan", "unroll")]
[Component(
    "unrolling",
    "The generator is trained against the discriminator as it will be some updates later",
    Source = "Metz et al. 2017, eq. 4–8",
    When = "The generator hops from mode to mode, or settles on a few",
    Cost = "Each look-ahead update costs one and a half to two plain steps, more where layers bend (tanh); memory grows with their number")]
public sealed record UnrollingConfig : RegularizerConfig
{
    [AlsoCalled("unrolling-steps", "unrolled-steps", "k")]
    [Option("Discriminator updates that the generator looks ahead; 0 looks at the discriminator as it is", Min = 0, Max = 100)]
    public int Steps { get; init; } = 5;

    [Option("saturating: the generator maximizes the discriminator's whole loss; configured: it minimizes its own")]
    public UnrolledLoss GeneratorLoss { get; init; } = UnrolledLoss.Saturating;

    public override long FurtherGradients(TrainingConfig training) => (long)Steps * training.GSteps;

    public override bool LooksAhead => true;

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

        return experiment.Regularizers.FirstOrDefault(static other => other.Unforeseen is not null) is { } other
            ? $"cannot foresee {other.Unforeseen}; set regularizers to a list without {Catalog.KindOf(other)}"
            : null;
    }

    public override Regularizer Build() => new Unrolling(Steps, GeneratorLoss);

    private sealed class Unrolling(int steps, UnrolledLoss loss) : Regularizer, IReplacesGeneratorLoss, IReplacesOpponent, ILayerObjective
    {
        private Tensor? _distance;

        public override bool GeneratorNeedsReal => true;

        public Weights Opponent(Weights discriminator, OpponentView view)
        {
            Tensor start = discriminator.Flatten().detach();
            Tensor flat = start.requires_grad_();
            OptimizerState state = view.Discriminator.State;
            Weights weights = Weights.FromFlat(discriminator.Layout, flat, discriminator.Buffers);
            for (int i = 0; i < steps; i++)
            {
                Tensor total = view.Game.DiscriminatorLoss(weights, view.Batch, view.Time).Total;
                Tensor gradient = Player.Gradient(total, weights, createGraph: true);
                (flat, state) = view.Discriminator.LookAhead(flat, gradient, state, view.Time);
                weights = Weights.FromFlat(discriminator.Layout, flat, discriminator.Buffers);
            }

            _distance = (flat.detach() - start.detach()).norm();
            return weights;
        }

        public Tensor? GeneratorLoss(GeneratorView view)
        {
            if (loss == UnrolledLoss.Configured)
            {
                return null;
            }

            Scores real = view.RealScores ?? view.Game.Judge(view.Discriminator, view.RealSeen!, view.Pass);
            return -view.Game.AdversarialLoss(view.Game.View(
                view.Discriminator, view.RealSeen!, view.FakeSeen, real, view.FakeScores, view.Pass, view.Time));
        }

        public bool Serves(Sequential discriminator) => discriminator.HasTangents;

        /// <summary>The same by hand: forwards through the look-ahead, then backwards. The derivative of a gradient along a direction is how the
        /// gradient moves when the weights do (Pearlmutter 1994), which costs as much as two gradients and keeps no graph.</summary>
        public (Tensor Loss, Tensor BySample, Tensor FakeScores) GeneratorObjective(OpponentView view)
        {
            var (game, player, time) = (view.Game, view.Discriminator, view.Time);
            long[] sizes = [view.Batch.Real!.Count, view.Batch.Fake.Count];
            Tensor samples = cat([view.Batch.Real.Values, view.Batch.Fake.Values]);
            var (flat, state) = (player.Store.Flat, player.State);
            var path = new (Tensor Flat, OptimizerState State, LookAheadPass Pass)[steps];
            for (int i = 0; i < steps; i++)
            {
                var pass = new LookAheadPass(player, flat, samples, DiscriminatorsLoss, inputWanted: false);
                path[i] = (flat, state, pass);
                using var noGrad = no_grad();
                (flat, state) = player.LookAhead(flat, pass.Gradient, state, time);
            }

            _distance = (flat - player.Store.Flat).norm();
            var last = new LookAheadPass(player, flat, samples, GeneratorsLoss, inputWanted: true);
            Tensor bySample = Generated(last.BySample);
            Tensor byWeights = last.Gradient;
            IReadOnlyList<Tensor> bySlots = [.. state.Slots.Select(static slot => zeros_like(slot))];
            for (int i = steps - 1; i >= 0; i--)
            {
                UpdateGradients slopes = player.BackwardLookAhead(path[i].Flat, path[i].Pass.Gradient, path[i].State, time, byWeights, bySlots);

                // Nothing lies before the first weights.
                (Tensor samplesMoved, Tensor? weightsMoved) = path[i].Pass.Move(slopes.Gradient, weightsWanted: i > 0, first: sizes[0]);
                bySample = bySample.Plus(samplesMoved);
                byWeights = weightsMoved is null ? slopes.Weights : slopes.Weights.Plus(weightsMoved);
                bySlots = slopes.Slots;
            }

            return (last.Loss.detach(), bySample, Generated(last.Outputs.detach()));

            Tensor Generated(Tensor rows) => rows.narrow(0, sizes[0], sizes[1]);

            Tensor DiscriminatorsLoss(Tensor outputs)
            {
                Tensor[] parts = outputs.split(sizes);
                return game.Adversarial(Scores.Of(parts[0]), Scores.Of(parts[1]), Game.Targets.Plain);
            }

            Tensor GeneratorsLoss(Tensor outputs)
            {
                if (loss == UnrolledLoss.Saturating)
                {
                    return -DiscriminatorsLoss(outputs);
                }

                Tensor[] parts = outputs.split(sizes);
                return game.Loss.Generator(game.Loss.GeneratorNeedsReal ? parts[0] : null, parts[1]).mean();
            }
        }

        /// <summary>How far D moves while G looks ahead.</summary>
        public override IReadOnlyList<(string Name, Tensor Value)> Statistics(StepTime time) => [("distance", _distance!)];
    }

    /// <summary>A pass of D over real and generated samples with the gradient of a loss, ready to be moved.</summary>
    private sealed class LookAheadPass
    {
        private readonly Sequential _network;
        private readonly Weights _weights;
        private readonly Tensor[] _tape;
        private readonly Tensor[] _slopes;
        private readonly Tensor _outputSlope;

        public LookAheadPass(Player player, Tensor flat, Tensor samples, Func<Tensor, Tensor> loss, bool inputWanted)
        {
            _network = (Sequential)player.Network;
            _weights = At(flat);
            using (no_grad())
            {
                _tape = _network.ForwardWithTape(_weights, samples, Pass.Evaluation);
            }

            Outputs = _tape[^1].flatten().detach().requires_grad_();
            Loss = loss(Outputs);
            _outputSlope = autograd.grad([Loss], [Outputs], retain_graph: true, create_graph: true)[0];
            Gradient = empty_like(flat, requires_grad: false);
            using (no_grad())
            {
                _slopes = _network.Gradients(_weights, _tape, _outputSlope.detach().contiguous().view_as(_tape[^1]), At(Gradient), inputWanted);
            }
        }

        /// <summary>A scalar.</summary>
        public Tensor Loss { get; }

        /// <summary>D's outputs, [B], as the leaf that the loss is differentiated by.</summary>
        public Tensor Outputs { get; }

        /// <summary>By D's weights, [P].</summary>
        public Tensor Gradient { get; }

        /// <summary>By the samples, [B, …], where that was wanted.</summary>
        public Tensor BySample => _slopes[0];

        /// <summary>How the gradients by samples and weights move when the weights do: equally, the gradient of ⟨direction, <see cref="Gradient"/>⟩ by
        /// both.</summary>
        /// <param name="direction">How the weights move, [P].</param>
        /// <param name="weightsWanted">Whether the move of the gradient by the weights is wanted.</param>
        /// <param name="first">The first sample whose gradient is wanted.</param>
        /// <returns>Of the wanted samples, [B', …], and of the weights, [P].</returns>
        public (Tensor BySample, Tensor? ByWeights) Move(Tensor direction, bool weightsWanted, long first)
        {
            // What comes in between goes at once: memory that is still in a near cache serves the next look-ahead update.
            using var scope = NewDisposeScope();
            Weights moving = At(direction);
            Tensor?[] tangents;
            using (no_grad())
            {
                tangents = _network.Tangents(_weights, moving, _tape, input: null);
            }

            // A linear loss has the same slope everywhere.
            Tensor slopeTangent = _outputSlope.requires_grad
                ? autograd.grad([_outputSlope], [Outputs], grad_outputs: [tangents[^1]!.flatten()])[0].contiguous()
                : zeros_like(Outputs, requires_grad: false);
            using var noGrad = no_grad();
            if (!weightsWanted)
            {
                Tensor wanted = _network.BackwardTangent(_weights, moving, Rows(_tape), Rows(tangents), Rows(_slopes), Wanted(slopeTangent).view(-1, 1), null);
                return (wanted.MoveToOuterDisposeScope(), null);
            }

            Tensor moved = empty_like(Gradient);
            Tensor all = _network.BackwardTangent(_weights, moving, _tape, tangents, _slopes, slopeTangent.view_as(_tape[^1]), At(moved));
            return (Wanted(all).MoveToOuterDisposeScope(), moved.MoveToOuterDisposeScope());

            Tensor Wanted(Tensor rows) => rows.narrow(0, first, rows.shape[0] - first);

            Tensor[] Rows(Tensor?[] steps) => [.. steps.Select(step => step is null ? null! : Wanted(step))];
        }

        private Weights At(Tensor flat) => Weights.FromFlat(_network.Layout, flat, []);
    }
}
