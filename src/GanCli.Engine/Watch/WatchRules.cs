using GanCli.Runs;

namespace GanCli.Engine.Watch;

/// <summary>From looks to words. A word needs two looks, and a run that was never healthy is given time: most of those that end well have left parts of the
/// data uncovered on the way.</summary>
internal sealed class WatchRules(WatchThresholds thresholds)
{
    private const int Looks = 2;
    private const double MostOutOfReach = 0.5;
    private const int HoppingOf = 4;
    private const int HoppingAt = 3;

    /// <summary>Takes a look into account.</summary>
    /// <param name="before">What was known.</param>
    /// <param name="step">The look's step.</param>
    /// <param name="look">The look's numbers.</param>
    /// <param name="shares">The shares of its samples in the cells of each partition.</param>
    /// <param name="distance">How far samples moved since the look before; null where that is not known.</param>
    public WatchHistory After(WatchHistory before, long step, WatchSignals look, IReadOnlyList<double[]> shares, double? distance)
    {
        WatchedShare[] recent = [.. before.Recent.Append(new WatchedShare(step, look.Uncovered)).TakeLast(Math.Max(thresholds.Patience, Looks))];
        double[] moved = [.. before.Moved.Concat(distance is { } far ? [far] : []).TakeLast(HoppingOf)];
        var runs = new Dictionary<WatchWord, WatchedRun>();
        foreach (var (word, _) in Conditions(look).Append((WatchWord.ModeHopping, moved.Count(each => each > thresholds.Moved) >= HoppingAt))
            .Where(static condition => condition.Item2))
        {
            runs[word] = before.Runs.TryGetValue(word, out WatchedRun run) ? run with { Looks = run.Looks + 1 } : new WatchedRun(step, 1);
        }

        WatchHistory after = before with { Looks = before.Looks + 1, Recent = recent, Moved = moved, Shares = shares, Runs = runs };
        after = after with { StuckAt = !runs.ContainsKey(WatchWord.PartialCollapse) ? null : before.StuckAt ?? (IsStuck(after) ? step : null) };
        WatchWord coverage = Coverage(before, after);
        after = after with { Coverage = coverage, WasHealthy = before.WasHealthy || coverage == WatchWord.Healthy };
        return after with { Since = Dated(before, after, Words(after, coverage)) };
    }

    /// <summary>The words that hold, the worst first.</summary>
    /// <param name="history">What is known.</param>
    /// <param name="isFinal">Whether the run is over: then nothing is learning, and the last two looks decide.</param>
    public IReadOnlyList<WatchWord> Words(WatchHistory history, bool isFinal) => Words(history, isFinal ? Ended(history) : history.Coverage);

    /// <summary>The words that hold for samples that are looked at once, the worst first.</summary>
    public IReadOnlyList<WatchWord> Once(WatchSignals look)
    {
        List<WatchWord> words = [look.Uncovered >= thresholds.Uncovered ? Collapse(look.Uncovered) : WatchWord.Healthy];
        words.AddRange(Conditions(look).Where(static condition => condition.Holds && IsOfQuality(condition.Word)).Select(static condition => condition.Word));
        return [.. words.OrderDescending()];
    }

    /// <summary>Whether part of the data has been uncovered at as many looks in a row as patience says, and that did not improve: it will not pass by
    /// itself. Fewer looks would stop runs that recover.</summary>
    public bool IsStuck(WatchHistory history) =>
        history.Runs.TryGetValue(WatchWord.PartialCollapse, out WatchedRun run) && run.Looks >= Math.Max(Looks, thresholds.Patience) && !IsImproving(history);

    /// <summary>Since when a word holds that <see cref="Words(WatchHistory, bool)"/> gives.</summary>
    public long Since(WatchHistory history, WatchWord word) => Known(history, word) is { } since ? since
        : history.Runs.TryGetValue(WatchText.IsCollapse(word) ? WatchWord.PartialCollapse : word, out WatchedRun run) ? run.Since
        : history.Looks > 1 ? history.Recent[^1].Step : 0;

    // A collapse has one date, however much of the data it has come to.
    private static long? Known(WatchHistory history, WatchWord word)
    {
        WatchWord[] alike = WatchText.IsCollapse(word) ? [WatchWord.PartialCollapse, WatchWord.Collapsed] : [word];
        return alike.Where(history.Since.ContainsKey).Select(each => (long?)history.Since[each]).Min();
    }

    private IEnumerable<(WatchWord Word, bool Holds)> Conditions(WatchSignals look) =>
    [
        (WatchWord.Healthy, look.Uncovered < thresholds.Healthy),
        (WatchWord.PartialCollapse, look.Uncovered >= thresholds.Uncovered),
        (WatchWord.Collapsed, look.Uncovered >= thresholds.Collapsed),
        (WatchWord.Narrow, look.Narrow < thresholds.Narrow),
        (WatchWord.PoorSamples, look.OffData >= thresholds.OffData),
        (WatchWord.Diverging, look.OutOfReach >= MostOutOfReach),
    ];

    private static bool IsOfQuality(WatchWord word) => word is WatchWord.Narrow or WatchWord.PoorSamples or WatchWord.Diverging;

    private WatchWord Coverage(WatchHistory before, WatchHistory after)
    {
        if (Lasts(after, WatchWord.Healthy))
        {
            return WatchWord.Healthy;
        }

        if (after.Recent[^1].Uncovered < thresholds.Uncovered)
        {
            return before.Coverage;
        }

        bool stuck = before.WasHealthy ? Lasts(after, WatchWord.PartialCollapse) : IsStuck(after);
        return stuck ? Collapse(after) : before.WasHealthy ? before.Coverage : WatchWord.Learning;
    }

    private bool IsImproving(WatchHistory history) =>
        history.Recent[0].Uncovered - history.Recent[^1].Uncovered >= thresholds.Improving;

    // The worse word needs two looks as well.
    private WatchWord Collapse(WatchHistory history) => Collapse(history.Recent.TakeLast(Looks).Min(static look => look.Uncovered));

    private WatchWord Collapse(double uncovered) => uncovered >= thresholds.Collapsed ? WatchWord.Collapsed : WatchWord.PartialCollapse;

    private WatchWord Ended(WatchHistory history) => history.Recent.TakeLast(Looks).ToArray() switch
    {
        // One look is too few to say more.
        [] or [_] => WatchWord.Learning,
        var last when last.All(look => look.Uncovered >= thresholds.Uncovered) => Collapse(history),
        var last when last.All(look => look.Uncovered < thresholds.Uncovered) => WatchWord.Healthy,
        _ => WatchWord.Changing,
    };

    private static IReadOnlyList<WatchWord> Words(WatchHistory history, WatchWord coverage) =>
    [
        .. history.Runs.Keys.Where(word => IsOfQuality(word) && Lasts(history, word))
            .Concat(history.Runs.ContainsKey(WatchWord.ModeHopping) ? [WatchWord.ModeHopping] : [])
            .Append(coverage).OrderDescending(),
    ];

    private static bool Lasts(WatchHistory history, WatchWord condition) => history.Runs.TryGetValue(condition, out WatchedRun run) && run.Looks >= Looks;

    // A word that held before keeps its date, one that is new has that of the first look that showed it.
    private Dictionary<WatchWord, long> Dated(WatchHistory before, WatchHistory after, IReadOnlyList<WatchWord> words) =>
        words.ToDictionary(static word => word, word => Since(after with { Since = before.Since }, word));
}
