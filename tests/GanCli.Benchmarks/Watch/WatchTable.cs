using System.Globalization;
using System.Text;
using GanCli.Engine.Watch;
using GanCli.Runs;

namespace GanCli.Benchmarks.Watch;

/// <summary>How good the watch is, as a page: what it says beside what is true, and beside what other signals would have said.</summary>
internal static class WatchTable
{
    private const int FirstStep = 750;
    private const double Tenth = 0.1;

    private static readonly (string Name, Func<WatchTick, double> Value)[] s_signals =
    [
        ("`uncovered`", static tick => tick.Uncovered),
        ("cells alone", static tick => tick["cells"]),
        ("`starved-neighbourhoods`", static tick => tick["starved-neighbourhoods"]),
        ("energy distance", static tick => tick["energy"]),
        ("PRDC coverage", static tick => -tick["coverage"]),
        ("D's accuracy", static tick => tick["accuracy"]),
        ("D(real) − D(fake)", static tick => tick["gap"]),
        ("mean distance of pairs", static tick => -tick["pairwise"]),
    ];

    /// <summary>Writes the page.</summary>
    /// <param name="folder">Records of <see cref="WatchRuns"/>.</param>
    /// <param name="commit">The program's.</param>
    public static string Page(string folder, string commit)
    {
        var thresholds = new WatchThresholds();
        WatchedGan[] all = [.. WatchedGan.Read(folder, thresholds)];
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            # How good the collapse watch is

            Written by `scripts/watch-table` · commit {commit} · {all.Length:N0} runs of 3,000 steps, looked at every 250

            Thresholds are those of a first look by others, at 12 kinds of data of which some are like these (8 × 8 digits among them). The partitions
            into 16 cells were added by half of the runs of the first {WatchFamily.All.Count(static family => family.IsForChoosing)} kinds of data. The
            others, with a star, are what counts; they had been measured once before, without those partitions, and nothing was chosen by them.

            """);
        Ends(page, all);
        Ticks(page, all);
        Amounts(page, all);
        Verdicts(page, all, thresholds);
        return page.ToString();
    }

    /// <summary>The probability that a positive scores above a negative one, ties half: by ranks.</summary>
    public static double Auroc(IEnumerable<(double Score, bool Positive)> scored)
    {
        (double Score, bool Positive)[] known = [.. scored.Where(static each => !double.IsNaN(each.Score))];
        double positives = known.Count(static each => each.Positive);
        double negatives = known.Length - positives;
        double ranks = 0;
        double before = 0;
        foreach (var ties in known.GroupBy(static each => each.Score).OrderBy(static ties => ties.Key))
        {
            double count = ties.Count();
            ranks += ties.Count(static each => each.Positive) * (before + ((count + 1) / 2));
            before += count;
        }

        return (ranks - (positives * (positives + 1) / 2)) / (positives * negatives);
    }

    private static IEnumerable<(string Name, WatchedGan[] Runs)> Groups(WatchedGan[] all) =>
    [
        .. WatchFamily.All.Select(family => (family.Name + (family.IsForChoosing ? "" : " *"), all.Where(run => run.Family == family).ToArray()))
            .Where(static group => group.Item2.Length > 0),
        ("**chosen by**", [.. all.Where(static run => run.Family.IsForChoosing)]),
        ("**not chosen by** *", [.. all.Where(static run => !run.Family.IsForChoosing)]),
    ];

    private static IEnumerable<WatchTick> TicksOf(IEnumerable<WatchedGan> runs) =>
        runs.SelectMany(static run => run.Ticks).Where(static tick => tick.Step >= FirstStep);

    private static void Ends(StringBuilder page, WatchedGan[] all)
    {
        page.Append("""

            ## How runs end

            *Lost*: a part of the data gets less than a quarter of its samples at the last two ticks; *held*: no part does; *changing*: one of each,
            not scored. AUROC is of the smaller `uncovered` of the last two ticks. A false alarm is a held run called collapsed, a miss a lost one not
            called so, with 95% intervals (Wilson). The word is given for a tenth of the data by intent: the last column counts runs that lost so
            much at both ticks.

            | data | held | lost | changing | diverged | AUROC | false alarms | misses | of those that lost a tenth or more |
            |---|---|---|---|---|---|---|---|---|

            """);
        foreach ((string name, WatchedGan[] runs) in Groups(all))
        {
            WatchedGan[] held = [.. runs.Where(static run => run.IsLost == false)];
            WatchedGan[] lost = [.. runs.Where(static run => run.IsLost == true)];
            int diverged = runs.Count(static run => run.State != "completed");
            WatchedGan[] much = [.. lost.Where(static run => run.Ticks[^1].Truth >= Tenth && run.Ticks[^2].Truth >= Tenth)];
            double auroc = Auroc(held.Concat(lost).Select(static run => (Math.Min(run.Ticks[^1].Uncovered, run.Ticks[^2].Uncovered), run.IsLost == true)));
            int changing = runs.Length - held.Length - lost.Length - diverged;
            page.Append(CultureInfo.InvariantCulture, $"| {name} | {held.Length} | {lost.Length} | {changing} | {diverged} | ")
                .Append(CultureInfo.InvariantCulture, $"{Number(auroc)} | {Share(held.Count(SaysCollapse), held.Length)} | ")
                .Append(CultureInfo.InvariantCulture, $"{Share(lost.Count(static run => !SaysCollapse(run)), lost.Length)} | ")
                .Append(CultureInfo.InvariantCulture, $"{Share(much.Count(static run => !SaysCollapse(run)), much.Length)} |\n");
        }
    }

    private static bool SaysCollapse(WatchedGan run) => run.AtEnd.Any(static word => word is WatchWord.PartialCollapse or WatchWord.Collapsed);

    private static void Ticks(StringBuilder page, WatchedGan[] all)
    {
        page.Append(CultureInfo.InvariantCulture, $"""

            ## Uncovered at this tick

            AUROC of each signal, from step {FirstStep} on; .5 is guessing. All see the same 512 samples; the watch has 1,024 real ones, energy
            distance and coverage 512. Ticks of a run are not independent. D's values and distances have a scale for each kind: their pooled rows
            do them injustice.

            | data | ticks | uncovered | {string.Join(" | ", s_signals.Select(static signal => signal.Name))} |
            |---|---|---|{string.Concat(Enumerable.Repeat("---|", s_signals.Length))}

            """);
        foreach ((string name, WatchedGan[] runs) in Groups(all))
        {
            WatchTick[] ticks = [.. TicksOf(runs)];
            page.Append(CultureInfo.InvariantCulture, $"| {name} | {ticks.Length} | {ticks.Count(static tick => tick.Truth > 0)} | ")
                .AppendJoin(" | ", s_signals.Select(signal => Number(Auroc(ticks.Select(tick => (signal.Value(tick), tick.Truth > 0)))))).Append(" |\n");
        }
    }

    private static void Amounts(StringBuilder page, WatchedGan[] all)
    {
        page.Append("""

            ## The amount

            How far `uncovered` lies from the true share; its AUROC where a part counts as uncovered below a half or a tenth of its samples; and
            that of telling ticks at which a tenth of the data or more is uncovered from all others.

            | data | mean error | right to .10 | AUROC below ½ | below ¼ | below ⅒ | of a tenth or more |
            |---|---|---|---|---|---|---|

            """);
        foreach ((string name, WatchedGan[] runs) in Groups(all))
        {
            WatchTick[] ticks = [.. TicksOf(runs)];
            double[] errors = [.. ticks.Select(static tick => Math.Abs(tick.Uncovered - tick.Truth))];
            string[] aurocs = [.. ((string[])["uncovered-true-half", "uncovered-true", "uncovered-true-tenth"])
                .Select(truth => Number(Auroc(ticks.Select(tick => (tick.Uncovered, tick[truth] > 0))))),
                Number(Auroc(ticks.Select(static tick => (tick.Uncovered, tick.Truth >= Tenth))))];
            string right = Share(errors.Count(static error => error <= 0.1), errors.Length);
            page.Append(CultureInfo.InvariantCulture, $"| {name} | {errors.Average():.000} | {right} | ").AppendJoin(" | ", aurocs).Append(" |\n");
        }
    }

    private static void Verdicts(StringBuilder page, WatchedGan[] all, WatchThresholds thresholds)
    {
        page.Append(CultureInfo.InvariantCulture, $"""

            ## Words

            *Stopped*: runs that `--fail-on collapse` would end on the way, at {thresholds.Patience} looks in a row of {thresholds.Uncovered} or more.
            *Delay*: of runs that truly held everything at two ticks and then lost a tenth or more at two, ticks from the second of these to the
            second in a row that the watch sees; one that it never sees counts to the end. *Lost again*: runs that were healthy once and ended
            lost. *Hopping* against more than half of 10,000 samples in other cells than a tick before, at 3 of 4 ticks; *poor* against less than
            half of a perfect sampler's samples on a mode, nothing uncovered.

            | data | held runs stopped | lost runs stopped | delay: median, 95% | lost again: noticed | hopping: right | poor: right |
            |---|---|---|---|---|---|---|

            """);
        foreach ((string name, WatchedGan[] runs) in Groups(all))
        {
            WatchedGan[] held = [.. runs.Where(static run => run.IsLost == false)];
            WatchedGan[] lost = [.. runs.Where(static run => run.IsLost == true)];
            int[] delays = [.. runs.Select(run => Delay(run, thresholds)).OfType<int>().Order()];
            WatchedGan[] again = [.. lost.Where(static run => run.Words.Any(static words => words.Contains(WatchWord.Healthy)))];
            int noticed = again.Count(SaysCollapse);
            page.Append(CultureInfo.InvariantCulture, $"| {name} | {Share(held.Count(static run => run.StuckAt is not null), held.Length)} | ")
                .Append(CultureInfo.InvariantCulture, $"{Share(lost.Count(static run => run.StuckAt is not null), lost.Length)} | ")
                .Append(delays.Length == 0 ? "–" : FormattableString.Invariant($"{delays[delays.Length / 2]}, {delays[(int)(0.95 * (delays.Length - 1))]}"))
                .Append(CultureInfo.InvariantCulture, $" | {(again.Length == 0 ? "–" : $"{noticed} of {again.Length}")} | ")
                .Append(CultureInfo.InvariantCulture, $"{Rates(Hopping(runs))} | {Rates(Poor(runs))} |\n");
        }
    }

    /// <summary>Ticks from the second truly uncovered one in a row, after everything was held, to the second in a row that the watch sees; null where there
    /// is no such run.</summary>
    private static int? Delay(WatchedGan run, WatchThresholds thresholds)
    {
        int? held = SecondInRow(run.Ticks, 1, static tick => tick.Truth == 0);
        int? lost = held is null ? null : SecondInRow(run.Ticks, held.Value + 1, static tick => tick.Truth >= Tenth);
        return lost is null ? null
            : Math.Max(0, (SecondInRow(run.Ticks, lost.Value - 1, tick => tick.Uncovered >= thresholds.Uncovered) ?? run.Ticks.Count) - lost.Value);
    }

    private static int? SecondInRow(IReadOnlyList<WatchTick> ticks, int from, Func<WatchTick, bool> holds)
    {
        for (int i = Math.Max(1, from); i < ticks.Count; i++)
        {
            if (holds(ticks[i - 1]) && holds(ticks[i]))
            {
                return i;
            }
        }

        return null;
    }

    private static IEnumerable<(bool Said, bool True)> Hopping(WatchedGan[] runs) =>
        from run in runs
        from i in Enumerable.Range(0, run.Ticks.Count)
        where i >= 4
        select (run.Words[i].Contains(WatchWord.ModeHopping), Enumerable.Range(i - 3, 4).Count(tick => run.Ticks[tick]["moved-true"] > 0.5) >= 3);

    private static IEnumerable<(bool Said, bool True)> Poor(WatchedGan[] runs) =>
        from run in runs
        from i in Enumerable.Range(0, run.Ticks.Count)
        where i >= 1 && run.Ticks[i].Step >= FirstStep && !double.IsNaN(run.Ticks[i]["hq"]) && run.Ticks[i].Truth == 0
        select (run.Words[i].Contains(WatchWord.PoorSamples), run.Ticks[i]["hq"] < run.Ticks[i]["hq-perfect"] / 2);

    private static string Rates(IEnumerable<(bool Said, bool True)> calls)
    {
        (bool Said, bool True)[] all = [.. calls];
        int yes = all.Count(static call => call.True);
        int no = all.Length - yes;
        string Part(int count, int of) => of == 0 ? "–" : (count / (double)of).ToString("0.0%", CultureInfo.InvariantCulture);
        string ofYes = Part(all.Count(static call => call.Said && call.True), yes);
        string ofNo = Part(all.Count(static call => !call.Said && !call.True), no);
        return all.Length == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{ofYes} of {yes:N0}, not {ofNo} of {no:N0}");
    }

    private static string Share(int count, int of)
    {
        if (of == 0)
        {
            return "–";
        }

        (double low, double high) = WilsonInterval.Of(count, of);
        return string.Create(CultureInfo.InvariantCulture, $"{count / (double)of:0.0%} ({low:0.0%} to {high:0.0%})");
    }

    private static string Number(double value) => double.IsFinite(value) ? value.ToString("0.000", CultureInfo.InvariantCulture).TrimStart('0') : "–";
}
