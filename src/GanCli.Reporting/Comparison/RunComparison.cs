using System.Collections.Concurrent;
using System.Globalization;
using GanCli.Runs;

namespace GanCli.Reporting.Comparison;

/// <summary>Runs in groups that differ in nothing but seeds, and what differs between groups.</summary>
public sealed class RunComparison
{
    // Metrics that tell most, as in reports of one run.
    private static readonly string[] MatterMost = ["modes", "hq", "reverse-kl", "sliced-wasserstein", "coverage", "precision", "recall", "mmd"];

    private const int MainMetrics = 3;
    private const string TheBaseline = "baseline";

    private RunComparison(IReadOnlyList<RunGroup> groups, IReadOnlyList<string> axes, IReadOnlyList<string> differing, IReadOnlyList<string> notes)
    {
        Groups = groups;
        Axes = axes;
        Differing = differing;
        Notes = notes;
        Dictionary<string, Measure> metrics = new(StringComparer.Ordinal);
        foreach ((string name, MetricDescription about) in groups.SelectMany(group => group.Runs).Select(run => run.Metrics).Distinct()
            .SelectMany(info => info.Metrics))
        {
            if (about.Format != MetricDisplay.PerMode)
            {
                metrics.TryAdd(name, Measure.Metric(name, about));
            }
        }

        Metrics = [.. metrics.Values.OrderBy(metric => Array.IndexOf(MatterMost, metric.Name) is var place and >= 0 ? place : int.MaxValue)];
    }

    /// <summary>In the order in which they were begun.</summary>
    public IReadOnlyList<RunGroup> Groups { get; }

    /// <summary>The axes of a sweep along which the groups differ; none where they are not all of one, or where it does not tell.</summary>
    public IReadOnlyList<string> Axes { get; }

    /// <summary>Paths of the settings that tell groups apart.</summary>
    public IReadOnlyList<string> Differing { get; }

    /// <summary>Whether groups were trained on different data: their metrics do not compare.</summary>
    public bool DataDiffer => Groups.Select(group => group.Settings.Data).Distinct(StringComparer.Ordinal).Skip(1).Any();

    /// <summary>What all groups were given the same amount of; null where each counts as it ended.</summary>
    public EqualBudget? Budget { get; private init; }

    /// <summary>What a reader has to know: runs that were left out and why.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>All metrics with one number, those that tell most first.</summary>
    public IReadOnlyList<Measure> Metrics { get; }

    /// <summary>The metrics that tell most.</summary>
    public IReadOnlyList<Measure> Main => [.. Metrics.Take(MainMetrics)];

    /// <summary>Everything that has a mean.</summary>
    public IEnumerable<Measure> Measures => Metrics.Concat(Measure.OfEffort);

    /// <summary>Reads many runs at once. Damaged ones are named in the notes, and so are those that have not begun.</summary>
    public static (IReadOnlyList<ComparedRun> Runs, IReadOnlyList<string> Notes) Read(IReadOnlyList<RunFolder> folders)
    {
        ConcurrentBag<string> damaged = [];
        ComparedRun?[] runs = new ComparedRun?[folders.Count];
        Parallel.For(0, folders.Count, i =>
        {
            try
            {
                runs[i] = ComparedRun.Read(folders[i]);
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                damaged.Add($"left out: {exception.Message}");
            }
        });
        List<string> notes = [.. damaged.Order(StringComparer.Ordinal)];
        if (runs.Count(run => run is null) - notes.Count is var young and > 0)
        {
            notes.Add($"{Count(young, "run has", "runs have")} not begun and left no status: left out");
        }

        IReadOnlyDictionary<string, SweepPlace> places = SweepPlace.Of(folders, notes);
        return ([.. runs.OfType<ComparedRun>().Select(run => run with { Place = places.GetValueOrDefault(Path.GetFullPath(run.Folder.Path)) })], notes);
    }

    /// <summary>Puts runs into groups.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="budget">What all groups are given the same amount of: the smallest that a completed run ended with. Null: each as it ended.</param>
    public static RunComparison Of(IReadOnlyList<ComparedRun> runs, Budget? budget = null)
    {
        List<string> notes = [];
        ComparedRun[] ended = [.. runs.Where(run => run.HasOutcome).OrderBy(run => run.Begun).ThenBy(run => run.Folder.FolderPart, StringComparer.Ordinal)];
        if (ended.Length < runs.Count)
        {
            IEnumerable<string> states = runs.Where(run => !run.HasOutcome).GroupBy(run => run.State).OrderBy(state => state.Key)
                .Select(state => string.Create(CultureInfo.InvariantCulture, $"{state.Count()} {state.Key.ToString().ToLowerInvariant()}"));
            notes.Add($"{Count(runs.Count - ended.Length, "run", "runs")} without an outcome left out: {string.Join(", ", states)}");
        }

        ended = OneMeasure.Of(ended, notes);
        EqualBudget? equal = budget is null ? null : EqualBudget.Of(budget, ended);
        if (equal is not null)
        {
            notes.AddRange(equal.Notes);
            ended = [.. ended.Select(run => run.At(equal.Budget, equal.Limit))];
        }

        int repeated = 0;
        List<RunGroup> groups = [];
        foreach (IGrouping<string, ComparedRun> group in ended.GroupBy(Key(ended), StringComparer.Ordinal))
        {
            // The same seed again is the same run again, not one run more.
            ComparedRun[] bySeed = [.. group.GroupBy(run => run.Seed, StringComparer.Ordinal).Select(same => same.Last())
                .OrderBy(run => run.Seed.Length).ThenBy(run => run.Seed, StringComparer.Ordinal)];
            repeated += group.Count() - bySeed.Length;
            groups.Add(new RunGroup(bySeed[0].Settings, bySeed));
        }

        if (repeated > 0)
        {
            notes.Add($"{Count(repeated, "run repeats", "runs repeat")} a seed of the same group: the newest of each counts");
        }

        if (groups.Sum(group => group.Diverged) is var diverged and > 0)
        {
            notes.Add($"{Count(diverged, "run", "runs")} diverged: in no mean, and counted as not holding all modes");
        }

        (IReadOnlyList<string> axes, groups) = AlongAxes(InOrder(groups, ended));
        IReadOnlyList<string> differing = SettingDifferences.Of([.. groups.Select(group => group.Settings)]);
        IReadOnlyList<string> labels = SettingDifferences.Labels(groups, differing);
        RunComparison comparison = new([.. groups.Select((group, i) => group with { Label = labels[i] })], axes, differing, notes) { Budget = equal };
        if (comparison.DataDiffer)
        {
            notes.Add("the groups’ data differ: numbers compare between groups of the same data only, and only such are tested");
        }

        return comparison;
    }

    /// <summary>What groups are compared with.</summary>
    /// <param name="name">A label, a choice on one of a sweep's axes, a part of a label that no other has, or null: <c>baseline</c> if there is one
    /// (of each data set where groups differ in their data, which do not compare), else the group begun first.</param>
    /// <returns>Null where nothing, or several groups, are meant.</returns>
    public Baselines? Baseline(string? name)
    {
        if (name is null)
        {
            return Groups.Count == 0 ? null
                : DataDiffer ? Baselines.Along(this, TheBaseline) ?? Baselines.OfEachData(this, TheBaseline)
                : Labelled(TheBaseline) ?? Baselines.One(Groups[0]);
        }

        return Labelled(name) ?? Baselines.Along(this, name)
            ?? (Groups.Where(group => group.Label.Contains(name, StringComparison.OrdinalIgnoreCase)).Take(2).ToArray() is [RunGroup only] ? Baselines.One(only)
                : null);
    }

    private Baselines? Labelled(string name) => Groups.FirstOrDefault(group => string.Equals(group.Label, name, StringComparison.Ordinal)) is RunGroup group
        ? Baselines.One(group) : null;

    /// <summary>What the runs of a group have in common. How many threads or which device computed belongs to it only where somebody ran the same seeds
    /// with other ones.</summary>
    private static Func<ComparedRun, string> Key(ComparedRun[] runs)
    {
        bool machineMatters = runs.GroupBy(run => (run.Settings.KeyAnywhere, run.Seed))
            .Any(same => same.Select(run => run.Settings.Key).Distinct(StringComparer.Ordinal).Count() > 1);
        return run => machineMatters ? run.Settings.Key : run.Settings.KeyAnywhere;
    }

    /// <summary>Groups as they were begun. Within a sweep that is the order of its points: which of two workers was the first is luck.</summary>
    private static List<RunGroup> InOrder(List<RunGroup> groups, ComparedRun[] ended)
    {
        Dictionary<string, DateTimeOffset> sweeps = ended.Where(run => run.Place is not null).GroupBy(run => run.Place!.Sweep, StringComparer.Ordinal)
            .ToDictionary(runs => runs.Key, runs => runs.Min(run => run.Begun), StringComparer.Ordinal);
        return [.. groups.OrderBy(
            group => group.Runs.Min(run => run.Place is SweepPlace place ? (sweeps[place.Sweep], place.Index, run.Begun) : (run.Begun, 0, run.Begun)))];
    }

    private static (IReadOnlyList<string> Axes, List<RunGroup> Groups) AlongAxes(List<RunGroup> groups)
    {
        SweepPlace?[] places = [.. groups.Select(group => group.Runs.Select(run => run.Place).FirstOrDefault(place => place is not null))];
        if (groups.Count < 2 || places[0] is not SweepPlace { Axes.Count: > 0 } first
            || !Array.TrueForAll(places, place => place is not null && place.Axes.SequenceEqual(first.Axes, StringComparer.Ordinal)))
        {
            return ([], groups);
        }

        int[] varying =
            [.. Enumerable.Range(0, first.Axes.Count)
                .Where(axis => places.Any(place => !string.Equals(place!.Choices[axis], first.Choices[axis], StringComparison.Ordinal)))];
        List<RunGroup> placed = [.. groups.Select((group, i) => group with { Choices = [.. varying.Select(axis => places[i]!.Choices[axis])] })];
        return placed.DistinctBy(group => string.Join('\n', group.Choices), StringComparer.Ordinal).Count() == groups.Count
            ? ([.. varying.Select(axis => first.Axes[axis])], placed)
            : ([], groups);
    }

    internal static string Count(int count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {(count == 1 ? one : many)}");
}
