using System.Globalization;
using GanCli.Reporting.Statistics;
using GanCli.Runs;

namespace GanCli.Reporting.Comparison;

/// <summary>A column of a table of groups.</summary>
/// <param name="Name">Its word on the command line and in machine formats.</param>
/// <param name="Heading">Its heading for people.</param>
/// <param name="Text">A cell for people.</param>
public sealed record Column(string Name, string Heading, Func<RunGroup, string> Text)
{
    private const string Nothing = "–";

    /// <summary>The words behind a measure's name and a dot.</summary>
    private static readonly (string Name, Func<Outcomes, double> Of)[] Statistics =
    [
        ("n", sample => sample.Count),
        ("mean", sample => sample.Mean),
        ("sd", sample => sample.Deviation),
        ("low", sample => sample.Interval?.Low ?? double.NaN),
        ("high", sample => sample.Interval?.High ?? double.NaN),
        ("median", sample => sample.Median),
        ("min", sample => sample.Values.DefaultIfEmpty(double.NaN).Min()),
        ("max", sample => sample.Values.DefaultIfEmpty(double.NaN).Max()),
    ];

    /// <summary>The number in a cell, or null where the column holds text.</summary>
    public Func<RunGroup, double>? Number { get; init; }

    /// <summary>What a machine reads in place of the text for people, where that is not the same.</summary>
    public Func<RunGroup, string>? Machine { get; init; }

    /// <summary>Whether its text is a value of a config: what looks like a number, true, false or null is one.</summary>
    public bool IsValue { get; init; }

    /// <summary>What a table is sorted by: larger comes first. Null: by number if there is one, else by text.</summary>
    public Func<RunGroup, double>? Merit { get; init; }

    /// <summary>What it is a statistic of, or null.</summary>
    public Measure? Measure { get; init; }

    /// <summary>How soon it is left out where the width does not suffice: 0 never.</summary>
    public int DropOrder { get; init; }

    /// <summary>The label of a group.</summary>
    public static Column Group { get; } = new("group", "group", group => group.Label);

    /// <summary>Runs that count.</summary>
    public static Column Runs { get; } = Counted("runs", "runs", group => group.Runs.Count);

    /// <summary>Runs that diverged.</summary>
    public static Column Diverged { get; } = Counted("diverged", "diverged", group => group.Diverged);

    /// <summary>What a step costs in steps of a baseline; nothing where there is none.</summary>
    public static Column Cost(Baselines? baselines) =>
        Numeric("cost", "cost", group => baselines?.Of(group) is RunGroup baseline ? group.Cost(baseline)
            : double.NaN, cost => cost.ToString("0.00", CultureInfo.InvariantCulture));

    /// <summary>Runs that held all modes at the end.</summary>
    public static Column Success { get; } = new(
        "success",
        "all modes",
        group => group.Success is var (held, of) ? string.Create(CultureInfo.InvariantCulture, $"{held}/{of}") : Nothing)
    {
        Number = group => group.Success is var (held, of) ? (double)held / of : double.NaN,
        Merit = group => group.Success is var (held, of) ? (double)held / of : -1,
    };

    /// <summary>Wilson's interval of the success rate.</summary>
    public static Column SuccessInterval { get; } = new(
        "success.interval",
        "95%",
        group => group.SuccessInterval is Interval interval ? $"{Whole(interval.Low)} to {Whole(interval.High)}" : Nothing) { DropOrder = 2 };

    /// <summary>The columns that a comparison is shown with, unless somebody asks for others.</summary>
    public static IReadOnlyList<Column> Default(RunComparison comparison)
    {
        List<Column> columns = [Group, Runs];
        if (comparison.Groups.Any(group => group.Success is not null))
        {
            columns.AddRange([Success, SuccessInterval]);
        }

        if (comparison.Groups.Any(group => group.Diverged > 0))
        {
            columns.Add(Diverged with { DropOrder = 1 });
        }

        for (int i = 0; i < comparison.Main.Count; i++)
        {
            Measure measure = comparison.Main[i];
            columns.AddRange(
            [
                MeanOf(measure) with { DropOrder = i == 0 ? 0 : i + 5 },
                IntervalOf(measure) with { DropOrder = 20 + i },
                Statistic(measure, "median")! with { DropOrder = 30 + i },
            ]);
        }

        if (comparison.Groups.Any(group => group.Success is not null))
        {
            columns.Add(MedianWithCount(Measure.First) with { DropOrder = 9 });
        }

        columns.Add(MeanOf(Measure.Seconds) with { DropOrder = 5 });
        return columns;
    }

    /// <summary>All numbers there are, for a machine.</summary>
    public static IReadOnlyList<Column> Everything(RunComparison comparison) =>
    [
        Group,
        .. comparison.Differing.Select(Setting),
        Runs,
        Diverged,
        .. new[] { "success", "success.low", "success.high" }.Select(name => Find(comparison, name)!),
        .. comparison.Measures.SelectMany(measure => Statistics.Select(statistic => Statistic(measure, statistic.Name)!)),
    ];

    /// <summary>The column of a word: <c>group</c>, <c>name</c>, <c>runs</c>, <c>diverged</c>, <c>success</c>, <c>cost</c>, a measure, one of its statistics,
    /// or a setting.</summary>
    /// <param name="comparison">The groups.</param>
    /// <param name="name">The word.</param>
    /// <param name="baselines">What costs are given in.</param>
    /// <returns>Null where the word means nothing here.</returns>
    public static Column? Find(RunComparison comparison, string name, Baselines? baselines = null)
    {
        Column[] plain =
        [
            Group, Runs, Diverged, Success, SuccessInterval, Cost(baselines),
            new("name", "name", group => string.Join(", ", group.Names)),
            End("success.low", interval => interval.Low),
            End("success.high", interval => interval.High),
        ];
        if (Array.Find(plain, column => string.Equals(column.Name, name, StringComparison.Ordinal)) is Column known)
        {
            return known;
        }

        if (comparison.Measures.FirstOrDefault(measure => string.Equals(measure.Name, name, StringComparison.Ordinal)) is Measure whole)
        {
            return whole == Measure.First ? MedianWithCount(whole) : MeanOf(whole);
        }

        if (name.LastIndexOf('.') is var dot and > 0
            && comparison.Measures.FirstOrDefault(measure => string.Equals(measure.Name, name[..dot], StringComparison.Ordinal)) is Measure measure)
        {
            return string.Equals(name[(dot + 1)..], "interval", StringComparison.Ordinal) ? IntervalOf(measure) : Statistic(measure, name[(dot + 1)..]);
        }

        return comparison.Groups.Any(group => group.Settings.Meant(name).Any()) ? Setting(name) : null;

        static Column End(string name, Func<Interval, double> of) =>
            Numeric(name, name, group => group.SuccessInterval is Interval interval ? of(interval) : double.NaN, Whole);
    }

    /// <summary>What one may ask for in a table of groups.</summary>
    /// <param name="comparison">The groups.</param>
    /// <param name="baselines">What costs are given in.</param>
    public static ColumnChoice OfGroups(RunComparison comparison, Baselines? baselines) => new(
        [Group],
        Default(comparison),
        Everything(comparison),
        name => Find(comparison, name, baselines),
        [.. new[] { "group", "name", "runs", "diverged", "success", "cost" }, .. comparison.Measures.Select(measure => measure.Name)]);

    /// <summary>A setting, by its path.</summary>
    public static Column Setting(string path) =>
        new(path, path, group => group.Settings[path]
            ?? (string.Join(" + ", group.Settings.Meant(path)) is { Length: > 0 } kinds ? kinds : Nothing)) { DropOrder = 1, IsValue = true };

    /// <summary>A cell for a machine: numbers in full, nothing where there is none.</summary>
    public string Exact(RunGroup group) => Number is not null
        ? Number(group) is var number && double.IsNaN(number) ? "" : number.ToString("R", CultureInfo.InvariantCulture)
        : (Machine ?? Text)(group) is var text && string.Equals(text, Nothing, StringComparison.Ordinal) ? "" : text;

    /// <summary>Groups with the best first, or numbers and texts in rising order.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="reversed">The other way round.</param>
    public IReadOnlyList<RunGroup> Sort(IReadOnlyList<RunGroup> groups, bool reversed = false)
    {
        IOrderedEnumerable<RunGroup> sorted = Merit is not null
            ? groups.OrderByDescending(group => Merit(group) is var merit && double.IsNaN(merit) ? double.NegativeInfinity : merit)
            : groups.OrderBy(group => Number?.Invoke(group)
                ?? (double.TryParse(Text(group), CultureInfo.InvariantCulture, out double number) ? number : double.MaxValue))
                .ThenBy(group => Number is null ? Text(group) : "", StringComparer.Ordinal);
        return reversed ? [.. sorted.Reverse()] : [.. sorted];
    }

    private static Column MeanOf(Measure measure) =>
        new(measure.Name, measure.Name.Replace('-', ' '), group => Spread(measure, group.Of(measure)) + Mark(group, measure))
    {
        Measure = measure,
        Number = group => group.Of(measure).Mean,
        Merit = group => measure.Merit(group.Of(measure).Mean),
    };

    private static Column IntervalOf(Measure measure) => new(
        $"{measure.Name}.interval",
        "95%",
        group => group.Of(measure).Interval is Interval interval ? $"{measure.Write(interval.Low)} to {measure.Write(interval.High)}" : Nothing)
    {
        Measure = measure,
        Machine = group => group.Of(measure).Interval is Interval interval
            ? string.Create(CultureInfo.InvariantCulture, $"{interval.Low:R} to {interval.High:R}") : "",
    };

    // Of seeds that never got there the median knows nothing: how many did belongs to it.
    private static Column MedianWithCount(Measure measure) => new(
        measure.Name,
        measure.Name,
        group => group.Of(measure) is { Count: > 0 } sample
            ? $"{measure.Write(sample.Median)}"
                + $"{(sample.Count < group.Runs.Count ? $" ({Numbers.Whole(sample.Count)} of {Numbers.Whole(group.Runs.Count)})" : "")}" : Nothing)
    {
        Measure = measure,
        Number = group => group.Of(measure).Median,
        Merit = group => measure.Merit(group.Of(measure).Median),
    };

    private static string Mark(RunGroup group, Measure measure) => group.IsNoBetterThanBlob(measure) ? BlobMark.Mark : "";

    private static Column? Statistic(Measure measure, string name)
    {
        Func<Outcomes, double>? of = Statistics.FirstOrDefault(statistic => string.Equals(statistic.Name, name, StringComparison.Ordinal)).Of;
        return of is null ? null : Numeric(
            $"{measure.Name}.{name}",
            name is "n" or "median" ? name : $"{measure.Name.Replace('-', ' ')} {name}",
            group => of(group.Of(measure)),
            name is "n" ? Numbers.Whole : measure.Write) with { Measure = measure };
    }

    private static Column Counted(string name, string heading, Func<RunGroup, double> of) => Numeric(name, heading, of, Numbers.Whole);

    private static Column Numeric(string name, string heading, Func<RunGroup, double> of, Func<double, string> write) =>
        new(name, heading, group => of(group) is var number && double.IsNaN(number) ? Nothing : write(number)) { Number = of };

    private static string Spread(Measure measure, Outcomes sample)
    {
        if (sample.Count == 0)
        {
            return Nothing;
        }

        return sample.Count == 1 ? measure.Write(sample.Mean)
            : measure.IsShare ? $"{measure.Write(sample.Mean)} ± {measure.WriteDeviation(sample.Deviation)}"
            : Numbers.Spread(sample.Mean, sample.Deviation);
    }

    private static string Whole(double share) => (share * 100).ToString("0", CultureInfo.InvariantCulture) + "%";
}
