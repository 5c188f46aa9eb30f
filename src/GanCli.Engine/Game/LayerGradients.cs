using GanCli.Engine.Networks;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Game;

/// <summary>Gradients without autograd, in a game between networks whose layers know their own derivatives: the functions of <see cref="AdversarialGame"/>,
/// differentiated layer by layer into flat memory that is allocated once. It serves a player whose loss no remedy changes, or in a way whose derivative is
/// written down too (<see cref="IPenalizesInputGradients"/>, <see cref="ILayerObjective"/>). A loss whose derivative is not written down is left to
/// autograd, which then sees D's outputs only. Measured at batch 16, autograd's bookkeeping for the layers was half of a step.</summary>
internal sealed class LayerGradients : IGameGradients
{
    private readonly AdversarialGame _game;
    private readonly Sequential _generator;
    private readonly Sequential _discriminator;
    private readonly Player _g;
    private readonly Player _d;
    private readonly Capability<IPenalizesInputGradients>[] _penalties;
    private readonly ILayerObjective? _objective;
    private readonly WeightStore _gGradient;
    private readonly WeightStore _dGradient;

    private LayerGradients(AdversarialGame game, Sequential generator, Sequential discriminator, Player g, Player d)
    {
        (_game, _generator, _discriminator, _g, _d) = (game, generator, discriminator, g, d);
        Regularizer[] remedies = [.. game.Regularizers.Select(static r => r.Regularizer)];
        Regularizer[] ofDiscriminator = [.. remedies.Where(Changes.Discriminator)];
        Regularizer[] ofGenerator = [.. remedies.Where(Changes.Generator)];
        _penalties = Capability<IPenalizesInputGradients>.Of(game.Regularizers);
        ServesDiscriminator = ofDiscriminator.Length == 0 || (ofDiscriminator.All(Changes.OnlyByPenalty) && discriminator.IsPiecewiseLinear);
        bool alone = ofDiscriminator.Length == 0 && !remedies.Any(static r => r is IRegroupsInput);
        _objective = ofGenerator is [ILayerObjective only] && alone && only.Serves(discriminator) ? only : null;
        ServesGenerator = ofGenerator.Length == 0 || _objective is not null;
        (_gGradient, _dGradient) = (WeightStore.From(g.Store.Frozen), WeightStore.From(d.Store.Frozen));
    }

    /// <summary>No remedy changes D's loss, or only by penalties that need no autograd: <see cref="Discriminator"/> may be used.</summary>
    public bool ServesDiscriminator { get; }

    /// <summary>No remedy changes G's loss, or the only one needs no autograd: <see cref="Generator"/> may be used.</summary>
    public bool ServesGenerator { get; }

    /// <summary>No remedy changes G's loss, and D's only as above: <see cref="Both"/> may be used.</summary>
    public bool ServesBoth =>
        ServesDiscriminator && ServesGenerator && _objective is null && !_game.Regularizers.Any(static r => r.Regularizer is IUpdatesJointly);

    /// <summary>Those of a game, or null where it has a layer that only autograd can differentiate, or a remedy that changes both losses
    /// or puts another in place of D's: such a game goes through autograd as a whole, as it always has, so that its seeds keep their numbers.</summary>
    public static LayerGradients? For(AdversarialGame game, Player generator, Player discriminator) =>
        game.Regularizers
        .All(static r => r.Regularizer is not IReplacesDiscriminatorLoss && !(Changes.Discriminator(r.Regularizer) && Changes.Generator(r.Regularizer)))
        && generator.Network is Sequential { HasBackward: true } g
        && discriminator.Network is Sequential { HasBackward: true, MixesSamples: false, OutputShape: [1] } d
            ? new LayerGradients(game, g, d, generator, discriminator)
            : null;

    public Samples Generate(Samples latent, StepTime time) => latent.With(GeneratorPass(latent.Values, sink: null)[^1]);

    public (DiscriminatorLoss Loss, Tensor Gradient) Discriminator(PlayedBatch batch, StepTime time, BufferSink sink)
    {
        (Samples realSeen, Samples fakeSeen) = (InputOf(batch.Real!, time), InputOf(batch.Fake, time));
        return OfDiscriminator(realSeen.Values, fakeSeen.Values, DiscriminatorPass(cat([realSeen.Values, fakeSeen.Values])), time);
    }

    public (GeneratorLoss Loss, Tensor Gradient) Generator(Samples? real, Samples latent, StepTime time, BufferSink sink)
    {
        Tensor[] made = GeneratorPass(latent.Values, sink);
        var batch = new PlayedBatch(real, latent, latent.With(made[^1]));
        if (_objective is { } objective)
        {
            (Tensor total, Tensor bySample, Tensor scores) = objective.GeneratorObjective(new OpponentView(_game, _d, batch, time));
            return OfGenerator(made, batch, new GeneratorObjective(total, bySample, scores, batch.Fake, real, null), time);
        }

        Samples? realSeen = real is null ? null : InputOf(real, time);
        Samples fakeSeen = InputOf(batch.Fake, time);
        Tensor? realScores = _game.Loss.GeneratorNeedsReal ? DiscriminatorPass(realSeen!.Values)[^1].flatten() : null;
        return OfGenerator(made, batch, ObjectiveOf(realSeen, fakeSeen, realScores, DiscriminatorPass(fakeSeen.Values)), time);
    }

    /// <inheritdoc/>
    /// <remarks>One pass of each network serves both.</remarks>
    public ((DiscriminatorLoss Loss, Tensor Gradient) Discriminator, (GeneratorLoss Loss, Tensor Gradient) Generator) Both(
        Samples real, Samples latent, StepTime time, BufferSink ofGenerator, BufferSink ofDiscriminator)
    {
        Tensor[] made = GeneratorPass(latent.Values, ofGenerator);
        Samples fake = latent.With(made[^1]);
        (Samples realSeen, Samples fakeSeen) = (InputOf(real, time), InputOf(fake, time));
        Tensor[] tape = DiscriminatorPass(cat([realSeen.Values, fakeSeen.Values]));
        (long reals, long fakes) = (realSeen.Count, fakeSeen.Count);
        Tensor? realScores = _game.Loss.GeneratorNeedsReal ? tape[^1].narrow(0, 0, reals).flatten() : null;
        GeneratorObjective objective = ObjectiveOf(_game.GeneratorNeedsReal ? realSeen : null, fakeSeen, realScores, Rows(tape, reals, fakes));
        return (OfDiscriminator(realSeen.Values, fakeSeen.Values, tape, time), OfGenerator(made, new PlayedBatch(real, latent, fake), objective, time));
    }

    public void Dispose()
    {
        _gGradient.Dispose();
        _dGradient.Dispose();
    }

    /// <summary>D's loss and gradient.</summary>
    /// <param name="real">As D sees them, [B', …].</param>
    /// <param name="fake">As D sees them, [B', …].</param>
    /// <param name="tape">D's pass over both.</param>
    /// <param name="time">When.</param>
    private (DiscriminatorLoss Loss, Tensor Gradient) OfDiscriminator(Tensor real, Tensor fake, Tensor[] tape, StepTime time)
    {
        Tensor outputs = tape[^1].flatten();
        long[] sizes = [real.size(0), fake.size(0)];
        Tensor[] parts = outputs.split(sizes);
        (Tensor total, Tensor gradient) = _game.Loss.HasGradients && HostMemory.IsHostFloat32(outputs) ? Written() : Traced();
        Backward(_discriminator, _d, tape, gradient, _dGradient.Frozen, inputWanted: false);
        (string, Tensor)[] terms = Penalties(real, fake, tape, time);
        return (new DiscriminatorLoss(terms.Aggregate(total, static (sum, term) => sum.Plus(term.Item2)), Scores.Of(parts[0]), Scores.Of(parts[1]), terms),
            _dGradient.Flat);

        (Tensor Loss, Tensor Gradient) Written()
        {
            Tensor slopes = empty_like(outputs);
            ReadOnlySpan<float> x = HostMemory.Of(outputs);
            Span<float> by = HostMemory.Of(slopes);
            int reals = (int)sizes[0];
            return (HostMemory.Number((float)_game.Loss.DiscriminatorGradient(x[..reals], x[reals..], by[..reals], by[reals..])), slopes);
        }

        (Tensor Loss, Tensor Gradient) Traced()
        {
            Tensor leaf = Leaf(tape[^1]);
            Tensor[] leaves = leaf.split(sizes);
            Tensor loss = _game.Adversarial(Scores.Of(leaves[0]), Scores.Of(leaves[1]), Targets.Plain);
            return (loss, Gradient(loss, leaf));
        }
    }

    /// <summary>Penalties P(g), g being D's gradients by its inputs; their gradients by the weights are added to the others. That of P is that of
    /// ⟨∂P/∂g, g⟩, which is how D's outputs move when the inputs do along ∂P/∂g (Pearlmutter 1994): it comes out of one pass of moving derivatives.</summary>
    private (string Name, Tensor Value)[] Penalties(Tensor real, Tensor fake, Tensor[] tape, StepTime time)
    {
        using var noGrad = no_grad();
        var terms = new List<(string, Tensor)>();
        long[] sizes = [real.size(0), fake.size(0)];

        // Penalties on samples share one pass backwards, over as many of them as are asked for.
        InputGradient? shared = _game.InputGradients switch
        {
            SampleKinds.None => null,
            SampleKinds.Real => GradientOf(Rows(tape, 0, sizes[0])),
            SampleKinds.Fake => GradientOf(Rows(tape, sizes[0], sizes[1])),
            _ => GradientOf(tape),
        };
        Tensor? bySharedGradient = shared is null ? null : zeros_like(shared.ByInput);
        foreach ((IPenalizesInputGradients penalty, int i, string name) in _penalties)
        {
            Tensor? sum = null;
            if (penalty.InputGradients == SampleKinds.None)
            {
                InputGradient own = GradientOf(DiscriminatorPass(penalty.Points(real, fake, time.For(i))));
                (sum, Tensor slopes) = penalty.Differentiate(own.ByInput);
                AddHessianVectorProduct(own, slopes);
            }

            foreach (SampleKinds kind in (SampleKinds[])[SampleKinds.Real, SampleKinds.Fake])
            {
                if (penalty.InputGradients.HasFlag(kind))
                {
                    (long first, long count) = kind == SampleKinds.Real ? (0, sizes[0]) : (shared!.ByInput.size(0) - sizes[1], sizes[1]);
                    (Tensor value, Tensor slopes) = penalty.Differentiate(shared!.ByInput.narrow(0, first, count));
                    bySharedGradient!.narrow(0, first, count).PlusInPlace(slopes);
                    sum = sum is null ? value : sum.Plus(value);
                }
            }

            terms.Add(($"{name}.discriminator", sum!));
        }

        if (shared is not null)
        {
            AddHessianVectorProduct(shared, bySharedGradient!);
        }

        return [.. terms];

        InputGradient GradientOf(Tensor[] pass)
        {
            Tensor[] slopes = _discriminator.Gradients(_d.Store.Frozen, pass, ones_like(pass[^1]), null, inputWanted: true);
            return new InputGradient(pass, slopes);
        }

        void AddHessianVectorProduct(InputGradient of, Tensor along) =>
            _discriminator.AddHessianVectorProducts(_discriminator.Tangents(_d.Store.Frozen, null, of.Tape, along), of.Gradients, _dGradient.Frozen);
    }

    /// <summary>G's loss and gradient.</summary>
    /// <param name="made">G's pass.</param>
    /// <param name="batch">What came of it.</param>
    /// <param name="objective">What D thinks of that.</param>
    /// <param name="time">When.</param>
    private (GeneratorLoss Loss, Tensor Gradient) OfGenerator(Tensor[] made, PlayedBatch batch, GeneratorObjective objective, StepTime time)
    {
        Backward(_generator, _g, made, objective.BySample, _gGradient.Frozen, inputWanted: false);
        var view = new GeneratorView(
            _game,
            _g.Store.Leaves,
            _d.Store.Frozen,
            batch,
            objective.FakeSeen,
            Scores.Of(objective.FakeScores),
            objective.RealSeen,
            objective.RealScores is { } scores ? Scores.Of(scores) : null,
            new Dictionary<string, Tensor>(StringComparer.Ordinal),
            AdversarialGame.DiscriminatorPass(time),
            time);
        return (new GeneratorLoss(objective.Loss, view, []), _gGradient.Flat);
    }

    private GeneratorObjective ObjectiveOf(Samples? realSeen, Samples fakeSeen, Tensor? realScores, Tensor[] tape)
    {
        Tensor outputs = tape[^1].flatten();
        (Tensor loss, Tensor gradient) = _game.Loss.HasGradients && HostMemory.IsHostFloat32(outputs) ? Written() : Traced();
        return new GeneratorObjective(loss, Backward(_discriminator, _d, tape, gradient, null, inputWanted: true), outputs, fakeSeen, realSeen, realScores);

        (Tensor Loss, Tensor Gradient) Written()
        {
            Tensor slopes = empty_like(outputs);
            return (HostMemory.Number((float)_game.Loss
                .GeneratorGradient(realScores is null ? [] : HostMemory.Of(realScores), HostMemory.Of(outputs), HostMemory.Of(slopes))), slopes);
        }

        (Tensor Loss, Tensor Gradient) Traced()
        {
            Tensor leaf = Leaf(tape[^1]);
            Tensor value = _game.Loss.Generator(realScores, leaf).mean();
            return (value, Gradient(value, leaf));
        }
    }

    /// <summary>The pass of some of the samples.</summary>
    private static Tensor[] Rows(Tensor[] tape, long first, long count) => [.. tape.Select(step => step.narrow(0, first, count))];

    /// <summary>D's outputs as the leaf that the loss is differentiated by, [B].</summary>
    private static Tensor Leaf(Tensor output) => output.flatten().detach().requires_grad_();

    // The mean of a linear loss gives one number that is repeated without being written down.
    private static Tensor Gradient(Tensor total, Tensor outputs) => autograd.grad([total], [outputs])[0].contiguous();

    private static Tensor Backward(Sequential network, Player player, Tensor[] tape, Tensor gradient, Weights? gradients, bool inputWanted)
    {
        using var noGrad = no_grad();
        return network.Backward(player.Store.Frozen, tape, gradient.view_as(tape[^1]), gradients, inputWanted);
    }

    /// <summary>Samples as D sees them. What only regroups them asks for no latents.</summary>
    private Samples InputOf(Samples samples, StepTime time) => _game.DiscriminatorInput(samples, latent: null, time);

    /// <summary>A training pass of G.</summary>
    private Tensor[] GeneratorPass(Tensor latent, BufferSink? sink)
    {
        using var noGrad = no_grad();
        return _generator.ForwardWithTape(_g.Store.Frozen, latent, new Pass { Training = true, Sink = sink });
    }

    /// <summary>A pass of D, whose layers do the same in training and in evaluation: samples do not influence one another.</summary>
    private Tensor[] DiscriminatorPass(Tensor samples)
    {
        using var noGrad = no_grad();
        return _discriminator.ForwardWithTape(_d.Store.Frozen, samples, Pass.Evaluation);
    }

    /// <summary>D's gradients by some of its inputs.</summary>
    /// <param name="Tape">D's pass over those.</param>
    /// <param name="Gradients">Of the sum of its outputs.</param>
    private sealed record InputGradient(Tensor[] Tape, Tensor[] Gradients)
    {
        /// <summary>[B', …].</summary>
        public Tensor ByInput => Gradients[0];
    }

    /// <summary>What D thinks of generated samples, as G is told.</summary>
    /// <param name="Loss">G's, a scalar.</param>
    /// <param name="BySample">Its gradient by the samples as D sees them, [B', …]: the numbers of [B, …].</param>
    /// <param name="FakeScores">[B'].</param>
    /// <param name="FakeSeen">The samples, [B', …].</param>
    /// <param name="RealSeen">[B', …] or null.</param>
    /// <param name="RealScores">[B'] where the loss compares with them.</param>
    private sealed record GeneratorObjective(Tensor Loss, Tensor BySample, Tensor FakeScores, Samples FakeSeen, Samples? RealSeen, Tensor? RealScores);
}
