using GanCli.Engine.Data;
using GanCli.Engine.Metrics;
using GanCli.Engine.Random;

namespace GanCli.Tests.Metrics;

/// <summary>Makes samples and mixtures for tests of metrics.</summary>
internal static class Samples
{
    public static RandomStream Stream { get; } = new RandomStreams(5).Evaluation;

    /// <summary>Normal numbers, the same for the same lane.</summary>
    public static float[] Normal(int count, int lane, double scale = 1, double offset = 0)
    {
        var numbers = new float[count];
        Stream.ForLane(lane).Normal(0, numbers);
        return Array.ConvertAll(numbers, number => (float)((number * scale) + offset));
    }

    public static float[] Draw(DataSource data, int count, int lane, long step = 0)
    {
        var rows = new float[count * data.Dimension];
        data.Fill(Stream.ForLane(lane).At(step), 0, rows);
        return rows;
    }

    /// <summary>Modes that each have their own deviations; equal weights unless given.</summary>
    public static MixtureDescription Mixture(double[][] means, double[][] stds, double[]? weights = null) =>
        new(means, stds, weights ?? [.. means.Select(_ => 1.0 / means.Length)]);

    public static IReadOnlyDictionary<string, MetricValue> Evaluate(Metric metric, int dimension, float[] generated, float[]? real = null)
    {
        var results = new Dictionary<string, MetricValue>();
        metric.Evaluate(new EvaluationSamples(dimension, generated, real ?? generated, Stream.ForLane(99)), results);
        return results;
    }

    public static float[] Shuffle(float[] rows, int dimension, int seed)
    {
        var order = Enumerable.Range(0, rows.Length / dimension).ToArray();
        new System.Random(seed).Shuffle(order);
        return [.. order.SelectMany(row => rows.AsSpan(row * dimension, dimension).ToArray())];
    }

    public static double SquaredDistance(float[] a, int i, float[] b, int j, int dimension)
    {
        double sum = 0;
        for (var k = 0; k < dimension; k++)
        {
            var difference = (double)a[(i * dimension) + k] - b[(j * dimension) + k];
            sum += difference * difference;
        }

        return sum;
    }
}
