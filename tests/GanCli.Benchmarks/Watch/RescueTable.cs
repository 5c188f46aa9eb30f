using System.Globalization;
using System.Text;
using GanCli.Engine.Watch.Remedies;
using GanCli.Runs;

namespace GanCli.Benchmarks.Watch;

/// <summary>A recorded run of <see cref="WatchRescues"/>.</summary>
/// <param name="Family">Its data.</param>
/// <param name="Setting">Kind of setting and its name.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Arm">What was done.</param>
/// <param name="Stuck">Step at which the watch first found it stuck; null: never.</param>
/// <param name="Cause">The likeliest cause then.</param>
/// <param name="Held">Whether it held all of the data at its last two ticks, with samples that are not poor.</param>
internal sealed record RescuedRun(WatchFamily Family, string Setting, int Seed, string Arm, long? Stuck, string Cause, bool Held);

/// <summary>What helps a run that is stuck, as a page and as the table that the program carries.</summary>
internal static class RescueTable
{
    // Later, too few steps are left to tell what a change does.
    private const long LastStart = 3000;

    private static readonly string[] s_arms =
        [WatchRescues.Unchanged, WatchRescues.Rescued, WatchRescues.Always, WatchRescues.Restart, WatchRescues.AlwaysWider];

    /// <summary>Writes the page.</summary>
    /// <param name="folder">Records.</param>
    /// <param name="commit">The program's.</param>
    public static string Page(string folder, string commit)
    {
        RescuedRun[] all = [.. Read(folder)];
        Dictionary<(WatchFamily, string, int), RescuedRun> unchanged = all.Where(static run => run.Arm is WatchRescues.Unchanged)
            .ToDictionary(static run => (run.Family, run.Setting, run.Seed));
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            # What helps a run that has collapsed

            Written by `scripts/watch-table --rescues` · commit {commit} · {all.Length:N0} runs of 6,000 steps, looked at every 250

            {unchanged.Count} runs were trained without help; {unchanged.Values.Count(static run => run.Stuck is not null)} of them the watch found
            stuck: a tenth of the data or more uncovered at six looks in a row without getting better. Only these are in the tables. *Held*: every
            part of the data gets a quarter of its samples or more at the last two ticks, by 10,000 samples, and these are no poor samples: half as many
            lie on a mode as of a perfect sampler, or, of data without modes, less than half of them off the data. With 95% intervals (Wilson). Kinds
            of data with a star had no part in choosing what is done first. A featureless blob leaves nothing out. Where its samples are not poor
            either, at {BlobMark.Mark}, to hold all of the data is no merit: those kinds are in no sum.

            """);
        Arms(page, all, unchanged, Blobs(folder));
        Treated(page, folder);
        Causes(page, unchanged.Values);
        return page.ToString();
    }

    /// <summary>The table that the program carries: how often each treatment helped, by cause.</summary>
    public static string Rates(string folder)
    {
        var lines = new StringBuilder("treatment,cause,held,runs\n");
        foreach (var group in Treatable(folder).GroupBy(static run => (run.Arm, run.Cause)).OrderBy(static group => group.Key.Cause, StringComparer.Ordinal)
            .ThenBy(static group => Order(group.Key.Arm)))
        {
            lines.Append(CultureInfo.InvariantCulture, $"{group.Key.Arm},{group.Key.Cause},{group.Count(static run => run.Held)},{group.Count()}\n");
        }

        return lines.ToString();
    }

    private static int Order(string arm) => arm is WatchRescues.Unchanged ? -1 : Treatments.All.TakeWhile(treatment => treatment.Name != arm).Count();

    private static void Arms(
        StringBuilder page, RescuedRun[] all, Dictionary<(WatchFamily, string, int), RescuedRun> unchanged, HashSet<string> blobs)
    {
        page.Append("""

            ## Arms

            *Rescue*: `--on-collapse rescue`, three times at most. *Always*: relativistic loss with R1 and R2 (γ 0.1) from the first step.
            *Restart*: a new run with them for the steps that were left when the watch found the unchanged one stuck. *Wider*: `r1-r2-wider` from
            the first step. A run in which the watch spoke so late that little was left counts, too. Arms take equal numbers of steps; those of
            wider networks cost more.

            | data | stuck | unchanged | rescue | always R1 and R2 | restart with R1 and R2 | always R1 and R2, wider |
            |---|---|---|---|---|---|---|

            """);
        string Name(WatchFamily family) => family.Name + (blobs.Contains(family.Name) ? BlobMark.Mark : "") + (family.IsForChoosing ? "" : " *");
        RescuedRun[] Sum(bool isForChoosing) => [.. all.Where(run => run.Family.IsForChoosing == isForChoosing && !blobs.Contains(run.Family.Name))];
        IEnumerable<(string Name, RescuedRun[] Runs)> groups =
        [
            .. WatchFamily.All.Select(family => (Name(family), all.Where(run => run.Family == family).ToArray()))
                .Where(static group => group.Item2.Length > 0),
            ("**chosen by**", Sum(isForChoosing: true)), ("**not chosen by** *", Sum(isForChoosing: false)),
        ];
        foreach ((string name, RescuedRun[] runs) in groups)
        {
            RescuedRun[] stuck = [.. runs.Where(run => unchanged[(run.Family, run.Setting, run.Seed)].Stuck is not null)];
            page.Append(CultureInfo.InvariantCulture, $"| {name} | {stuck.Count(static run => run.Arm is WatchRescues.Unchanged)} | ")
                .AppendJoin(" | ", s_arms.Select(arm => Share(stuck.Where(run => run.Arm == arm)))).Append(" |\n");
        }
    }

    private static void Treated(StringBuilder page, string folder)
    {
        RescuedRun[] runs = [.. Treatable(folder)];
        string[] causes = [.. runs.Select(static run => run.Cause).Distinct().Order(StringComparer.Ordinal)];
        page.Append(CultureInfo.InvariantCulture, $"""

            ## One treatment each

            On the kinds of data without a star: applied once, when the run was found stuck, if that was by step {LastStart:N0}. By the first cause that
            `gan diagnose` names. What helps most is proposed first.

            | treatment | what it is | all | {string.Join(" | ", causes)} |
            |---|---|---|{string.Concat(Enumerable.Repeat("---|", causes.Length))}

            """);
        foreach (IGrouping<string, RescuedRun> arm in runs.GroupBy(static run => run.Arm).OrderBy(static group => Order(group.Key)))
        {
            page.Append(CultureInfo.InvariantCulture, $"| `{arm.Key}` | {Treatments.Find(arm.Key)?.Text ?? "nothing"} | {Share(arm)} | ")
                .AppendJoin(" | ", causes.Select(cause => Count(arm.Where(run => run.Cause == cause)))).Append(" |\n");
        }
    }

    private static void Causes(StringBuilder page, IEnumerable<RescuedRun> unchanged)
    {
        RescuedRun[] stuck = [.. unchanged.Where(static run => run.Stuck is not null)];
        string[] causes = [.. stuck.Select(static run => run.Cause).Distinct().Order(StringComparer.Ordinal)];
        page.Append(CultureInfo.InvariantCulture, $"""

            ## What is taken for the cause

            Stuck runs by how they were set up, and the first cause that a diagnosis named then. Settings differ from the base in what their name
            says.

            | setting | {string.Join(" | ", causes)} |
            |---|{string.Concat(Enumerable.Repeat("---|", causes.Length))}

            """);
        foreach (IGrouping<string, RescuedRun> setting in stuck.GroupBy(static run => run.Setting))
        {
            page.Append(CultureInfo.InvariantCulture, $"| {setting.Key} | ")
                .AppendJoin(" | ", causes.Select(cause => setting.Count(run => run.Cause == cause).ToString(CultureInfo.InvariantCulture))).Append(" |\n");
        }
    }

    // Runs of the kinds for choosing, stuck while there was time, in arms that treat once; the cause is the unchanged run's.
    private static IEnumerable<RescuedRun> Treatable(string folder)
    {
        RescuedRun[] all = [.. Read(folder).Where(static run => run.Family.IsForChoosing)];
        var unchanged = all.Where(static run => run.Arm is WatchRescues.Unchanged).ToDictionary(static run => (run.Family, run.Setting, run.Seed));
        return all.Where(static run => run.Arm is WatchRescues.Unchanged || Treatments.Find(run.Arm) is not null)
            .Select(run => (Run: run, Alone: unchanged[(run.Family, run.Setting, run.Seed)]))
            .Where(static pair => pair.Alone.Stuck <= LastStart).Select(static pair => pair.Run with { Cause = pair.Alone.Cause });
    }

    private static string Share(IEnumerable<RescuedRun> runs)
    {
        (int held, int count) = (runs.Count(static run => run.Held), runs.Count());
        if (count == 0)
        {
            return "–";
        }

        (double low, double high) = WilsonInterval.Of(held, count);
        return string.Create(CultureInfo.InvariantCulture, $"{held} of {count}, {held / (double)count:0%} ({low:0%} to {high:0%})");
    }

    private static string Count(IEnumerable<RescuedRun> runs) =>
        runs.Any() ? string.Create(CultureInfo.InvariantCulture, $"{runs.Count(static run => run.Held)} of {runs.Count()}") : "–";

    // Kinds of data of which a blob's samples are not poor.
    private static HashSet<string> Blobs(string folder) => new(
        File.ReadLines(Path.Combine(folder, "blobs.csv")).Skip(1).Select(static line => line.Split(','))
            .Where(static cells => !IsPoor(cells[1], cells[2], cells[3])).Select(static cells => cells[0]), StringComparer.Ordinal);

    private static bool IsPoor(string hq, string perfect, string off)
    {
        static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);
        return hq.Length > 0 ? Number(hq) < Number(perfect) / 2 : Number(off) >= 0.5;
    }

    private static IEnumerable<RescuedRun> Read(string folder)
    {
        foreach (WatchFamily family in WatchFamily.All)
        {
            string path = Path.Combine(folder, $"rescues-{family.Name}.csv");
            foreach (string[] cells in File.Exists(path) ? File.ReadLines(path).Skip(1).Select(static line => line.Split(',')) : [])
            {
                bool held = cells[^1] is "completed" && cells[7] is "0" && cells[8] is "0" && !IsPoor(cells[9], cells[10], cells[11]);
                yield return new RescuedRun(
                    family, $"{cells[0]}: {cells[1]}", int.Parse(cells[2], CultureInfo.InvariantCulture), cells[3],
                    cells[4].Length == 0 ? null : long.Parse(cells[4], CultureInfo.InvariantCulture), cells[5], held);
            }
        }
    }
}
