using GanCli.Engine.Data;
using GanCli.Engine.Random;
using GanCli.Runs;

namespace GanCli.Engine.Metrics;

/// <summary>What samplers score whose worth is known, by simulation: a perfect one, which draws fresh real samples, and featureless blobs. A value means
/// something between the two.</summary>
/// <param name="data">What a perfect sampler draws from: samples, or features of pictures.</param>
/// <param name="metrics">Of these samples.</param>
/// <param name="blobs">Featureless blobs of them, given a lane and step of their own and the samples of an evaluation.</param>
internal sealed class ReferenceScores(DataSource data, IReadOnlyList<Metric> metrics, Func<RandomStream, int, IReadOnlyList<FeaturelessBlob>> blobs)
{
    private const int MostRepetitions = 200;
    private const int LookLane = 7;

    private readonly PerfectSampler _perfect = new(data);
    private readonly Dictionary<(RandomStream, int), BlobSampler[]> _blobs = [];

    // What stops at its own most samples scores the same for every larger number, and is simulated once for all.
    private readonly Dictionary<(Metric, ReferenceSampler, int Samples, RandomStream), Simulated> _simulated = [];

    /// <summary>The perfect sampler's scores of all values that are one number, by name. They state with how many samples: fewer than asked for where a
    /// metric uses fewer, or where only a small fixed set is known, of which one half plays the generator.</summary>
    /// <param name="samples">Samples in an evaluation, at least 2.</param>
    /// <param name="random">Lanes <c>Lane</c> to <c>Lane + 2</c> at steps 0 to 199 are used.</param>
    public OrderedDictionary<string, PerfectScore> Perfect(int samples, RandomStream random) => new(
        Of(_perfect, samples, random).Select(score => KeyValuePair.Create(
            score.Info.Name,
            new PerfectScore(score.Samples, Quantiles.Of(score.Numbers, 0.5), Quantiles.Of(score.Numbers, 0.05), Quantiles.Of(score.Numbers, 0.95)))),
        StringComparer.Ordinal);

    /// <summary>The scores of the better of the blobs, value by value.</summary>
    /// <param name="samples">Samples in an evaluation, at least 2.</param>
    /// <param name="random">Lanes <c>Lane + 4</c> to <c>Lane + 7</c> at steps 0 to 199 are used.</param>
    /// <param name="perfect">The perfect sampler's scores: of values that are to come close to something that depends on the data, the nearer to its median is
    /// the better.</param>
    public OrderedDictionary<string, UninformedScore> Uninformed(int samples, RandomStream random, IReadOnlyDictionary<string, PerfectScore> perfect)
    {
        if (!_blobs.TryGetValue((random, samples), out BlobSampler[]? samplers))
        {
            _blobs[(random, samples)] = samplers = [.. blobs(random.ForLane(random.Lane + LookLane), samples).Select(blob => new BlobSampler(data, blob))];
        }

        OrderedDictionary<string, UninformedScore> best = new(StringComparer.Ordinal);
        foreach (BlobSampler blob in samplers)
        {
            foreach (var (info, used, numbers) in Of(blob, samples, random))
            {
                double median = Quantiles.Of(numbers, 0.5);
                if (!best.TryGetValue(info.Name, out UninformedScore? other) || info.IsBetter(median, other.Median, perfect[info.Name].Median))
                {
                    best[info.Name] = new UninformedScore(blob.Name, used, median, Quantiles.Of(numbers, 0.05), Quantiles.Of(numbers, 0.95));
                }
            }
        }

        return best;
    }

    private static (Metric, ReferenceSampler, int, RandomStream) Key(Metric metric, ReferenceSampler sampler, int samples, RandomStream random) =>
        (metric, sampler, Math.Min(samples, metric.MaxSamples), random);

    private IEnumerable<(MetricInfo Info, int Samples, double[] Numbers)> Of(ReferenceSampler sampler, int samples, RandomStream random)
    {
        Simulate(sampler, samples, random);
        return
            from metric in metrics
            let simulated = _simulated[Key(metric, sampler, samples, random)]
            from info in metric.Values
            where info.Format != MetricFormat.PerMode
            let numbers = Numbers([.. simulated.Values.Select(values => values[info.Name])])
            select (info, simulated.Use.Samples, simulated.Use.OfDrawn
                ? sampler.Settle(info, Math.Min(samples, metric.MaxSamples), numbers)
                : [.. numbers.Select(static each => each.Number)]);
    }

    // What stands in for a value that cannot be computed says nothing of how the sampler scores, unless it never can be.
    private static (int Repetition, double Number)[] Numbers(MetricValue[] values)
    {
        bool never = Array.TrueForAll(values, static each => each.Flag is not null);
        return [.. values.Index().Where(each => never || each.Item.Flag is null).Select(static each => (each.Index, each.Item.Number))];
    }

    // Repetition r of every metric sees the same draws, and the first rows of a larger draw are those of a smaller one.
    private void Simulate(ReferenceSampler sampler, int samples, RandomStream random)
    {
        Metric[] missing = [.. metrics.Where(metric => !_simulated.ContainsKey(Key(metric, sampler, samples, random)))];
        int[] counts = [.. missing.Select(metric => Math.Min(samples, metric.MaxSamples))];
        var used = new ReferenceUse[missing.Length];
        Dictionary<string, MetricValue>[][] values = [.. missing.Zip(counts, (metric, count) =>
            new Dictionary<string, MetricValue>[(int)Math.Clamp(sampler.Nanoseconds / metric.Cost(count), sampler.FewestRepetitions, MostRepetitions)])];
        Parallel.For(0, values.Select(repetitions => repetitions.Length).DefaultIfEmpty().Max(), repetition =>
        {
            int[] active = [.. Enumerable.Range(0, missing.Length).Where(metric => repetition < values[metric].Length)];
            EvaluationSamples drawn = sampler.Draw(active.Max(metric => counts[metric]), random.At(repetition));
            foreach (int metric in active)
            {
                values[metric][repetition] = new Dictionary<string, MetricValue>(StringComparer.Ordinal);
                ReferenceUse use = sampler.Evaluate(missing[metric], counts[metric], drawn, random.At(repetition), values[metric][repetition]);
                if (repetition == 0)
                {
                    used[metric] = use;
                }
            }
        });
        for (int metric = 0; metric < missing.Length; metric++)
        {
            _simulated[Key(missing[metric], sampler, samples, random)] = new Simulated(values[metric], used[metric]);
        }
    }

    private sealed record Simulated(Dictionary<string, MetricValue>[] Values, ReferenceUse Use);
}
