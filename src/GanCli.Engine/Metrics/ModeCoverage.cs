using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Runs;

namespace GanCli.Engine.Metrics;

/// <summary>How far from a centre a sample still counts as high quality.</summary>
public enum ModeRadius
{
    /// <summary>The radius that holds 1 − e^(−4.5) = 98.89% of a mode in any dimension; three standard deviations in two dimensions.</summary>
    ChiSquare,

    /// <summary>The radius that the data's source prescribes (VEEGAN's 10 σ in 1200 dimensions), else three standard deviations in any
    /// dimension.</summary>
    Published,
}

/// <summary>Which modes of a mixture the samples reach, how evenly, and how well.</summary>
[AlsoCalled("modes", "modes-captured", "hq", "high-quality", "reverse-kl", "coverage")]
[Component("mode-coverage", "Modes held and captured, high-quality fraction, divergences from the mode weights, spread within modes",
    Source = "VEEGAN, Srivastava et al. 2017; PacGAN, Lin et al. 2018")]
public sealed record ModeCoverageConfig : MetricConfig
{
    [Option("chi-square: 98.89% of a mode in any dimension; published: the data's own radius, or 3 standard deviations", ObservesOnly = true)]
    public ModeRadius Radius { get; init; } = ModeRadius.ChiSquare;

    [Option("Part of its weight that a mode must get of all samples to be held", Min = 0, MinExclusive = true, Max = 1, ObservesOnly = true)]
    public double Held { get; init; } = HeldModes.Part;

    public override int Order => 0;

    public override string? Unfit(DataSource data) => data.Mixture switch
    {
        null => "the data are not a mixture with known modes",
        { Weights: var weights } when weights.Any(weight => !(weight > 0)) => "a mode of the data has no weight",
        _ => null,
    };

    public override Metric Build(DataSource data) => new ModeCoverage(data.Mixture!, Radius, Held);
}

/// <summary>Which modes of a mixture the samples reach, how evenly, and how well. Logarithms are natural.</summary>
internal sealed class ModeCoverage : Metric
{
    /// <summary>Fewer samples than this say nothing about the spread of a mode.</summary>
    internal const int FewestForSpread = 5;

    private const string NothingNear = "no sample is within a mode: the worst possible value stands in";
    private const string TooFew = "no mode has 5 samples";

    private readonly ModeGeometry _geometry;
    private readonly double[] _weights;
    private readonly double[] _truncation;

    // For each mode, the median distance of true samples within it from its centre, in standard deviations.
    private readonly double[] _medians;

    // What a perfect sampler has in each mode, and last in none.
    private readonly double[] _expected;
    private readonly double _held;
    private readonly int _dimension;

    /// <param name="mixture">The modes; every weight is positive.</param>
    /// <param name="radius">How far a mode reaches.</param>
    /// <param name="held">The part of its weight from which on a mode is held, above 0 and at most 1.</param>
    public ModeCoverage(MixtureDescription mixture, ModeRadius radius, double held = HeldModes.Part)
    {
        _geometry = new ModeGeometry(mixture, radius);
        _weights = [.. mixture.Weights];
        _held = held;
        _dimension = mixture.Means[0].Length;
        _truncation = new double[mixture.Count];
        _medians = new double[mixture.Count];
        _expected = new double[mixture.Count + 1];
        for (var mode = 0; mode < mixture.Count; mode++)
        {
            // Modes mostly share their radius and dimensions.
            var same = mode > 0 && _geometry.SquaredRadii[mode] == _geometry.SquaredRadii[mode - 1]
                && _geometry.NoisyDimensions[mode] == _geometry.NoisyDimensions[mode - 1];
            var (square, degrees) = (_geometry.SquaredRadii[mode], Math.Max(1, _geometry.NoisyDimensions[mode]));
            _truncation[mode] = same ? _truncation[mode - 1] : ChiSquare.TruncatedVariance(square, degrees);
            _medians[mode] = same ? _medians[mode - 1] : Math.Sqrt(ChiSquare.TruncatedMedian(square, degrees));

            // A mode without noise is wholly within its radius.
            var inside = _geometry.NoisyDimensions[mode] == 0 ? 1
                : same ? _expected[mode - 1] / _weights[mode - 1]
                : ChiSquare.Cumulative(square, degrees);
            _expected[mode] = _weights[mode] * inside;
        }

        _expected[^1] = Math.Max(0, 1 - _expected.Sum());

        Values = Describe(mixture.Count, held);
    }

    public override IReadOnlyList<MetricInfo> Values { get; }

    public override int SamplesUsed(int generated, int pairs) => generated;

    public override double Cost(int samples) => samples * (60.0 + (0.5 * _geometry.Count * _dimension) + (4 * _dimension));

    public override void Evaluate(EvaluationSamples samples, IDictionary<string, MetricValue> results)
    {
        var modes = new int[samples.Count];
        var within = new bool[samples.Count];
        _geometry.Assign(samples.Generated, modes, within);
        var nearest = new double[_geometry.Count];
        var inside = new double[_geometry.Count];
        for (var i = 0; i < modes.Length; i++)
        {
            nearest[modes[i]]++;
            inside[modes[i]] += within[i] ? 1 : 0;
        }

        var total = inside.Sum();
        var hq = total / samples.Count;
        var frequency = Array.ConvertAll(inside, count => count / samples.Count);
        var (spread, width) = Spread(samples.Generated, modes, within, inside);
        var hit = inside.Select((_, mode) => mode).Where(mode => inside[mode] >= FewestForSpread).Select(mode => spread[mode]).ToArray();

        results["modes"] = frequency.Where((share, mode) => HeldModes.IsHeld(share, _weights[mode], _held)).Count();
        results["hq"] = hq;
        results["reverse-kl"] = total > 0 ? Kl(inside, _weights) : new MetricValue(-Math.Log(_weights.Min())) { Flag = NothingNear };
        results["reverse-kl-all"] = Kl(nearest, _weights);
        results["js"] = total > 0 ? JensenShannon(inside, _weights) : new MetricValue(Math.Log(2)) { Flag = NothingNear };
        results["mode-tv"] = 0.5 * (frequency.Zip(_weights, (p, w) => Math.Abs(p - w)).Sum() + 1 - hq);
        results["spread"] = hit.Length == 0 ? new MetricValue(0) { Flag = TooFew } : Quantiles.Of(hit, 0.5);
        results["forward-kl"] = ForwardKl(inside, samples.Count);
        results["modes-captured"] = inside.Count(count => count > 0);
        results["mode-frequency"] = frequency;
        results["mode-spread"] = spread;
        results["mode-width"] = width;
    }

    /// <summary>Σ p ln(p / q) with p the shares of the counts; 0 where p is 0.</summary>
    /// <param name="counts">Not negative, not all 0.</param>
    /// <param name="q">Positive wherever a count is.</param>
    internal static double Kl(IReadOnlyList<double> counts, IReadOnlyList<double> q)
    {
        var total = counts.Sum();

        // Rounding may take the sum just below zero.
        return Math.Max(0, counts.Zip(q, (count, weight) => count > 0 ? count / total * Math.Log(count / total / weight) : 0).Sum());
    }

    /// <summary>KL(true ‖ generated) over the cells "within mode 1 … K" and "within none". Half a sample is added to each cell (Krichevsky and Trofimov
    /// 1981), which keeps it finite where a mode gets nothing.</summary>
    private double ForwardKl(double[] inside, int count)
    {
        double[] cells = [.. inside, count - inside.Sum()];
        double[] shares = [.. cells.Select(cell => (cell + 0.5) / (count + (0.5 * cells.Length)))];
        return Kl(_expected, shares);
    }

    /// <summary>½ KL(p‖m) + ½ KL(w‖m) with m = (p + w)/2.</summary>
    internal static double JensenShannon(IReadOnlyList<double> counts, IReadOnlyList<double> weights)
    {
        var total = counts.Sum();
        double[] middle = [.. counts.Zip(weights, (count, weight) => ((count / total) + weight) / 2)];
        return (Kl(counts, middle) + Kl(weights, middle)) / 2;
    }

    private static MetricInfo[] Describe(int modes, double held) =>
    [
        new("modes", HeldModes.Label, Better.Higher, MetricFormat.Count)
        {
            Total = modes,
            Held = held,
            Help = HeldModes.Help(held),
        },
        new("hq", "High-quality samples", Better.Higher, MetricFormat.Percent)
        {
            Help = "Share of samples within the radius of a mode, three standard deviations in two dimensions (option radius); true data score 98.89%, more "
                + "means shrunken modes, and a generator collapsed onto one mode 100%: read it beside modes",
        },
        new("reverse-kl", "Reverse KL", Better.Lower)
        {
            Help = "KL(generated || true) over the nearest modes of high-quality samples, in nats (PacGAN's convention); says nothing of how many there are, "
                + "and a blob around all modes scores little too: read it beside hq; without any such sample as if all were in the lightest mode",
        },
        new("reverse-kl-all", "Reverse KL, all samples", Better.Lower)
        {
            Help = "KL(generated || true) over the nearest modes of all samples, in nats",
        },
        new("js", "Jensen-Shannon divergence", Better.Lower)
        {
            Help = "Jensen-Shannon divergence between high-quality samples' modes and the true weights, in nats; at most 0.693",
        },
        new("mode-tv", "Mode total variation", Better.Lower)
        {
            Help = "Half of the sum over modes of |share of samples within it - weight|, plus half of the share within none",
        },
        new("spread", "Spread within modes", Better.Closer)
        {
            Target = 1,
            Help = "Median over modes of mode-spread: 1 is the data's own width, less means narrower modes; 0 when no mode has 5 samples",
        },
        new("forward-kl", "Forward KL", Better.Lower)
        {
            Help = "KL(true || generated) over within each mode and within none, of all samples, in nats; half a sample is added to each",
        },
        new(HeldModes.Captured, "Modes captured", Better.Higher, MetricFormat.Count)
        {
            Total = modes,
            Help = "Modes with at least one sample within their radius (PacGAN's count, which a featureless blob satisfies)",
        },
        new("mode-frequency", "Share of samples in each mode", Better.Closer, MetricFormat.PerMode)
        {
            Help = "Share of all samples that lie within each mode; they sum to hq",
        },
        new("mode-spread", "Spread within each mode", Better.Closer, MetricFormat.PerMode)
        {
            Target = 1,
            Help = "Standard deviation of a mode's high-quality samples over that of true data cut at the same radius; 0 below 5 samples",
        },
        new("mode-width", "Width of each mode", Better.Closer, MetricFormat.PerMode)
        {
            Target = 1,
            Help = "Median distance of a mode's high-quality samples from their mean over that of true data; below 0.5 the mode is narrow; 0 below 5 samples",
        },
    ];

    // Each mode's deviations about their own mean, so that a displaced mode is not taken for a wide one, over what true samples show that
    // were cut at the same radius (no more than the cut removes is missing: 0.974 at three standard deviations in two dimensions).
    private (double[] Spread, double[] Width) Spread(ReadOnlySpan<float> rows, ReadOnlySpan<int> modes, ReadOnlySpan<bool> within, double[] inside)
    {
        var sums = new double[_geometry.Count * _dimension];
        var squares = new double[_geometry.Count];
        var deviations = new double[_dimension];
        for (var i = 0; i < modes.Length; i++)
        {
            if (!within[i])
            {
                continue;
            }

            var mode = modes[i];
            _geometry.Deviations(rows.Slice(i * _dimension, _dimension), mode, deviations);
            for (var j = 0; j < _dimension; j++)
            {
                sums[(mode * _dimension) + j] += deviations[j];
                squares[mode] += deviations[j] * deviations[j];
            }
        }

        var spread = new double[_geometry.Count];
        for (var mode = 0; mode < spread.Length; mode++)
        {
            if (inside[mode] < FewestForSpread)
            {
                continue;
            }

            var noisy = _geometry.NoisyDimensions[mode];
            double offset = 0;
            foreach (var sum in sums.AsSpan(mode * _dimension, _dimension))
            {
                offset += sum * sum / inside[mode];
            }

            // A mode without noise has no spread to reproduce.
            spread[mode] = noisy == 0 ? 1 : Math.Sqrt(Math.Max(0, squares[mode] - offset) / (inside[mode] - 1) / noisy / _truncation[mode]);
        }

        return (spread, Width(rows, modes, within, inside, sums));
    }

    // The median says whether most of a mode's samples are crowded, where a few strays would widen a standard deviation.
    private double[] Width(ReadOnlySpan<float> rows, ReadOnlySpan<int> modes, ReadOnlySpan<bool> within, double[] inside, double[] sums)
    {
        double[][] distances = [.. inside.Select(count => count < FewestForSpread ? [] : new double[(int)count])];
        var filled = new int[_geometry.Count];
        var deviations = new double[_dimension];
        for (var i = 0; i < modes.Length; i++)
        {
            var mode = modes[i];
            if (!within[i] || distances[mode].Length == 0)
            {
                continue;
            }

            _geometry.Deviations(rows.Slice(i * _dimension, _dimension), mode, deviations);
            double square = 0;
            for (var j = 0; j < _dimension; j++)
            {
                var deviation = deviations[j] - (sums[(mode * _dimension) + j] / inside[mode]);
                square += deviation * deviation;
            }

            distances[mode][filled[mode]++] = Math.Sqrt(square);
        }

        return [.. distances.Select((each, mode) => each.Length == 0 ? 0 : _geometry.NoisyDimensions[mode] == 0 ? 1
            : Quantiles.Of(each, 0.5) / _medians[mode])];
    }
}
