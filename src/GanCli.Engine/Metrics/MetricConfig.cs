using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Random;

namespace GanCli.Engine.Metrics;

/// <summary>A measure of generated samples against real ones.</summary>
[ComponentFamily("metric", "metrics")]
public abstract record MetricConfig : ComponentConfig
{
    /// <summary>Place among the metrics that run when none is listed, smallest first: what decides a run comes before what illustrates it.</summary>
    public virtual int Order => 100;

    /// <summary>Why this metric cannot be computed on such data, or null when it can. (Mode metrics need a mixture.)</summary>
    public virtual string? Unfit(DataSource data) => null;

    /// <summary>Whether it runs when no metrics are listed: those that are cheap, and tell what others do not.</summary>
    public virtual bool ByDefault => true;

    /// <summary>The same metric made from up to so many samples, where it would stop at fewer.</summary>
    public virtual MetricConfig WithSamples(int samples) => this;

    public abstract Metric Build(DataSource data);
}

/// <summary>Computes one or several named values from samples. Pure C#: no tensor is touched.</summary>
public abstract class Metric
{
    /// <summary>What it computes, in the order in which it is shown.</summary>
    public abstract IReadOnlyList<MetricInfo> Values { get; }

    /// <summary>Only this many samples (the first) of each set are used.</summary>
    public virtual int MaxSamples => int.MaxValue;

    /// <summary>How many generated samples a value is made from.</summary>
    /// <param name="generated">Generated samples of an evaluation.</param>
    /// <param name="pairs">As many of them as there are real ones beside them.</param>
    public virtual int SamplesUsed(int generated, int pairs) => Math.Min(pairs, MaxSamples);

    /// <summary>About how many nanoseconds one evaluation takes on one core. Decides how often a perfect sampler is simulated, so it is
    /// an estimate by formula and never a measurement.</summary>
    /// <param name="samples">Number of samples, at most <see cref="MaxSamples"/>.</param>
    public abstract double Cost(int samples);

    /// <summary>Computes the values. Every value is finite, at total collapse too.</summary>
    /// <param name="samples">Generated samples and, for those who compare, fresh real ones.</param>
    /// <param name="results">Receives one entry for each of <see cref="Values"/>.</param>
    public abstract void Evaluate(EvaluationSamples samples, IDictionary<string, MetricValue> results);

    /// <summary>Computes the values of a perfect sampler, where <see cref="Evaluate"/> of fresh real samples would not: rows of a fixed set that
    /// was trained on are fresh to other metrics, and copies to one that looks for copies.</summary>
    /// <param name="samples">Samples in an evaluation, at least 2.</param>
    /// <param name="random">A stream of its own.</param>
    /// <param name="results">Receives one entry for each of <see cref="Values"/>.</param>
    /// <returns>How many samples of its perfect sampler the values are made from; null where <see cref="Evaluate"/> is right, and nothing was computed.</returns>
    public virtual int? EvaluatePerfect(int samples, RandomStream random, IDictionary<string, MetricValue> results) => null;
}
