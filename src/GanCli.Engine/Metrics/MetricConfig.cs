using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Metrics.Features;
using GanCli.Engine.Random;

namespace GanCli.Engine.Metrics;

/// <summary>A measure of generated samples against real ones.</summary>
/// <remarks>
/// A new one is a record of its options beside the <see cref="Metric"/> that it builds, in a file of its own. What there is to choose:
/// <list type="bullet">
/// <item><see cref="Order"/>: its place in tables, and among the values that break ties between checkpoints. Free for all data and cheap: 10 to 40; what
/// is listed by hand: 50 and more; 0 is what decides a run. Steps of 10 (5 between two) leave room.</item>
/// <item><see cref="ByDefault"/>: only where it costs under a tenth of a second at 10,000 samples and tells what no other default tells. Another default
/// metric makes every run's log longer and every evaluation slower.</item>
/// <item><see cref="Metric.Cost"/>: a formula fitted to a measurement at two sizes and two dimensions, in nanoseconds on one core. Off by a factor of two it
/// only moves how often references are simulated; a cost that is too low by far makes the start of a run wait.</item>
/// <item><see cref="Metric.MaxSamples"/>: what compares all with all stops at <see cref="PairwiseCost.Samples"/>, has an option <c>max-samples</c> that is
/// null for that, and raises it in <see cref="WithSamples"/> (<c>gan eval --metric-samples</c>). What costs no more than its samples has none.</item>
/// <item><see cref="MetricInfo.Least"/>: the least value there can be, at which intervals end; null where none is (unbiased estimates fall below 0).</item>
/// <item><see cref="MetricInfo.Better"/>: <see cref="Better.Closer"/> where both more and less are wrong, with <see cref="MetricInfo.Target"/> where that
/// is a number for all data.</item>
/// <item><see cref="MetricInfo.Help"/>: the one definition that lists, reports and run folders show: what is computed, what true data and a blob score.</item>
/// </list>
/// It needs reference values on the arrays of the tests (<c>tests/GanCli.Tests/Metrics/Reference</c>): a test over the catalog asks for them.
/// </remarks>
[AlsoCalled("measures", "scores")]
[ComponentFamily("metric", "metrics")]
public abstract record MetricConfig : ComponentConfig
{
    /// <summary>Place among the metrics that run when none is listed, smallest first: what decides a run comes before what illustrates it.</summary>
    public virtual int Order => 100;

    /// <summary>Why this metric cannot be computed on such data, or null when it can. (Mode metrics need a mixture.)</summary>
    public virtual string? Unfit(DataSource data) => null;

    /// <summary>Whether it runs when no metrics are listed: those that are cheap, and tell what others do not.</summary>
    public virtual bool ByDefault => true;

    /// <summary>Whether people miss it where it is left out, so that the reason is told.</summary>
    public virtual bool IsMissed => false;

    /// <summary>The same metric made from up to so many samples, where it would stop at fewer (<see cref="Metric.MaxSamples"/>); itself where it takes all
    /// samples anyway.</summary>
    /// <param name="samples">At least 2.</param>
    public virtual MetricConfig WithSamples(int samples) => this;

    public abstract Metric Build(DataSource data);
}

/// <summary>Computes one or several named values from samples. Pure C#: no tensor is touched.</summary>
public abstract class Metric
{
    /// <summary>What it computes, in the order in which it is shown.</summary>
    public abstract IReadOnlyList<MetricInfo> Values { get; }

    /// <summary>Only this many samples (the first) of each set are used: the bound of what an evaluation costs. References are simulated once for all larger
    /// evaluations.</summary>
    public virtual int MaxSamples => int.MaxValue;

    /// <summary>How many generated samples a value is made from: pairs of generated and real samples, up to <see cref="MaxSamples"/>. What looks at generated
    /// samples alone says so here.</summary>
    /// <param name="generated">Generated samples of an evaluation.</param>
    /// <param name="pairs">As many of them as there are real ones beside them.</param>
    public virtual int SamplesUsed(int generated, int pairs) => Math.Min(pairs, MaxSamples);

    /// <summary>About how many nanoseconds one evaluation takes on one core. Decides how often a perfect sampler is simulated, so it is
    /// an estimate by formula and never a measurement.</summary>
    /// <param name="samples">Number of samples, at most <see cref="MaxSamples"/>.</param>
    public abstract double Cost(int samples);

    /// <summary>The features that it looks at in place of samples; null: samples as they are. Samples and references come through it.</summary>
    internal virtual FeatureSpace? Space => null;

    /// <summary>Why its values mean little on these data, in a line; null where nothing is wrong.</summary>
    public virtual string? Doubt => null;

    /// <summary>Why its values are no findings on these data, in a few words: then they are not computed, and whoever asked is told. Null where they are. Known
    /// once what it looks through is prepared.</summary>
    public virtual string? NotCounted => null;

    /// <summary>Computes the values. Every value is finite, at total collapse too.</summary>
    /// <param name="samples">Generated samples and, for those who compare, fresh real ones.</param>
    /// <param name="results">Receives one entry for each of <see cref="Values"/>.</param>
    public abstract void Evaluate(EvaluationSamples samples, IDictionary<string, MetricValue> results);

    /// <summary>Computes the values of a perfect sampler, where <see cref="Evaluate"/> of fresh real samples would not: rows of a fixed set that
    /// was trained on are fresh to other metrics, and copies to one that looks for copies.</summary>
    /// <param name="samples">Samples in an evaluation, at least 2.</param>
    /// <param name="random">A stream of its own.</param>
    /// <param name="results">Receives one entry for each of <see cref="Values"/>.</param>
    /// <returns>How many samples of its perfect sampler the values are made from; null where <see cref="Evaluate"/> is right, and nothing was
    /// computed.</returns>
    public virtual int? EvaluatePerfect(int samples, RandomStream random, IDictionary<string, MetricValue> results) => null;
}
