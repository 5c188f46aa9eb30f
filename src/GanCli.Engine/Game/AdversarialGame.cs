using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Game;

/// <summary>The game as mathematics: both players' losses as pure functions of weights and batch. Nothing here updates anything, so a
/// look-ahead, a Jacobian or a joint update can evaluate it wherever it likes.</summary>
public sealed class AdversarialGame(Network generator, Network discriminator, AdversarialLoss loss, IReadOnlyList<NamedRegularizer> regularizers)
{
    public Network Generator { get; } = generator;

    public Network Discriminator { get; } = discriminator;

    public AdversarialLoss Loss { get; } = loss;

    public IReadOnlyList<NamedRegularizer> Regularizers { get; } = regularizers;

    // What the remedies do, looked up once.
    private readonly Capability<IShapesInput>[] _shaping = Capability<IShapesInput>.Of(regularizers);
    private readonly Capability<ISetsTargets>[] _targeting = Capability<ISetsTargets>.Of(regularizers);
    private readonly Capability<IWeighsSamples>[] _weighing = Capability<IWeighsSamples>.Of(regularizers);
    private readonly Capability<IReplacesDiscriminatorLoss>[] _discriminatorLosses = Capability<IReplacesDiscriminatorLoss>.Of(regularizers);
    private readonly Capability<IReplacesGeneratorLoss>[] _generatorLosses = Capability<IReplacesGeneratorLoss>.Of(regularizers);
    private readonly Capability<IAddsToDiscriminatorLoss>[] _discriminatorTerms = Capability<IAddsToDiscriminatorLoss>.Of(regularizers);
    private readonly Capability<IAddsToGeneratorLoss>[] _generatorTerms = Capability<IAddsToGeneratorLoss>.Of(regularizers);
    private readonly Capability<IReplacesOpponent>[] _opponents = Capability<IReplacesOpponent>.Of(regularizers);

    /// <summary>G's step needs real samples too.</summary>
    public bool GeneratorNeedsReal { get; } = loss.GeneratorNeedsReal || regularizers.Any(static r => r.Regularizer.GeneratorNeedsReal);

    /// <summary>Of which samples a remedy reads D's gradients by its inputs.</summary>
    public SampleKinds InputGradients { get; } = Capability<IAddsToDiscriminatorLoss>.Of(regularizers)
        .Aggregate(SampleKinds.None, static (kinds, term) => kinds | term.Does.InputGradients);

    private readonly bool _readsFeatures = regularizers.Any(static r => r.Regularizer.ReadsFeatures);

    /// <summary>Lets every remedy create what it needs, then set first values that depend on data.</summary>
    public void Attach(Attachment to)
    {
        foreach (NamedRegularizer regularizer in Regularizers)
        {
            regularizer.Regularizer.Attach(to);
        }

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (NamedRegularizer regularizer in Regularizers.OrderBy(static r => r.Regularizer.FirstValues))
        {
            regularizer.Regularizer.Initialize(to);
        }
    }

    /// <summary>What the remedies log besides their terms.</summary>
    public IEnumerable<(string Name, Tensor Value)> Statistics(StepTime time) => Regularizers.SelectMany(
        (r, i) => r.Regularizer.Statistics(time.For(i)).Select(s => ($"{r.Name}.{s.Name}", s.Value)));

    /// <summary>Generated samples while training.</summary>
    /// <param name="weights">G's weights.</param>
    /// <param name="latent">[B, …].</param>
    /// <param name="time">When, and noise.</param>
    /// <param name="sink">Collects new buffer values; only G's own step has one.</param>
    /// <returns>[B, …], with the latents' labels.</returns>
    public Samples Generate(Weights weights, Samples latent, StepTime time, BufferSink? sink = null) =>
        latent.With(Generator.Forward(weights, latent, Training(time, NoiseLanes.GeneratorPass) with { Sink = sink }));

    /// <summary>D's loss: mean adversarial terms plus the remedies' terms.</summary>
    /// <param name="weights">D's weights, or a look-ahead's.</param>
    /// <param name="batch">Real samples, latents and generated samples.</param>
    /// <param name="time">When, and noise.</param>
    /// <param name="sink">Collects new buffer values; only D's own step has one.</param>
    public DiscriminatorLoss DiscriminatorLoss(Weights weights, PlayedBatch batch, StepTime time, BufferSink? sink = null)
    {
        Samples realSeen = Differentiable(DiscriminatorInput(batch.Real!, latent: null, time), SampleKinds.Real);
        Samples fakeSeen = Differentiable(DiscriminatorInput(batch.Fake, batch.Latent, time), SampleKinds.Fake);
        Pass pass = DiscriminatorPass(time);

        // Gradients by half of the inputs cost half only where that half has a pass of its own.
        bool apart = InputGradients is SampleKinds.Real or SampleKinds.Fake;
        (Scores realScores, Scores fakeScores) = Judge(weights, realSeen, fakeSeen, pass with { Sink = sink }, apart);
        Weights seenBy = sink is null ? weights : weights.With(sink);
        return DiscriminatorLoss(View(seenBy, realSeen, fakeSeen, realScores, fakeScores, pass, time));
    }

    /// <summary>D's loss of an evaluation.</summary>
    public DiscriminatorLoss DiscriminatorLoss(DiscriminatorView view)
    {
        Tensor total = AdversarialLoss(view);
        var terms = new List<(string, Tensor)>();
        foreach ((IAddsToDiscriminatorLoss remedy, int i, string name) in _discriminatorTerms)
        {
            if (remedy.DiscriminatorTerm(view with { Time = view.Time.For(i) }) is { } term)
            {
                terms.Add(($"{name}.discriminator", term));
                total = total.Plus(term);
            }
        }

        return new DiscriminatorLoss(total, view.RealScores, view.FakeScores, terms);
    }

    /// <summary>An evaluation of D, with the targets that the remedies set.</summary>
    public DiscriminatorView View(Weights weights, Samples realSeen, Samples fakeSeen, Scores realScores, Scores fakeScores, Pass pass, StepTime time)
    {
        var inputGradients =
            new Lazy<(Tensor?, Tensor?)>(() =>
                GradientsOf(realSeen.Values, fakeSeen.Values, realScores, fakeScores, pass.InputGradients ?? new InputGradients()));
        var view = new DiscriminatorView(this, weights, realSeen, fakeSeen, realScores, fakeScores, inputGradients, GradientAt, Targets.Plain, pass, time);
        foreach ((ISetsTargets remedy, int i, _) in _targeting)
        {
            view = view with { Targets = remedy.Targets(view.Targets, view with { Time = time.For(i) }) };
        }

        return view;

        Tensor GradientAt(Samples points)
        {
            // In a look-ahead the points depend on G's weights, and must go on doing so.
            Tensor at = points.Values.requires_grad ? points.Values : points.Values.requires_grad_();
            return (pass.InputGradients ?? new InputGradients()).Of(Judge(weights, points.With(at), pass).PerSample.sum(), at)[0];
        }
    }

    /// <summary>D's adversarial loss without the remedies' terms: the mean over targets, or what a remedy puts in its place.</summary>
    public Tensor AdversarialLoss(DiscriminatorView view)
    {
        Tensor? replaced = null;
        foreach ((IReplacesDiscriminatorLoss remedy, int i, _) in _discriminatorLosses)
        {
            replaced = remedy.DiscriminatorLoss(view with { Time = view.Time.For(i) });
        }

        return replaced ?? Adversarial(view.RealScores, view.FakeScores, view.Targets);
    }

    /// <summary>G's loss: weighted mean of adversarial terms, or what a remedy puts in its place, plus the remedies' terms.</summary>
    /// <param name="generator">G's weights.</param>
    /// <param name="discriminator">The D weights that G is trained against.</param>
    /// <param name="batch">Latents and G's samples for them; real samples if <see cref="GeneratorNeedsReal"/>.</param>
    /// <param name="time">When, and noise.</param>
    public GeneratorLoss GeneratorLoss(Weights generator, Weights discriminator, PlayedBatch batch, StepTime time)
    {
        Samples fakeSeen = DiscriminatorInput(batch.Fake, batch.Latent, time);
        Samples? realSeen = GeneratorNeedsReal ? DiscriminatorInput(batch.Real!, latent: null, time) : null;
        Pass pass = DiscriminatorPass(time);
        var features = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        Pass collecting = pass with { Features = _readsFeatures ? features : null };
        Scores? realScores = null;
        Scores fakeScores;
        if (Loss.GeneratorNeedsReal)
        {
            (realScores, fakeScores) = Judge(discriminator, realSeen!, fakeSeen, collecting);
        }
        else
        {
            fakeScores = Judge(discriminator, fakeSeen, FakePass(collecting));
        }

        var view = new GeneratorView(this, generator, discriminator, batch, fakeSeen, fakeScores, realSeen, realScores, features, pass, time);
        Tensor? total = null;
        Tensor? sampleWeights = null;
        foreach ((IReplacesGeneratorLoss remedy, int i, _) in _generatorLosses)
        {
            total = remedy.GeneratorLoss(view with { Time = time.For(i) }) ?? total;
        }

        foreach ((IWeighsSamples remedy, int i, _) in _weighing)
        {
            sampleWeights = remedy.GeneratorSampleWeights(fakeScores.PerSample, time.For(i)) ?? sampleWeights;
        }

        if (total is null)
        {
            Tensor each = GeneratorTerms(realScores, fakeScores);
            total = sampleWeights is null ? each.mean() : (each * sampleWeights).sum() / sampleWeights.sum();
        }

        var terms = new List<(string, Tensor)>();
        foreach ((IAddsToGeneratorLoss remedy, int i, string name) in _generatorTerms)
        {
            if (remedy.GeneratorTerm(view with { Time = time.For(i) }) is { } term)
            {
                terms.Add(($"{name}.generator", term));
                total = total.Plus(term);
            }
        }

        return new GeneratorLoss(total, view, terms);
    }

    /// <summary>The D weights that G is trained against, given D's weights.</summary>
    public Weights Opponent(Weights discriminator, OpponentView view)
    {
        foreach ((IReplacesOpponent remedy, int i, _) in _opponents)
        {
            discriminator = remedy.Opponent(discriminator, view with { Time = view.Time.For(i) });
        }

        return discriminator;
    }

    /// <summary>Samples as D sees them, after every remedy had its say.</summary>
    /// <param name="samples">[B, …].</param>
    /// <param name="latent">The latents they were generated from, [B, …]; null for real samples.</param>
    /// <param name="time">When, and noise.</param>
    /// <returns>[B', …].</returns>
    public Samples DiscriminatorInput(Samples samples, Samples? latent, StepTime time)
    {
        foreach ((IShapesInput remedy, int i, string name) in _shaping)
        {
            Samples shaped = remedy.DiscriminatorInput(samples, latent, time.For(i));
            samples = shaped.Labels is null == samples.Labels is null ? shaped : throw new InvalidOperationException($"{name} lost the samples' labels");
        }

        return samples;
    }

    /// <summary>How D passes over samples while training.</summary>
    internal static Pass DiscriminatorPass(StepTime time) => Training(time, NoiseLanes.DiscriminatorPass) with { InputGradients = new InputGradients() };

    private static Pass Training(StepTime time, int lane) => new() { Training = true, Noise = time.Noise.ForLane(lane) };

    private static Pass FakePass(Pass pass) => pass with { Noise = pass.Noise.ForLane(NoiseLanes.DiscriminatorFakePass) };

    /// <summary>Samples that D's outputs can be differentiated by. In a look-ahead they depend on G's weights and must go on doing so, but D's
    /// weights depend on them, too: only as nodes of their own do they give the gradient by D's input alone.</summary>
    private Samples Differentiable(Samples samples, SampleKinds kind) =>
        !InputGradients.HasFlag(kind) ? samples
        : samples.With(samples.Values.requires_grad ? samples.Values.view_as(samples.Values) : samples.Values.detach().requires_grad_());

    private (Tensor? Real, Tensor? Fake) GradientsOf(Tensor real, Tensor fake, Scores realScores, Scores fakeScores, InputGradients taken)
    {
        // All that is asked for in one backward pass. Where samples don't influence one another, the gradient of a sum is that of each.
        IList<Tensor> gradients = InputGradients switch
        {
            SampleKinds.Real => taken.Of(realScores.PerSample.sum(), real),
            SampleKinds.Fake => taken.Of(fakeScores.PerSample.sum(), fake),
            _ => taken.Of(realScores.PerSample.sum().Plus(fakeScores.PerSample.sum()), real, fake),
        };
        return (InputGradients.HasFlag(SampleKinds.Real) ? gradients[0] : null, InputGradients.HasFlag(SampleKinds.Fake) ? gradients[^1] : null);
    }

    /// <summary>D's scores of samples as it sees them.</summary>
    public Scores Judge(Weights weights, Samples seen, Pass pass) => Scores.Of(Discriminator.Forward(weights, seen, pass));

    /// <summary>D's scores of both batches: one pass, or two where samples influence one another or <paramref name="apart"/> says so. Features
    /// are those of the generated samples.</summary>
    private (Scores Real, Scores Fake) Judge(Weights weights, Samples real, Samples fake, Pass pass, bool apart = false)
    {
        if (apart || Discriminator.MixesSamples)
        {
            return (Judge(weights, real, pass with { Features = null }), Judge(weights, fake, FakePass(pass)));
        }

        Tensor both = Judge(weights, Samples.Join(real, fake), pass).Values;
        foreach ((string name, Tensor value) in pass.Features ?? new Dictionary<string, Tensor>(StringComparer.Ordinal))
        {
            pass.Features![name] = value.narrow(0, real.Count, fake.Count);
        }

        Tensor[] parts = both.split([real.Count, fake.Count]);
        return (Scores.Of(parts[0]), Scores.Of(parts[1]));
    }

    /// <summary>D's loss without remedies: the mean adversarial terms.</summary>
    internal Tensor Adversarial(Scores realScores, Scores fakeScores, Targets targets)
    {
        (Tensor real, Tensor fake) = DiscriminatorTerms(realScores, fakeScores, targets);
        return real.mean().Plus(fake.mean());
    }

    /// <summary>D's adversarial terms on real and on generated samples, [B'] each, with what it is told they are.</summary>
    public (Tensor Real, Tensor Fake) DiscriminatorTerms(Scores realScores, Scores fakeScores, Targets targets)
    {
        (Tensor real, Tensor fake) = Terms(realScores, fakeScores);
        if (targets.Real is null && targets.Fake is null)
        {
            return (real, fake);
        }

        // A sample that is only partly real pays that part of the real term and the rest of the fake term.
        (Tensor fakeAsReal, Tensor realAsFake) = Terms(fakeScores, realScores);
        Tensor realTerm = targets.Real is { } r ? (real * r).Plus(realAsFake * r.OneMinus()) : real;
        Tensor fakeTerm = targets.Fake is { } f ? (fakeAsReal * f).Plus(fake * f.OneMinus()) : fake;
        return (realTerm, fakeTerm);

        (Tensor AsReal, Tensor AsFake) Terms(Scores asReal, Scores asFake)
        {
            (Tensor ofReal, Tensor ofFake) = Loss.Discriminator(asReal.Values, asFake.Values);
            return (Scores.Mean(ofReal), Scores.Mean(ofFake));
        }
    }

    /// <summary>G's adversarial terms, [B'].</summary>
    public Tensor GeneratorTerms(Scores? realScores, Scores fakeScores) => Scores.Mean(Loss.Generator(realScores?.Values, fakeScores.Values));
}
