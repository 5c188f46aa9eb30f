using GanCli.Engine.Config;

namespace GanCli.Engine.Metrics;

/// <summary>α-precision and β-recall.</summary>
[AlsoCalled("beta-recall")]
[Component("alpha-precision", "Integrated α-precision and β-recall: supports of all sizes, so that outliers hardly count", Source = "Alaa et al. 2022")]
public sealed record AlphaPrecisionConfig : FeatureMetricConfig
{
    [Option("Samples used of each set; null takes 2500, fewer beyond 42 dimensions", Min = 2, Max = 1 << 20, ObservesOnly = true)]
    public int? MaxSamples { get; init; }

    public override int Order => 55;

    public override bool ByDefault => false;

    public override MetricConfig WithSamples(int samples) => this with { MaxSamples = samples };

    private protected override Metric Measure(int dimension, string unit) => new AlphaPrecision(dimension, MaxSamples ?? PairwiseCost.Samples(dimension));
}

/// <summary>
/// 1 − Σ |α − P(α)| / Σ α over 30 levels from 0 to 1, P(α) the share of generated samples no farther from the real mean than a share α of
/// the real ones; the same for R(β), the share of real samples whose nearest generated one is no farther than their nearest real one and
/// among the share β of generated ones about the generated mean.
/// </summary>
/// <remarks>Supports are balls about the mean of the samples themselves, where the paper first trains a network that makes data round: on a
/// ring of modes α-precision compares radii only, and a generator that lost modes has another mean. β-recall asks for neighbours.</remarks>
internal sealed class AlphaPrecision(int dimension, int most) : Metric
{
    private const int Levels = 30;

    public override IReadOnlyList<MetricInfo> Values { get; } =
    [
        new("alpha-precision", "α-precision", Better.Higher, MetricFormat.Percent)
        {
            Help = "How well each share of real samples around their mean holds the same share of generated ones; 1 for true data",
        },
        new("beta-recall", "β-recall", Better.Higher, MetricFormat.Percent)
        {
            Help = "How well each share of generated samples around their mean has real samples beside it, no farther than these are from each "
                + "other; about half for true data, 1 for copies",
        },
    ];

    public override int MaxSamples => most;

    public override double Cost(int samples) => (4 * PairwiseCost.Nanoseconds(samples, dimension)) + (0.8 * samples * samples);

    public override void Evaluate(EvaluationSamples samples, IDictionary<string, MetricValue> results)
    {
        var count = Math.Min(most, samples.Pairs);
        var realCentre = Mean(samples.Real, count);
        var generatedCentre = Mean(samples.Generated, count);
        var realRadii = Radii(samples.Real, count, realCentre);
        Array.Sort(realRadii);
        var generatedToReal = Radii(samples.Generated, count, realCentre);
        var generatedRadii = Radii(samples.Generated, count, generatedCentre);
        var found = Found(samples, count, generatedRadii);
        Array.Sort(generatedRadii);
        Array.Sort(generatedToReal);
        results["alpha-precision"] = Integrate(realRadii, generatedToReal, count);
        results["beta-recall"] = Integrate(generatedRadii, found, count);
    }

    // Of the real samples that have a generated neighbour: its distance to the generated mean.
    private double[] Found(EvaluationSamples samples, int count, double[] generatedRadii)
    {
        var real = new PointSet(dimension, samples.Real, count);
        var generated = new PointSet(dimension, samples.Generated, count);
        var row = new float[real.PaddedCount];
        var found = new List<double>(count);
        for (var i = 0; i < count; i++)
        {
            var among = real.Nearest(real[i], row, except: i).SquaredDistance;
            var (index, squared) = generated.Nearest(real[i], row);
            if (squared <= among)
            {
                found.Add(generatedRadii[index]);
            }
        }

        found.Sort();
        return [.. found];
    }

    // Both in ascending order: for each level, the share of all whose number is no more than that quantile of the radii.
    private static double Integrate(double[] radii, double[] numbers, int count)
    {
        double difference = 0;
        double total = 0;
        var below = 0;
        for (var level = 0; level < Levels; level++)
        {
            var alpha = level / (Levels - 1.0);
            var radius = Quantiles.OfSorted(radii, alpha);
            while (below < numbers.Length && numbers[below] <= radius)
            {
                below++;
            }

            difference += Math.Abs(alpha - ((double)below / count));
            total += alpha;
        }

        return Math.Clamp(1 - (difference / total), 0, 1);
    }

    private double[] Mean(float[] rows, int count)
    {
        var mean = new double[dimension];
        for (var i = 0; i < count * dimension; i++)
        {
            mean[i % dimension] += rows[i];
        }

        return Array.ConvertAll(mean, sum => sum / count);
    }

    private double[] Radii(float[] rows, int count, double[] centre)
    {
        var radii = new double[count];
        for (var i = 0; i < count; i++)
        {
            double squares = 0;
            for (var j = 0; j < dimension; j++)
            {
                var difference = rows[(i * dimension) + j] - centre[j];
                squares += difference * difference;
            }

            radii[i] = Math.Sqrt(squares);
        }

        return radii;
    }
}
