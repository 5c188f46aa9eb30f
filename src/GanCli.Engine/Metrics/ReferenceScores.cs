using GanCli.Engine.Data;
using GanCli.Engine.Random;
using GanCli.Runs;

namespace GanCli.Engine.Metrics;

/// <summary>What samplers score whose worth is known, by simulation: a perfect one, which draws fresh real samples, and those that know nothing of the
/// data's structure. A value means something between the two.</summary>
internal sealed class ReferenceScores(DataSource data, IReadOnlyList<Metric> metrics)
{
    private const int MostRepetitions = 200;
    private const int FewestRepetitions = 20;
    private const double NanosecondsOfSimulation = 5e7;

    // Beside the perfect sampler's lanes. Where a blob stands hardly moves with the samples: fewer draws show it.
    private const int BlobLane = 4;
    private const int LookLane = 7;
    private const int FewestOfABlob = 8;
    private const double NanosecondsOfABlob = 3e7;

    // What stops at its own most samples scores the same for every larger number, and is simulated once for all.
    private readonly Dictionary<(Metric, string Sampler, int Samples, RandomStream), Dictionary<string, MetricValue>[]> _simulated = [];
    private readonly Dictionary<RandomStream, IReadOnlyList<FeaturelessBlob>> _blobs = [];

    /// <summary>The perfect sampler's scores of all values that are one number, by name. They state with how many samples: fewer than asked for where a
    /// metric uses fewer, or where only a small fixed set is known, of which one half plays the generator.</summary>
    /// <param name="samples">Samples in an evaluation, at least 2.</param>
    /// <param name="random">Lanes <c>Lane</c> to <c>Lane + 2</c> at steps 0 to 199 are used.</param>
    public OrderedDictionary<string, PerfectScore> Perfect(int samples, RandomStream random)
    {
        Simulate("perfect", samples, random, FewestRepetitions, NanosecondsOfSimulation, (count, repetition) =>
        {
            var (generated, real) = RealSamples.DrawTwice(data, count, random.At(repetition));
            return new EvaluationSamples(data.Dimension, generated, real, random.ForLane(random.Lane + 2).At(repetition));
        });
        int known = data is { Table: { } table, Mixture: null } ? Math.Min(samples, Math.Max(2, table.Length / data.Dimension / 2)) : samples;
        return new OrderedDictionary<string, PerfectScore>(
            Of("perfect", samples, random).Select(score => KeyValuePair.Create(
                score.Info.Name,
                new PerfectScore(score.Metric.SamplesUsed(known, known), Quantiles.Of(score.Numbers, 0.5), Quantiles.Of(score.Numbers, 0.05), Quantiles.Of(score.Numbers, 0.95)))),
            StringComparer.Ordinal);
    }

    /// <summary>The scores of the better of the blobs, value by value.</summary>
    /// <param name="samples">Samples in an evaluation, at least 2.</param>
    /// <param name="random">Lanes <c>Lane + 4</c> to <c>Lane + 7</c> at steps 0 to 199 are used.</param>
    /// <param name="perfect">The perfect sampler's scores: of values that are to come close to something, the nearer to its median is the better.</param>
    public OrderedDictionary<string, UninformedScore> Uninformed(int samples, RandomStream random, IReadOnlyDictionary<string, PerfectScore> perfect)
    {
        if (!_blobs.TryGetValue(random, out IReadOnlyList<FeaturelessBlob>? blobs))
        {
            _blobs[random] = blobs = FeaturelessBlob.Of(data, random.ForLane(random.Lane + LookLane));
        }

        OrderedDictionary<string, UninformedScore> best = new(StringComparer.Ordinal);
        foreach (FeaturelessBlob blob in blobs)
        {
            RandomStream lane = random.ForLane(random.Lane + BlobLane);
            Simulate(blob.Name, samples, random, FewestOfABlob, NanosecondsOfABlob, (count, repetition) => new EvaluationSamples(
                data.Dimension,
                blob.Draw(count, lane.At(repetition)),
                RealSamples.Draw(data, count, lane.ForLane(lane.Lane + 1).At(repetition)),
                lane.ForLane(lane.Lane + 2).At(repetition)));
            foreach (var (metric, info, numbers) in Of(blob.Name, samples, random))
            {
                double median = Quantiles.Of(numbers, 0.5);
                if (!best.TryGetValue(info.Name, out UninformedScore? other) || IsBetter(info, median, other.Median))
                {
                    best[info.Name] = new UninformedScore(
                        blob.Name, metric.SamplesUsed(samples, samples), median, Quantiles.Of(numbers, 0.05), Quantiles.Of(numbers, 0.95));
                }
            }
        }

        return best;

        bool IsBetter(MetricInfo info, double one, double other)
        {
            double target = perfect[info.Name].Median;
            return info.Better == Better.Closer ? Math.Abs(one - target) < Math.Abs(other - target) : info.IsBetter(one, other);
        }
    }

    private static (Metric, string, int, RandomStream) Key(Metric metric, string sampler, int samples, RandomStream random) =>
        (metric, sampler, Math.Min(samples, metric.MaxSamples), random);

    private IEnumerable<(Metric Metric, MetricInfo Info, double[] Numbers)> Of(string sampler, int samples, RandomStream random) =>
        from metric in metrics
        from info in metric.Values
        where info.Format != MetricFormat.PerMode
        select (metric, info, _simulated[Key(metric, sampler, samples, random)].Select(values => values[info.Name].Number).ToArray());

    // Repetition r of every metric sees the same draws, and the first rows of a larger draw are those of a smaller one.
    private void Simulate(string sampler, int samples, RandomStream random, int fewest, double nanoseconds, Func<int, int, EvaluationSamples> draw)
    {
        Metric[] missing = [.. metrics.Where(metric => !_simulated.ContainsKey(Key(metric, sampler, samples, random)))];
        int[] counts = [.. missing.Select(metric => Math.Min(samples, metric.MaxSamples))];
        Dictionary<string, MetricValue>[][] values =
            [.. missing.Zip(counts, (metric, count) => new Dictionary<string, MetricValue>[(int)Math.Clamp(nanoseconds / metric.Cost(count), fewest, MostRepetitions)])];
        Parallel.For(0, values.Select(repetitions => repetitions.Length).DefaultIfEmpty().Max(), repetition =>
        {
            int[] active = [.. Enumerable.Range(0, missing.Length).Where(metric => repetition < values[metric].Length)];
            EvaluationSamples drawn = draw(active.Max(metric => counts[metric]), repetition);
            foreach (int metric in active)
            {
                values[metric][repetition] = new Dictionary<string, MetricValue>(StringComparer.Ordinal);
                if (!string.Equals(sampler, "perfect", StringComparison.Ordinal) || !missing[metric].EvaluatePerfect(counts[metric], random.At(repetition), values[metric][repetition]))
                {
                    missing[metric].Evaluate(drawn, values[metric][repetition]);
                }
            }
        });
        foreach (var (metric, scores) in missing.Zip(values))
        {
            _simulated[Key(metric, sampler, samples, random)] = scores;
        }
    }
}
