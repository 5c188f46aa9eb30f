using GanCli.Engine.Data;
using GanCli.Engine.Random;

namespace GanCli.Engine.Metrics;

/// <summary>A sampler whose worth is known: metrics of its draws are what a generator's are read against.</summary>
internal abstract class ReferenceSampler
{
    /// <summary>How often an evaluation is simulated at least.</summary>
    public abstract int FewestRepetitions { get; }

    /// <summary>About what the repetitions of one metric may cost, on one core, before there are as few as that.</summary>
    public abstract double Nanoseconds { get; }

    /// <summary>What one evaluation of it looks at.</summary>
    /// <param name="count">Samples in it, at least 2.</param>
    /// <param name="random">The simulation's stream, at the step of the repetition. A larger count begins with the rows of a smaller one.</param>
    public abstract EvaluationSamples Draw(int count, RandomStream random);

    /// <summary>Computes a metric.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="count">Samples in its evaluation.</param>
    /// <param name="drawn">From <see cref="Draw"/>, of as many samples or more.</param>
    /// <param name="random">As for <see cref="Draw"/>.</param>
    /// <param name="results">Receives the values.</param>
    /// <returns>What the values are made from.</returns>
    public virtual ReferenceUse Evaluate(Metric metric, int count, EvaluationSamples drawn, RandomStream random, IDictionary<string, MetricValue> results)
    {
        metric.Evaluate(drawn, results);
        return new(metric.SamplesUsed(Math.Min(count, drawn.Count), Math.Min(count, drawn.Pairs)), OfDrawn: true);
    }

    /// <summary>The numbers that its evaluations would give, from those of its repetitions.</summary>
    /// <param name="info">Which value.</param>
    /// <param name="count">Samples in an evaluation.</param>
    /// <param name="repetitions">Which repetition, and its number; at least one.</param>
    public virtual double[] Settle(MetricInfo info, int count, (int Repetition, double Number)[] repetitions) =>
        [.. repetitions.Select(static each => each.Number)];
}

/// <summary>What a reference's values are made from.</summary>
/// <param name="Samples">How many samples of its.</param>
/// <param name="OfDrawn">Whether they are those it drew for all metrics.</param>
internal readonly record struct ReferenceUse(int Samples, bool OfDrawn);

/// <summary>Draws fresh real samples. Lanes <c>Lane</c> to <c>Lane + 2</c> are used.</summary>
internal sealed class PerfectSampler(DataSource data) : ReferenceSampler
{
    // Of fresh samples that an evaluation exhausts, every fourth repetition says where a perfect sampler stands, and the others how it varies.
    private const int OfDifferent = 4;

    public override int FewestRepetitions => 20;

    public override double Nanoseconds => 5e7;

    public override EvaluationSamples Draw(int count, RandomStream random)
    {
        var (generated, real) = RealSamples.DrawTwice(data, count, random, loosely: random.Step % OfDifferent != 0);
        return new EvaluationSamples(data.Dimension, generated, real, random.ForLane(random.Lane + 2));
    }

    public override ReferenceUse Evaluate(Metric metric, int count, EvaluationSamples drawn, RandomStream random, IDictionary<string, MetricValue> results) =>
        metric.EvaluatePerfect(count, random, results) is { } used ? new(used, OfDrawn: false) : base.Evaluate(metric, count, drawn, random, results);

    public override double[] Settle(MetricInfo info, int count, (int Repetition, double Number)[] repetitions)
    {
        var loose = repetitions.ToLookup(static each => each.Repetition % OfDifferent != 0, static each => each.Number);
        if (!RealSamples.Exhausts(data, count) || !loose[true].Any() || !loose[false].Any())
        {
            return base.Settle(info, count, repetitions);
        }

        double shift = Quantiles.Of([.. loose[false]], 0.5) - Quantiles.Of([.. loose[true]], 0.5);
        return [.. loose[true].Select(number => Math.Clamp(number + shift, info.Least ?? double.NegativeInfinity, info.Most ?? double.PositiveInfinity))];
    }
}

/// <summary>Draws a featureless blob. Lanes <c>Lane + 4</c> to <c>Lane + 6</c> are used.</summary>
internal sealed class BlobSampler(DataSource data, FeaturelessBlob blob) : ReferenceSampler
{
    // Beside the perfect sampler's lanes.
    private const int Lane = 4;

    /// <summary>Its word in files.</summary>
    public string Name => blob.Name;

    // Where a blob stands hardly moves with the samples: fewer draws show it.
    public override int FewestRepetitions => 8;

    public override double Nanoseconds => 3e7;

    public override EvaluationSamples Draw(int count, RandomStream random) => new(
        data.Dimension,
        blob.Draw(count, random.ForLane(random.Lane + Lane)),
        RealSamples.Draw(data, count, random.ForLane(random.Lane + Lane + 1)),
        random.ForLane(random.Lane + Lane + 2));
}
