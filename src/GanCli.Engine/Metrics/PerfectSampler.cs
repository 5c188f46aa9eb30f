using GanCli.Engine.Data;
using GanCli.Engine.Tensors;
using GanCli.Runs;

namespace GanCli.Engine.Metrics;

/// <summary>Simulates a generator that draws fresh real samples: what it scores is the ceiling or noise floor of a value at that sample
/// size.</summary>
internal sealed class PerfectSampler(DataSource data, IReadOnlyList<Metric> metrics)
{
    private const int MostRepetitions = 200;
    private const int FewestRepetitions = 20;
    private const double NanosecondsOfSimulation = 5e7;

    // What stops at its own most samples scores the same for every larger number, and is simulated once for all.
    private readonly Dictionary<(Metric, int Samples, RandomStream), Dictionary<string, MetricValue>[]> _simulated = [];

    /// <summary>Scores of all values that are one number, by name. They state with how many samples: fewer than asked for where only a
    /// small fixed set is known, of which one half plays the generator.</summary>
    /// <param name="samples">Samples in an evaluation, at least 2.</param>
    /// <param name="random">Lanes <c>Lane</c> to <c>Lane + 2</c> at steps 0 to 199 are used.</param>
    public OrderedDictionary<string, PerfectScore> Scores(int samples, RandomStream random)
    {
        Metric[] missing = [.. metrics.Where(metric => !_simulated.ContainsKey(Key(metric)))];
        foreach (var (metric, values) in missing.Zip(Simulate(missing, samples, random)))
        {
            _simulated[Key(metric)] = values;
        }

        var used = data is { Table: { } table, Mixture: null } ? Math.Min(samples, Math.Max(2, table.Length / data.Dimension / 2)) : samples;
        var scores = new OrderedDictionary<string, PerfectScore>(StringComparer.Ordinal);
        foreach (var metric in metrics)
        {
            foreach (var info in metric.Values.Where(info => info.Format != MetricFormat.PerMode))
            {
                double[] numbers = [.. _simulated[Key(metric)].Select(values => values[info.Name].Number)];
                scores[info.Name] = new PerfectScore(
                    used, Quantiles.Of(numbers, 0.5), Quantiles.Of(numbers, 0.05), Quantiles.Of(numbers, 0.95));
            }
        }

        return scores;

        (Metric, int, RandomStream) Key(Metric metric) => (metric, Math.Min(samples, metric.MaxSamples), random);
    }

    // Repetition r of every metric sees the same draws, and the first rows of a larger draw are those of a smaller one.
    private Dictionary<string, MetricValue>[][] Simulate(Metric[] chosen, int samples, RandomStream random)
    {
        int[] counts = [.. chosen.Select(metric => Math.Min(samples, metric.MaxSamples))];
        Dictionary<string, MetricValue>[][] values =
            [.. chosen.Zip(counts, (metric, count) => new Dictionary<string, MetricValue>[Repetitions(metric.Cost(count))])];
        Parallel.For(0, values.Select(repetitions => repetitions.Length).DefaultIfEmpty().Max(), repetition =>
        {
            int[] active = [.. Enumerable.Range(0, chosen.Length).Where(metric => repetition < values[metric].Length)];
            var (generated, real) = RealSamples.DrawTwice(data, active.Max(metric => counts[metric]), random.At(repetition));
            var draw = new EvaluationSamples(data.Dimension, generated, real, random.ForLane(random.Lane + 2).At(repetition));
            foreach (var metric in active)
            {
                values[metric][repetition] = new Dictionary<string, MetricValue>(StringComparer.Ordinal);
                chosen[metric].Evaluate(draw, values[metric][repetition]);
            }
        });
        return values;
    }

    private static int Repetitions(double cost) => (int)Math.Clamp(NanosecondsOfSimulation / cost, FewestRepetitions, MostRepetitions);
}
