using GanCli.Engine.Data;
using GanCli.Engine.Metrics;
using GanCli.Engine.Random;
using GanCli.Runs;

namespace GanCli.Engine.Watch;

/// <summary>Tells, without labels, what part of the data a generator leaves out. A look is a function of the samples and of a bank of real ones that is drawn
/// once; the verdict is one of the looks so far.</summary>
public sealed class CollapseWatch
{
    // Lanes of the evaluation stream. Part of every draw: never renumber.
    private const int Latents = 0x900;
    private const int BankRows = 0x910;
    private const int References = 0x920;

    private readonly RealBank _bank;
    private readonly WatchMetric _metric;
    private readonly WatchRules _rules;
    private readonly DataSource _data;
    private readonly IReadOnlyList<WatchedEnd> _ends;

    /// <param name="data">The real samples.</param>
    /// <param name="streams">The bank comes from the evaluation stream.</param>
    /// <param name="config">What to look at.</param>
    public CollapseWatch(DataSource data, RandomStreams streams, WatchConfig config)
    {
        (_data, _ends) = (data, config.FailOn);
        Samples = config.Samples;
        _bank = RealBank.Of(data, config.Bank, streams.Evaluation.ForLane(BankRows));
        _metric = new WatchMetric(_bank, config.Samples);
        _rules = new WatchRules(config.Thresholds);
    }

    /// <summary>Generated samples in a look.</summary>
    public int Samples { get; }

    /// <summary>Where the latents of a look come from.</summary>
    public static RandomStream LatentsAt(RandomStreams streams, long step) => streams.Evaluation.At(step).ForLane(Latents);

    /// <summary>What it would call a featureless blob, the better of two value by value, at one look.</summary>
    /// <param name="info">From <see cref="Describe"/>, among others.</param>
    /// <returns>Null where that does not tell.</returns>
    public WatchWord? WordOfBlob(MetricsInfo info)
    {
        double?[] scores = [.. _metric.Values.Select(value => info.Metrics.GetValueOrDefault(value.Name)?.Uninformed?.Median)];
        return scores is [{ } uncovered, { } starved, { } off, { } narrow]
            ? _rules.Once(new WatchSignals(uncovered, 0, starved, off, narrow, OutOfReach: 0))[0] : null;
    }

    /// <summary>Real samples to ask D about, as many as a look has generated ones where there are so many, [n × dimension].</summary>
    internal float[] RealRows => _bank.Rows.AsSpan(0, Math.Min(Samples, _bank.Count) * (_bank.Rows.Length / _bank.Count)).ToArray();

    /// <summary>Whether part of the data has been left out for long, without getting better.</summary>
    internal bool IsStuck(WatchHistory history) => _rules.IsStuck(history);

    /// <summary>Looks at samples, [n × dimension].</summary>
    internal Look Look(float[] generated) => Watch.Look.At(_bank, generated);

    /// <summary>The real samples that a look shows to be left out, in at least half of the partitions or with their cluster: [n × dimension], in the space
    /// that the networks see.</summary>
    internal float[] UncoveredRows(Look look) =>
        [.. Enumerable.Range(0, _bank.Count).Where(row => look.UncoveredRows[row] >= 0.5).SelectMany(row => _bank.Row(row).ToArray())];

    /// <summary>Takes a look into account; one at a step that was already looked at changes nothing.</summary>
    /// <param name="history">What was known; null before the first look.</param>
    /// <param name="step">The look's step.</param>
    /// <param name="look">The look.</param>
    /// <param name="training">What training shows beside it.</param>
    internal WatchHistory After(WatchHistory? history, long step, Look look, TrainingSignals? training = null)
    {
        if (history?.Recent is [.., var last] && last.Step >= step)
        {
            return history;
        }

        history ??= new WatchHistory();
        WatchHistory after = _rules.After(history, step, look.Signals, look.Shares, look.MovedSince(history.Shares));
        var where = new WatchedShares(step, look.Shares[^1]);
        IEnumerable<WatchedShares> comparable = history.Track.Where(before => before.Shares.Count == where.Shares.Count);
        return after with
        {
            Begun = history.Begun ?? training, Newest = training, Track = [.. comparable.Append(where).TakeLast(Recurrence.Looks)],
        };
    }

    /// <summary>What it says.</summary>
    /// <param name="history">The looks so far.</param>
    /// <param name="look">The newest.</param>
    /// <param name="isFinal">Whether the run is over.</param>
    /// <param name="blob">What it would call a featureless blob; null where that is not known.</param>
    internal WatchVerdict Verdict(WatchHistory history, Look look, bool isFinal, WatchWord? blob)
    {
        IReadOnlyList<WatchWord> words = _rules.Words(history, isFinal);
        OrderedDictionary<string, double> evidence = Evidence(look);
        if (history.Moved is [.., var moved])
        {
            evidence["moved"] = moved;
        }

        if (words.Contains(WatchWord.ModeHopping) && Recurrence.Of(history.Track) is { } period)
        {
            evidence["period"] = period;
        }

        return Verdict(words, _rules.Since(history, words[0]), look, evidence, blob);
    }

    /// <summary>What it says of samples that belong to no run.</summary>
    /// <param name="generated">[n × dimension], in the space that networks see; all are looked at.</param>
    /// <param name="blob">What it would call a featureless blob; null where that is not known.</param>
    public WatchVerdict Judge(float[] generated, WatchWord? blob)
    {
        Look look = Look(generated);
        IReadOnlyList<WatchWord> words = _rules.Once(look.Signals);
        return Verdict(words, since: null, look, Evidence(look), blob);
    }

    /// <summary>What it says of samples that belong to no run and came one set after another.</summary>
    /// <param name="sets">Each [n × dimension], in the space that networks see; all are looked at.</param>
    /// <param name="blob">What it would call a featureless blob; null where that is not known.</param>
    /// <returns>The verdict after each set, whose steps are 1, 2, …; and one more: that of a run which ended with the last.</returns>
    public IReadOnlyList<WatchVerdict> Follow(IEnumerable<float[]> sets, WatchWord? blob)
    {
        WatchHistory? history = null;
        var verdicts = new List<WatchVerdict>();
        Look? look = null;
        foreach (float[] rows in sets)
        {
            look = Look(rows);
            history = After(history, verdicts.Count + 1, look);
            verdicts.Add(Verdict(history, look, isFinal: false, blob));
        }

        return history is null ? [] : [.. verdicts, Verdict(history, look!, isFinal: true, blob)];
    }

    private static WatchVerdict Verdict(
        IReadOnlyList<WatchWord> words, long? since, Look look, IReadOnlyDictionary<string, double> evidence, WatchWord? blob) =>
        new(words[0], since, look.Signals.Uncovered, evidence) { All = words, BeatsUninformed = blob is { } word ? words[0] < word : null };

    private static OrderedDictionary<string, double> Evidence(Look look)
    {
        var evidence = new OrderedDictionary<string, double>(StringComparer.Ordinal);
        foreach ((string name, double value) in WatchMetric.Numbers(look.Signals))
        {
            evidence[name[WatchMetric.Prefix.Length..]] = value;
        }

        evidence["clusters"] = look.Clusters;
        evidence["starved-clusters"] = look.StarvedClusters;
        return evidence;
    }

    /// <summary>Whether a <c>metrics.json</c> tells all that <see cref="Describe"/> would.</summary>
    public bool IsDescribedBy(MetricsInfo info) =>
        _metric.Values.All(value => info.Metrics.TryGetValue(value.Name, out MetricDescription? known) && known.Samples == Samples);

    /// <summary>Why the run has to end, by what it was told to end for; null where it goes on.</summary>
    /// <param name="history">The looks so far.</param>
    /// <param name="verdict">What it says.</param>
    /// <param name="isFinal">Whether the run is over: then a collapse needs no patience.</param>
    /// <param name="look">The newest look: at the end it decides where there was no other.</param>
    internal WatchedEnd? EndOf(WatchHistory history, Look look, WatchVerdict verdict, bool isFinal)
    {
        return _ends.Contains(WatchedEnd.Divergence) && verdict.All.Contains(WatchWord.Diverging) ? WatchedEnd.Divergence
            : _ends.Contains(WatchedEnd.Collapse) && IsCollapse() ? WatchedEnd.Collapse
            : null;

        bool IsCollapse() => !isFinal ? _rules.IsStuck(history) : (history.Looks > 1 ? verdict.All : _rules.Once(look.Signals)).Any(WatchText.IsCollapse);
    }

    /// <summary>What its values are, and what a perfect sampler and a featureless blob score.</summary>
    /// <param name="streams">The simulation has lanes of the evaluation stream.</param>
    public MetricsInfo Describe(RandomStreams streams) =>
        Evaluator.Describe(_data, _metric, Samples, streams.Evaluation.ForLane(References));
}
