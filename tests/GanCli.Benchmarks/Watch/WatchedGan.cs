using System.Globalization;
using GanCli.Engine.Watch;
using GanCli.Runs;

namespace GanCli.Benchmarks.Watch;

/// <summary>A tick of a recorded run: values by the record's columns; NaN where there is none.</summary>
/// <param name="Step">Its step.</param>
/// <param name="Values">By column.</param>
internal sealed record WatchTick(long Step, IReadOnlyDictionary<string, double> Values)
{
    /// <summary>What the watch saw.</summary>
    public WatchSignals Signals => new(
        this["cells"], this["clusters"], this["starved-neighbourhoods"], this["off-data"], this["narrow"], this["out-of-reach"]);

    /// <summary>The share that the watch says is uncovered.</summary>
    public double Uncovered => Signals.Uncovered;

    /// <summary>The share that is.</summary>
    public double Truth => this["uncovered-true"];

    public double this[string column] => Values[column];
}

/// <summary>A recorded run, and what the watch's rules say of it: the rules are played on the recorded looks.</summary>
internal sealed class WatchedGan
{
    public WatchedGan(WatchFamily family, string kind, string setting, int seed, string state, IReadOnlyList<WatchTick> ticks, WatchThresholds thresholds)
    {
        (Family, Kind, Setting, Seed, State, Ticks) = (family, kind, setting, seed, state, ticks);
        var rules = new WatchRules(thresholds);
        var history = new WatchHistory();
        var words = new List<IReadOnlyList<WatchWord>>();
        int? stuckAt = null;
        foreach (WatchTick tick in ticks)
        {
            history = rules.After(history, tick.Step, tick.Signals, [], double.IsNaN(tick["moved"]) ? null : tick["moved"]);
            words.Add(rules.Words(history, isFinal: false));
            stuckAt ??= rules.IsStuck(history) ? words.Count - 1 : null;
        }

        Words = words;
        StuckAt = stuckAt;
        AtEnd = rules.Words(history, isFinal: true);
    }

    public WatchFamily Family { get; }

    public string Kind { get; }

    public string Setting { get; }

    public int Seed { get; }

    /// <summary><c>completed</c> or <c>diverged</c>.</summary>
    public string State { get; }

    public IReadOnlyList<WatchTick> Ticks { get; }

    /// <summary>The words after each tick.</summary>
    public IReadOnlyList<IReadOnlyList<WatchWord>> Words { get; }

    /// <summary>The words at the end.</summary>
    public IReadOnlyList<WatchWord> AtEnd { get; }

    /// <summary>Lost (true), held (false), or null: changing, or not run to its end.</summary>
    public bool? IsLost => State != "completed" || Ticks.Count < 2 ? null
        : (Ticks[^1].Truth > 0, Ticks[^2].Truth > 0) switch { (true, true) => true, (false, false) => false, _ => null };

    /// <summary>Tick at which a run that is to fail on collapse would end; null: at none.</summary>
    public int? StuckAt { get; }

    /// <summary>Reads the records of a folder.</summary>
    public static IEnumerable<WatchedGan> Read(string folder, WatchThresholds thresholds)
    {
        foreach (WatchFamily family in WatchFamily.All.Where(family => File.Exists(Path.Combine(folder, family.Name + ".csv"))))
        {
            string[] lines = File.ReadAllLines(Path.Combine(folder, family.Name + ".csv"));
            string[] columns = lines[0].Split(',');
            foreach (IGrouping<(string, string, string), string[]> run in lines.Skip(1).Select(static line => line.Split(','))
                .GroupBy(static cells => (cells[0], cells[1], cells[2])))
            {
                (string kind, string setting, string seed) = run.Key;
                yield return new WatchedGan(
                    family,
                    kind,
                    setting,
                    int.Parse(seed, CultureInfo.InvariantCulture),
                    run.First()[^1],
                    [.. run.Select(cells => new WatchTick(
                        long.Parse(cells[3], CultureInfo.InvariantCulture),
                        columns.Zip(cells).Skip(4).SkipLast(1).ToDictionary(
                            static cell => cell.First,
                            static cell => cell.Second.Length == 0 ? double.NaN : double.Parse(cell.Second, CultureInfo.InvariantCulture),
                            StringComparer.Ordinal)))],
                    thresholds);
            }
        }
    }
}
