using System.Globalization;
using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Metrics.Features;
using GanCli.Engine.Random;
using GanCli.Runs;

namespace GanCli.Engine.Metrics;

/// <summary>Which classes of labelled pictures the samples show.</summary>
[AlsoCalled("class-balance", "stacked-modes", "number-of-modes", "within-class", "intra-class-diversity")]
[Component("class-coverage",
    "Classes held and captured by a classifier's word, of pictures that look real; divergences from the class weights; spread and recall within classes",
    Source = "stacked MNIST's protocol: Metz et al. 2017; VEEGAN, Srivastava et al. 2017; PacGAN, Lin et al. 2018; recall within classes: coverage of Naeem "
        + "et al. 2020. Validity gate: ours")]
public sealed record ClassCoverageConfig : ClassMetricConfig
{
    [AlsoCalled("threshold", "min-confidence")]
    [Option("How likely the classifier must find a class, of every channel of a stack, for a picture to count", Min = 0, Max = 1, ObservesOnly = true)]
    public double Confidence { get; init; } = 0.5;

    [Option("Part of its weight that a class must get of all samples to be held", Min = 0, MinExclusive = true, Max = 1, ObservesOnly = true)]
    public double Held { get; init; } = HeldModes.Part;

    public override int Order => 1;

    public override Metric Build(DataSource data)
    {
        FeatureSpace single = FeatureSpace.Of(data.Single, Classifier).WithGate;
        return new ClassCoverage(FeatureSpace.Of(data, Classifier).WithGate, single, data.Channels, Confidence, Held);
    }
}

/// <summary>Every picture is taken for the likeliest class; it counts where the classifier is confident and the picture looks real
/// (<see cref="ClassGate"/>). Of a stack every channel must, and its classes make the mode. Logarithms are natural.</summary>
/// <remarks>What is within classes is measured of single pictures, those of all channels of a stack together: a stack's channels are independent of each other,
/// and of a thousand combinations each gets too few samples to tell how they vary.</remarks>
internal sealed class ClassCoverage : ClassMetric
{
    private const int MostNamed = 5;
    private const string NothingValid = "no picture counts: the worst possible value stands in";
    private const string TooFew = "no class has 5 valid pictures and as many real ones";
    private const string NoReal = "no class has enough held-out pictures to say";

    private readonly int _classes;
    private readonly (string Name, int Pictures)[] _known;
    private readonly int _channels;
    private readonly double _confidence;
    private readonly double _held;
    private readonly double[] _weights;
    private readonly Lazy<ClassGate> _gate;

    // Held-out pictures: what a perfect sampler shows.
    private readonly Lazy<(float[] Rows, Judgement[] Judgements)> _real;
    private readonly Lazy<ClassVariety> _variety;

    /// <param name="space">Of the samples, with what the gate sees.</param>
    /// <param name="single">Of single pictures, the same where samples are no stacks.</param>
    /// <param name="channels">Pictures in a sample.</param>
    /// <param name="confidence">How likely the classifier must find a class.</param>
    /// <param name="held">The part of its weight from which on a class is held.</param>
    public ClassCoverage(FeatureSpace space, FeatureSpace single, int channels, double confidence, double held)
        : base(space)
    {
        (_channels, _confidence, _held) = (channels, confidence, held);
        _classes = single.Data.Classes!.Count;
        LabelSet labels = single.Data.Canonical.TableLabels!;
        int[] counts = new int[_classes];
        for (int row = 0; row < single.Data.Canonical.Table!.Count; row++)
        {
            counts[labels.Of(row)]++;
        }

        _known = [.. labels.Classes.Zip(counts)];
        _weights = ClassShare.Weights(single.Data, channels);
        _gate = new(() =>
        {
            single.Prepare(null);
            return new ClassGate(single);
        });
        _real = new(() => Judge(single.Source.Table!.ToArray(), 1));
        _variety = new(() => new ClassVariety(
            _real.Value.Rows, PictureNet.Features, Named(_real.Value.Judgements), ClassShare.Weights(single.Data, 1)));
        Values = Describe(_weights.Count(static weight => weight > 0), confidence, held, channels);
    }

    public override IReadOnlyList<MetricInfo> Values { get; }

    /// <summary>Names classes that no picture can count for.</summary>
    public override string? Doubt
    {
        get
        {
            string[] few = [.. _known.Where(static known => known.Pictures < ClassGate.FewestPictures).Select(static known => known.Name)];
            return few.Length == 0 ? null : string.Create(CultureInfo.InvariantCulture,
                $"{(few.Length == 1 ? "a class has" : "classes have")} fewer than {ClassGate.FewestPictures} pictures, too few to say what looks like "
                    + $"them, and can never be held: "
                    + $"{string.Join(", ", few.Take(MostNamed))}{(few.Length > MostNamed ? $" and {few.Length - MostNamed} more" : "")}");
        }
    }

    // The nearest of 500 pictures, in some hundred numbers.
    public override double Cost(int samples) => samples * _channels * 20_000.0;

    public override void Evaluate(EvaluationSamples samples, IDictionary<string, MetricValue> results)
    {
        (float[] rows, Judgement[] judgements) = Judge(samples.Generated, _channels);
        Count(judgements, _variety.Value.Of(rows, Named(judgements)), results);
    }

    public override int? EvaluatePerfect(int samples, RandomStream random, IDictionary<string, MetricValue> results)
    {
        const int Width = PictureNet.Features;
        (float[] rows, Judgement[] real) = _real.Value;
        var drawn = new Judgement[samples * _channels];
        var seen = new float[drawn.Length * Width];
        for (int i = 0; i < drawn.Length; i++)
        {
            // With replacement: a sampler of the distribution varies, and a fixed set drawn to its end does not.
            int row = random.Integer(i, real.Length);
            drawn[i] = real[row];
            rows.AsSpan(row * Width, Width).CopyTo(seen.AsSpan(i * Width));
        }

        Count(drawn, _variety.Value.OfPerfect(seen, Named(drawn), random.Beside()), results);
        return samples;
    }

    private static MetricInfo[] Describe(int modes, double confidence, double held, int channels)
    {
        string within = channels == 1 ? "" : ", here of the single pictures of all channels";
        string part = held == HeldModes.Part ? "a quarter" : string.Create(CultureInfo.InvariantCulture, $"{held * 100:0.##}%");
        string counts = string.Create(CultureInfo.InvariantCulture,
            $"looks real (as near to real pictures of its class as they are to each other, and no picture of nothing by the classifier's word, which soft or "
                + $"noisy ones often are) and is given {confidence:0.##} or more by it");
        return
        [
            new(HeldModes.Key, HeldModes.Label, Better.Higher, MetricFormat.Count)
            {
                Total = modes,
                Held = held,
                Help = $"Classes that get at least {part} (option held) of their weight, of all samples; a picture counts where it {counts}",
            },
            // Second, so that of two that hold all classes the one that repeats a picture of each is never the better checkpoint.
            new("class-recall", "Recall within classes", Better.Higher, MetricFormat.Percent)
            {
                Help = $"Share of real pictures of a class with a valid one of that class strictly inside their ball, as wide as their 5th neighbour in the "
                    + $"class is far, mean over classes{within}; of as many on both sides as a perfect sampler shows, at most 300 a class. Falls where a class "
                    + $"repeats few pictures, or is lost; little where half of a class is missing, as its pictures lie near the other half; says nothing of "
                    + $"invalid pictures beside those that count",
            },
            new("hq", "Valid pictures", Better.Higher, MetricFormat.Percent)
            {
                Help = $"Share of pictures of which each channel {counts}; one class, or one picture of each, may give all of them: "
                    + $"read it beside modes and coverage",
            },
            new("confident", "Confident pictures", Better.Higher, MetricFormat.Percent)
            {
                Help = "Share of pictures in which the classifier is confident, real-looking or not: blobs and noise often are",
            },
            new("reverse-kl", "Reverse KL", Better.Lower)
            {
                Help = "KL(generated || true) over the classes of valid pictures, in nats; says nothing of how many there are: read it beside hq; without any "
                    + "as if all were of the rarest class",
            },
            new("reverse-kl-all", "Reverse KL, all samples", Better.Lower)
            {
                Help = "KL(generated || true) over the likeliest classes of all pictures, in nats: the published protocol, which counts garbage too",
            },
            new("mode-tv", "Mode total variation", Better.Lower)
            {
                Help = "Half of the sum over classes of |share of samples that show it - weight|, plus half of the share that show none",
            },
            new("spread", "Spread within modes", Better.Closer)
            {
                Target = 1,
                Help = $"Median over classes of the deviation of the features of valid pictures of a class over that of real ones{within}: 1 is the data's own "
                    + "variety, 0 what repeats one picture of each class, or shows 5 of none",
            },
            new(HeldModes.Captured, "Modes captured", Better.Higher, MetricFormat.Count)
            {
                Total = modes,
                Help = "Classes that at least one valid picture is taken for (the published count, but for validity); a classifier confuses a few",
            },
            new("modes-any", "Modes named", Better.Higher, MetricFormat.Count)
            {
                Total = modes,
                Help = "Classes that the classifier names for at least one picture, valid or not: the published count, which a featureless blob may satisfy",
            },
            new(HeldModes.Shares, "Share of samples in each mode", Better.Closer, MetricFormat.PerMode)
            {
                Help = "Share of all samples that are valid pictures of each class; they sum to hq",
            },
            .. channels > 1 ? (MetricInfo[])[] : WithinEach(),
        ];
    }

    // Of a stack the modes are combinations, and classes none of them.
    private static MetricInfo[] WithinEach() =>
    [
        new("mode-spread", "Spread within each mode", Better.Closer, MetricFormat.PerMode)
        {
            Target = 1,
            Help = "Root of the trace of the covariance of the features of valid pictures of each class, over that of real ones; 0 below 5 pictures",
        },
        new(HeldModes.Width, "Width of each mode", Better.Closer, MetricFormat.PerMode)
        {
            Target = 1,
            Help = "Median distance of the features of valid pictures of each class from their mean, over that of real ones; below 0.5 the class is narrow; 0 "
                + "below 5 pictures",
        },
        new("mode-recall", "Recall within each mode", Better.Higher, MetricFormat.PerMode)
        {
            Help = "Share of real pictures of each class that valid ones of the class reach: class-recall is their mean",
        },
    ];

    /// <summary>Judges every part of every row.</summary>
    /// <param name="rows">[n × width of the space]: features of all channels, then coarse pixels of all channels.</param>
    /// <param name="channels">Parts of a row.</param>
    /// <returns>Features of every part and what it is taken for.</returns>
    private (float[] Rows, Judgement[] Judgements) Judge(float[] rows, int channels)
    {
        ClassGate gate = _gate.Value;
        int features = PictureNet.Features;
        int coarse = gate.Width - features;
        int width = channels * gate.Width;
        var judgements = new Judgement[rows.Length / gate.Width];
        var seen = new float[judgements.Length * features];
        Parallel.For(0, rows.Length / width, i =>
        {
            Span<float> part = stackalloc float[gate.Width];
            for (int channel = 0; channel < channels; channel++)
            {
                rows.AsSpan((i * width) + (channel * features), features).CopyTo(part);
                part[..features].CopyTo(seen.AsSpan(((i * channels) + channel) * features));
                rows.AsSpan((i * width) + (channels * features) + (channel * coarse), coarse).CopyTo(part[features..]);
                judgements[(i * channels) + channel] = gate.Judge(part);
            }
        });
        return (seen, judgements);
    }

    // Pictures that do not count have no class.
    private int[] Named(Judgement[] parts) => Array.ConvertAll(parts, part => part.LooksReal && part.Confidence >= _confidence ? part.Label : -1);

    private void Count(Judgement[] parts, ClassVariety.Within[] within, IDictionary<string, MetricValue> results)
    {
        int count = parts.Length / _channels;
        var named = new double[_weights.Length];
        var shown = new double[_weights.Length];
        double confident = 0;
        for (int i = 0; i < count; i++)
        {
            (int mode, bool isConfident, bool looksReal) = (0, true, true);
            foreach (Judgement part in parts.AsSpan(i * _channels, _channels))
            {
                mode = (mode * _classes) + part.Label;
                isConfident &= part.Confidence >= _confidence;
                looksReal &= part.LooksReal;
            }

            named[mode]++;
            shown[mode] += isConfident && looksReal ? 1 : 0;
            confident += isConfident ? 1 : 0;
        }

        double valid = shown.Sum();
        double[] shares = Array.ConvertAll(shown, number => number / count);
        double worst = -Math.Log(_weights.Where(static weight => weight > 0).Min());
        results[HeldModes.Key] = shares.Where((share, mode) => _weights[mode] > 0 && HeldModes.IsHeld(share, _weights[mode], _held)).Count();
        double[] reached = [.. within.Select(static of => of.Recall).OfType<double>()];
        results["class-recall"] = reached.Length == 0 ? new MetricValue(0) { Flag = NoReal } : reached.Average();
        results["hq"] = valid / count;
        results["confident"] = confident / count;
        results["reverse-kl"] = valid > 0 ? Kl(shown, worst) : new MetricValue(worst) { Flag = NothingValid };
        results["reverse-kl-all"] = Kl(named, worst);
        results["mode-tv"] = 0.5 * (shares.Zip(_weights, static (share, weight) => Math.Abs(share - weight)).Sum() + 1 - (valid / count));
        double[] spreads = [.. within.Where(static of => of.IsTold).Select(static of => of.Spread)];
        results["spread"] = spreads.Length == 0 ? new MetricValue(0) { Flag = TooFew } : Quantiles.Of(spreads, 0.5);
        results[HeldModes.Captured] = shown.Where((number, mode) => _weights[mode] > 0 && number > 0).Count();
        results["modes-any"] = named.Where((number, mode) => _weights[mode] > 0 && number > 0).Count();
        results[HeldModes.Shares] = shares;
        if (_channels == 1)
        {
            results["mode-spread"] = Array.ConvertAll(within, static of => of.Spread);
            results[HeldModes.Width] = Array.ConvertAll(within, static of => of.Width);
            results["mode-recall"] = Array.ConvertAll(within, static of => of.Recall ?? 0);
        }
    }

    // Of classes that the data have: those without weight would make it infinite, and count as the rarest.
    private double Kl(double[] counts, double worst) =>
        Array.Exists(_weights, static weight => weight <= 0)
            ? ModeCoverage.Kl(counts, [.. _weights.Select(weight => weight > 0 ? weight : Math.Exp(-worst))])
            : ModeCoverage.Kl(counts, _weights);
}
