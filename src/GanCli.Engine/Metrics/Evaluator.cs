using System.Globalization;
using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Data.Pictures;
using GanCli.Engine.Metrics.Features;
using GanCli.Engine.Random;
using GanCli.Runs;

namespace GanCli.Engine.Metrics;

/// <summary>The metrics of a run: evaluates them together and knows what a perfect sampler scores, and a featureless blob.</summary>
public sealed class Evaluator
{
    private const int Told = 3;

    private readonly DataSource _data;
    private IReadOnlyList<Metric> _metrics = [];
    private IReadOnlyList<MetricInfo> _infos = [];
    private FeatureSpace[] _spaces = [];
    private ReferenceScores[] _references = [];
    private MetricInfo[] _notCounted = [];

    /// <param name="data">The real samples.</param>
    /// <param name="metrics">What to compute; null takes <see cref="Fitting"/>.</param>
    /// <exception cref="ArgumentException"><see cref="Check"/> finds fault.</exception>
    public Evaluator(DataSource data, IReadOnlyList<MetricConfig>? metrics)
    {
        metrics ??= Fitting(data);
        if (Check(data, metrics) is [var fault, ..])
        {
            throw new ArgumentException(fault.Message);
        }

        _data = data;
        Take([.. metrics.Select(metric => metric.Build(data))]);
    }

    /// <summary>The metrics that are taken when none are listed: those that run by default (<see cref="MetricConfig.ByDefault"/>) and fit the data, with
    /// their defaults.</summary>
    public static IReadOnlyList<MetricConfig> Fitting(DataSource data) => [.. Defaults().Where(metric => metric.ByDefault && metric.Unfit(data) is null)];

    /// <summary>What each kind of metric computes, with its defaults, in the order in which it is shown: the definitions that everything else repeats. Totals
    /// are those of an example.</summary>
    public static IReadOnlyList<(string Kind, IReadOnlyList<MetricInfo> Values)> Glossary()
    {
        // A fixed set of a known mixture with rows held out, and labelled pictures: every metric fits one of them. Nothing is drawn.
        DataSource points = new RingConfig { Samples = 500 }.Build(new RandomStreams(0));
        DataSource pictures = new GlyphsConfig().Build(new RandomStreams(0));
        return [.. Defaults().Select(metric => (Kind(metric), metric.Build(metric.Unfit(points) is null ? points : pictures).Values))];
    }

    /// <summary>What a person should know who lists no metrics: which of the usual ones are left out for such data, and why.</summary>
    public static IReadOnlyList<string> LeftOut(DataSource data) =>
        [.. from metric in Defaults()
            where metric.ByDefault && metric.IsMissed
            let reason = metric.Unfit(data)
            where reason is not null
            select $"{string.Join(", ", metric.Build(data).Values.Select(value => value.Name))} are left out: {reason}"];

    /// <summary>Metrics by their kinds, with their defaults.</summary>
    /// <param name="kinds">Their words; <c>all</c> is every one that fits the data.</param>
    /// <param name="data">The real samples.</param>
    /// <exception cref="ArgumentException">There is no such metric, or it does not fit the data; the message says which and why.</exception>
    public static IReadOnlyList<MetricConfig> Named(IReadOnlyList<string> kinds, DataSource data)
    {
        MetricConfig[] all = [.. Defaults()];
        if (kinds is ["all"])
        {
            return [.. all.Where(metric => metric.Unfit(data) is null)];
        }

        if (kinds.FirstOrDefault(kind => !Array.Exists(all, metric => string.Equals(Kind(metric), kind, StringComparison.Ordinal))) is { } unknown)
        {
            throw new ArgumentException(
                $"'{unknown}' is not a metric{OtherNames.Suggest(unknown, Catalog.FamilyOf(typeof(MetricConfig)))}; "
                    + $"metrics: {string.Join(", ", all.Select(Kind).Order(StringComparer.Ordinal))}");
        }

        MetricConfig[] chosen = [.. kinds.Select(kind => Array.Find(all, metric => string.Equals(Kind(metric), kind, StringComparison.Ordinal))!)];
        return Check(data, chosen) is [var fault, ..] ? throw new ArgumentException(fault.Message) : chosen;
    }

    /// <summary>What is computed, in the order in which it is shown; after <see cref="Prepare"/> without what is <see cref="NotCounted"/>.</summary>
    public IReadOnlyList<MetricInfo> Infos => _infos;

    /// <summary>What was asked for and is not computed, since it would be no finding, and why, in a line; null where nothing is. Known after
    /// <see cref="Prepare"/>.</summary>
    public string? NotCounted { get; private set; }

    /// <summary>What is wrong with a list of metrics for such data: those that do not fit it, and values that two of them would write.</summary>
    public static IReadOnlyList<(int Index, string Message)> Check(DataSource data, IReadOnlyList<MetricConfig> metrics)
    {
        var faults = new List<(int, string)>();
        var owners = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < metrics.Count; i++)
        {
            if (metrics[i].Unfit(data) is { } reason)
            {
                faults.Add((i, $"{Kind(metrics[i])} cannot be computed here: {reason}"));
            }
            else if (metrics[i].Build(data).Values.FirstOrDefault(info => !owners.TryAdd(info.Name, i)) is { } twice)
            {
                faults.Add((i, FormattableString.Invariant($"metrics[{owners[twice.Name]}] already gives '{twice.Name}'")));
            }
        }

        return faults;
    }

    /// <summary>Whether a metric compares samples with real ones as they are: otherwise an evaluation need not draw any.</summary>
    public bool ComparesSamples => _metrics.Any(static metric => metric.Space is null);

    /// <summary>Why some scores mean little, a line each; known after <see cref="Prepare"/>.</summary>
    public IReadOnlyList<string> Doubts =>
    [
        .. ((IEnumerable<string?>)[NotCounted, .. _spaces.Select(static space => space.Extractor.Doubt), .. _metrics.Select(static metric => metric.Doubt)])
            .OfType<string>().Distinct(StringComparer.Ordinal),
    ];

    /// <summary>Does what takes long before the first evaluation, where there is such: trains a classifier, or looks at real pictures. Needs the threads to be
    /// set.</summary>
    /// <param name="progress">Told how far it is; null: nobody is.</param>
    /// <exception cref="IOException">A file of an extractor cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is not what it should be.</exception>
    public void Prepare(IProgress<Preparation>? progress = null)
    {
        foreach (FeatureSpace space in _spaces)
        {
            space.Prepare(progress);
        }

        if (_metrics.Where(static metric => metric.NotCounted is not null).ToArray() is [var first, ..] none)
        {
            _notCounted = [.. none.SelectMany(static metric => metric.Values)];
            string more = _notCounted.Length > Told ? string.Create(CultureInfo.InvariantCulture, $" and {_notCounted.Length - Told} more") : "";
            NotCounted = $"not counted: {string.Join(", ", _notCounted.Take(Told).Select(static info => info.Name))}{more}: {first.NotCounted}";
            Take([.. _metrics.Except(none)]);
        }
    }

    /// <summary>Computes all values, in the order of <see cref="Infos"/>.</summary>
    public OrderedDictionary<string, MetricValue> Evaluate(EvaluationSamples samples)
    {
        Prepare();
        Dictionary<FeatureSpace, EvaluationSamples> seen = _spaces.ToDictionary(static space => space, samples.Through);
        var results = new OrderedDictionary<string, MetricValue>(StringComparer.Ordinal);
        foreach (var metric in _metrics)
        {
            metric.Evaluate(metric.Space is { } space ? seen[space] : samples, results);
        }

        return results;
    }

    /// <summary>What a perfect sampler, one that draws fresh real samples, scores: evaluations are simulated 20 to 200 times according to
    /// what they cost, on all cores.</summary>
    /// <param name="samples">Samples in an evaluation, at least 2.</param>
    /// <param name="random">The simulation's own stream: lanes <c>Lane</c> to <c>Lane + 2</c> at steps 0 to 199. The same stream for
    /// another number of samples saves work.</param>
    /// <returns>By name, in the order of <see cref="Infos"/>. Values that are lists have none: of their modes, <c>mode-frequency</c> comes
    /// to weight × <c>hq</c> and <c>mode-spread</c> to 1.</returns>
    public OrderedDictionary<string, PerfectScore> Perfect(int samples, RandomStream random)
    {
        Prepare();
        return InOrder(_references.Select(references => references.Perfect(samples, random)));
    }

    /// <summary>What a featureless blob scores, the better of two value by value: one Gaussian with the data's mean and
    /// covariance, and the uniform distribution over the data's extent. Simulated 8 to 200 times.</summary>
    /// <param name="samples">Samples in an evaluation, at least 2.</param>
    /// <param name="random">As for <see cref="Perfect"/>, with the lanes up to <c>Lane + 7</c>.</param>
    public OrderedDictionary<string, UninformedScore> Uninformed(int samples, RandomStream random)
    {
        Prepare();
        return InOrder(_references.Select(references => references.Uninformed(samples, random, references.Perfect(samples, random))));
    }

    /// <summary>About how many seconds one evaluation takes on one core.</summary>
    public double Seconds(int samples) =>
        (_metrics.Sum(metric => metric.Cost(Math.Min(samples, metric.MaxSamples)))
            + _spaces.Select(static space => space.WithGate).Distinct().Sum(space => samples * space.Extractor.Nanoseconds)) * 1e-9;

    /// <summary>The content of <c>metrics.json</c>.</summary>
    /// <param name="samples">Samples of an evaluation while training.</param>
    /// <param name="finalSamples">Samples of the evaluation at the end.</param>
    /// <param name="random">As for <see cref="Perfect"/>.</param>
    public MetricsInfo Describe(int samples, int finalSamples, RandomStream random)
    {
        Prepare();
        return Describe(_metrics, samples, finalSamples, random, Perfect, Uninformed, metric => metric.Space?.Source ?? _data);
    }

    /// <summary>The same of one metric that no evaluation holds.</summary>
    internal static MetricsInfo Describe(DataSource data, Metric metric, int samples, RandomStream random)
    {
        var references = new ReferenceScores(data, [metric], (stream, _) => FeaturelessBlob.Of(data, stream));
        return Describe(
            [metric], samples, samples, random, references.Perfect, (count, stream) => references.Uninformed(count, stream, references.Perfect(count, stream)),
            _ => data);
    }

    /// <summary>The value by which checkpoints are compared.</summary>
    /// <param name="name">A value of <see cref="Infos"/>; null, or one that is not counted, for the first that is one number.</param>
    /// <returns>Null when there is no such value, or it is a list.</returns>
    public MetricInfo? Best(string? name)
    {
        bool isAny = name is null || Array.Exists(_notCounted, info => string.Equals(info.Name, name, StringComparison.Ordinal));
        return Infos.FirstOrDefault(info => info.Format != MetricFormat.PerMode && (isAny || string.Equals(info.Name, name, StringComparison.Ordinal)));
    }

    /// <summary>Whether an evaluation beats another: by one value and, where that ties (all modes held in both), by the others in their
    /// order. Where all tie it does not: the earlier one stays.</summary>
    /// <param name="best">The value that decides, from <see cref="Best"/>.</param>
    /// <param name="candidate">Values of the one.</param>
    /// <param name="incumbent">Values of the other; equal ones do not beat it.</param>
    public bool IsBetter(
        MetricInfo best, IReadOnlyDictionary<string, MetricValue> candidate, IReadOnlyDictionary<string, MetricValue> incumbent)
    {
        var others = Infos.Where(info => info.Format != MetricFormat.PerMode && info != best);
        foreach (var info in others.Prepend(best))
        {
            var (one, other) = (candidate[info.Name].Number, incumbent[info.Name].Number);
            if (info.IsBetter(one, other) || info.IsBetter(other, one))
            {
                return info.IsBetter(one, other);
            }
        }

        return false;
    }

    private static MetricsInfo Describe(
        IReadOnlyList<Metric> metrics, int samples, int finalSamples, RandomStream random,
        Func<int, RandomStream, OrderedDictionary<string, PerfectScore>> perfect,
        Func<int, RandomStream, OrderedDictionary<string, UninformedScore>> uninformed, Func<Metric, DataSource> sourceOf)
    {
        var (way, end) = (perfect(samples, random), perfect(finalSamples, random));
        var (blobWay, blobEnd) = (uninformed(samples, random), uninformed(finalSamples, random));
        int Used(Metric metric, int count) => metric.SamplesUsed(count, RealSamples.Available(sourceOf(metric), count));
        return new MetricsInfo(new OrderedDictionary<string, MetricDescription>(
            from metric in metrics
            from info in metric.Values
            select KeyValuePair.Create(info.Name, new MetricDescription(info.Label, Direction(info.Better), Display(info.Format))
            {
                Total = info.Total,
                Least = info.Least,
                Held = info.Held,
                Target = info.Target,
                Help = info.Help,
                Through = metric.Space?.Through,
                Samples = Used(metric, samples),
                SamplesFinal = Used(metric, finalSamples),
                Uninformed = blobWay.GetValueOrDefault(info.Name),
                UninformedFinal = blobEnd.GetValueOrDefault(info.Name),
                Perfect = way.GetValueOrDefault(info.Name),
                PerfectFinal = end.GetValueOrDefault(info.Name),
            }),
            StringComparer.Ordinal));
    }

    private void Take(IReadOnlyList<Metric> metrics)
    {
        _metrics = metrics;
        _infos = [.. metrics.SelectMany(static metric => metric.Values)];
        _spaces = [.. metrics.Select(static metric => metric.Space).OfType<FeatureSpace>().Distinct()];
        _references =
        [
            .. metrics.GroupBy(static metric => metric.Space).Select(group => group.Key is { } space
                ? new ReferenceScores(space.Source, [.. group], (random, samples) => SeenBlobs(space, random, samples))
                : new ReferenceScores(_data, [.. group], (random, _) => FeaturelessBlob.Of(_data, random))),
        ];
    }

    private static IReadOnlyList<FeaturelessBlob> SeenBlobs(FeatureSpace space, RandomStream random, int samples) =>
    [
        .. FeaturelessBlob.Of(space.Data, random)
            .Select(blob => new SeenBlob(blob, space.Features(blob, random.ForLane(random.Lane + 1), samples), space.Extractor.Count)),
    ];

    private OrderedDictionary<string, TScore> InOrder<TScore>(IEnumerable<OrderedDictionary<string, TScore>> parts)
    {
        var all = parts.SelectMany(static part => part).ToDictionary(StringComparer.Ordinal);
        return new(Infos.Where(info => all.ContainsKey(info.Name)).Select(info => KeyValuePair.Create(info.Name, all[info.Name])), StringComparer.Ordinal);
    }

    /// <summary>A direction as files have it.</summary>
    public static MetricDirection Direction(Better better) => better switch
    {
        Better.Higher => MetricDirection.Higher,
        Better.Lower => MetricDirection.Lower,
        _ => MetricDirection.Closer,
    };

    private static MetricDisplay Display(MetricFormat format) => format switch
    {
        MetricFormat.Count => MetricDisplay.Count,
        MetricFormat.Percent => MetricDisplay.Percent,
        MetricFormat.PerMode => MetricDisplay.PerMode,
        _ => MetricDisplay.Number,
    };

    private static string Kind(MetricConfig metric) => Catalog.Describe(metric.GetType()).Kind;

    internal static IEnumerable<MetricConfig> Defaults() => Catalog.FamilyOf(typeof(MetricConfig)).Components
        .Select(component => (MetricConfig)component.CreateDefault())
        .OrderBy(metric => metric.Order)
        .ThenBy(Kind, StringComparer.Ordinal);
}
