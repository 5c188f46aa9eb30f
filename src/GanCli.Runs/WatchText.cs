using System.Globalization;

namespace GanCli.Runs;

/// <summary>The watch's verdicts as a person reads them: the one vocabulary of terminals, tables and reports.</summary>
public static class WatchText
{
    /// <summary>The key of the uncovered share in the metrics log.</summary>
    public const string UncoveredKey = "watch.uncovered";

    /// <summary>The key of the verdict in the metrics log.</summary>
    public const string VerdictKey = "watch.verdict";

    /// <summary>The verdict of a word as files have it; null where it is none that this version knows.</summary>
    public static WatchWord? Of(string? word) => word is not null && Enum.TryParse(word.Replace("-", "", StringComparison.Ordinal), ignoreCase: true,
        out WatchWord known) && Enum.IsDefined(known) ? known : null;

    /// <summary>A few words for a line of progress: <c>partial collapse, 38% uncovered</c>.</summary>
    public static string Short(WatchVerdict verdict) =>
        verdict.Verdict is WatchWord.Healthy or WatchWord.Diverging ? Marked(verdict) : $"{Name(verdict.Verdict)}, {Share(verdict.Uncovered)} uncovered";

    /// <summary>One clause, with since when and what else holds: <c>partial collapse (38% of the data uncovered since step 3,200; 2 of 8 clusters get next to
    /// nothing), mode hopping</c>.</summary>
    public static string Clause(WatchVerdict verdict)
    {
        string since = verdict.Since is { } step ? $" since step {step.ToString("N0", CultureInfo.InvariantCulture)}" : "";
        string covered = $"{Share(verdict.Uncovered)} of the data uncovered";
        string clusters = verdict.Evidence.TryGetValue("starved-clusters", out double starved) && starved > 0
            && verdict.Evidence.TryGetValue("clusters", out double all) && all > 1
            ? string.Create(CultureInfo.InvariantCulture, $"; {starved:0} of {all:0} clusters get next to nothing") : "";
        string blob = IsBlobsMerit(verdict) ? "; a featureless blob would be called so, too" : "";
        string first = verdict.Verdict switch
        {
            WatchWord.PartialCollapse or WatchWord.Collapsed => $"{Name(verdict.Verdict)} ({covered}{since}{clusters})",
            WatchWord.Learning => $"{Name(verdict.Verdict)} ({covered}{clusters})",
            WatchWord.Changing => $"{Name(verdict.Verdict)} ({covered} at the last look)",
            WatchWord.Healthy when verdict.Uncovered < 0.005 => $"{Name(verdict.Verdict)} (the data are covered{since}{blob})",
            WatchWord.Healthy => $"{Name(verdict.Verdict)}{since} ({covered}{clusters}{blob})",
            WatchWord.Narrow => $"{Name(verdict.Verdict)} (samples {Times(verdict, "narrow")} as far apart as real ones{since}; {covered})",
            WatchWord.PoorSamples => $"{Name(verdict.Verdict)} ({Percent(verdict, "off-data")} of the samples off the data{since}; {covered})",
            WatchWord.ModeHopping =>
                $"{Name(verdict.Verdict)} ({Percent(verdict, "moved")} of the samples went elsewhere since the last look{Period(verdict, ", ")}; {covered})",
            _ => Name(verdict.Verdict) + since,
        };
        return string.Join(", ", verdict.All.Where(word => word != verdict.Verdict && IsWorthNaming(word))
            .Select(word => Name(word) + (word == WatchWord.ModeHopping && Period(verdict, "(") is { Length: > 0 } period ? $" {period})" : ""))
            .Prepend(first));
    }

    private static string Period(WatchVerdict verdict, string before) => verdict.Evidence.TryGetValue("period", out double steps)
        ? string.Create(CultureInfo.InvariantCulture, $"{before}back every {steps:N0} steps") : "";

    /// <summary>The word for a table, marked where it is the best there is and a featureless blob would be called so, too.</summary>
    public static string Marked(WatchVerdict verdict) => Name(verdict.Verdict) + (IsBlobsMerit(verdict) ? BlobMark.Mark : "");

    /// <summary>A word as a person reads it.</summary>
    public static string Name(WatchWord word) => word switch
    {
        WatchWord.Healthy => "healthy",
        WatchWord.Learning => "learning",
        WatchWord.Changing => "coverage still changing",
        WatchWord.Narrow => "narrow",
        WatchWord.PoorSamples => "poor samples",
        WatchWord.ModeHopping => "mode hopping",
        WatchWord.PartialCollapse => "partial collapse",
        WatchWord.Collapsed => "collapsed",
        _ => "diverging",
    };

    /// <summary>Whether a word says that part of the data is left out for good.</summary>
    public static bool IsCollapse(WatchWord word) => word is WatchWord.PartialCollapse or WatchWord.Collapsed;

    /// <summary>Whether a word is a finding.</summary>
    public static bool IsBad(WatchWord word) => word is WatchWord.PartialCollapse or WatchWord.Collapsed or WatchWord.ModeHopping or WatchWord.Diverging;

    private static bool IsBlobsMerit(WatchVerdict verdict) => verdict is { Verdict: WatchWord.Healthy, BeatsUninformed: false };

    // Behind a worse word these say nothing.
    private static bool IsWorthNaming(WatchWord word) => word is not (WatchWord.Healthy or WatchWord.Learning);

    private static string Share(double share) => share.ToString("0%", CultureInfo.InvariantCulture);

    private static string Percent(WatchVerdict verdict, string key) => verdict.Evidence.TryGetValue(key, out double value) ? Share(value) : "–";

    private static string Times(WatchVerdict verdict, string key) =>
        verdict.Evidence.TryGetValue(key, out double value) ? value.ToString("0.00", CultureInfo.InvariantCulture) + " times" : "not";
}
