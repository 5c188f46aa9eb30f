using GanCli.Reporting.Reading;
using GanCli.Runs;

namespace GanCli.Reporting.Summary;

/// <summary>What became of the modes: held and kept, lost late, hopping, collapsed, or as a featureless blob has them.</summary>
internal static class ModesStory
{
    /// <summary>Hopping is judged over this last part of the evaluations: at the start every run wanders.</summary>
    private const double Settled = 0.6;

    /// <summary>Tells the story, or null where modes are not known or not measured yet.</summary>
    public static string? Write(RunRecord run)
    {
        if (run.Metric("modes") is not { About.Total: double total } modes)
        {
            return null;
        }

        List<(double Step, double Modes)> seen = [.. modes.Curve.Steps.Zip(modes.Curve.Values).Where(point => double.IsFinite(point.Second))];
        if (modes.Final is double final && double.IsFinite(final))
        {
            seen.Add((run.LastStep, final));
        }

        if (seen.Count == 0)
        {
            return null;
        }

        string all = total switch { 1 => "The only mode", 2 => "Both modes", _ => $"All {Numbers.Whole(total)} modes" };
        string were = total == 1 ? "was" : "were";
        double last = seen[^1].Modes;
        double most = seen.Max(point => point.Modes);
        int first = seen.FindIndex(point => point.Modes >= total);
        if (last >= total)
        {
            int lost = seen.FindLastIndex(point => point.Modes < total);
            return modes.IsNoBetterThanBlob
                ? $"{all} {(total == 1 ? "is" : "are")} held, which a featureless blob does too"
                : lost < first && seen[first].Step == seen[^1].Step
                ? first > 0 ? $"{all} {were} held at the end for the first time" : $"{all} {(total == 1 ? "is" : "are")} held"
                : lost < first
                ? $"{all} {were} held by step {Step(seen[first])} and kept"
                : $"{all} {(total == 1 ? "is" : "are")} held, after {Fewest(seen, first)} were left at step {Step(seen[Thinnest(seen, first)])}";
        }

        if (last == 0)
        {
            return most == 0 ? None(run)
                : $"Every mode was lost: at most {Numbers.Whole(most)} of {Numbers.Whole(total)} {(most == 1 ? "was" : "were")} held, at "
                    + $"step {Step(seen.First(point => point.Modes == most))}"
                    + (Blob(run) is string blob ? $", and what is left is {blob}" : "");
        }

        if (IsServed(run))
        {
            string blob = run.Metric("reverse-kl-all") is { IsNoBetterThanBlob: true } ? ", as with a featureless blob" : "";
            return $"All {Numbers.Whole(total)} modes get their share of the samples{blob}, but only {Numbers.Whole(last)} {(last == 1 ? "is" : "are")} "
                + $"held: {Misses(run)}";
        }

        if (Hopping(run, total) is string hopping)
        {
            return hopping;
        }

        string left = $"{Numbers.Whole(last)} of {Numbers.Whole(total)} modes";
        if (modes.About.Through is not null && run.Metric("hq") is { Perfect: { } best, Value: var valid } && valid < best.Median / 2)
        {
            // Classes get little where few pictures count, however even they are.
            return $"The pictures are poor, be they of many classes or few: {left} {(last == 1 ? "is" : "are")} held";
        }

        if (first >= 0)
        {
            (double Step, double Modes) loss = seen.Skip(first).First(point => point.Modes < total);
            return $"{all} {were} held by step {Step(seen[first])}, but from step {Step(loss)} on modes were lost and {Numbers.Whole(last)} are left";
        }

        if (last <= Math.Max(1, total / 4) && !HasLearned(run))
        {
            return $"The generator holds {left}: not learned, or collapsed";
        }

        if (last <= Math.Max(1, total / 4))
        {
            return $"The generator collapsed: it holds {left}{(most > last ? $", and never held more than {Numbers.Whole(most)}" : "")}";
        }

        return most > last
            ? $"Modes were lost: {Numbers.Whole(most)} of {Numbers.Whole(total)} were held at step {Step(seen.First(point => point.Modes == most))}, "
                + $"and {Numbers.Whole(last)} are left"
            : $"Only {left} {(last == 1 ? "is" : "are")} held";
    }

    /// <summary>Whether every mode is the nearest of its share of all samples, good or bad: none is left out. A mode that is left out costs a divergence of
    /// −ln(1 − w).</summary>
    private static bool IsServed(RunRecord run) =>
        run.Metric("reverse-kl-all") is { Value: var divergence } && run.Modes?.Weights.Min() is double lightest && divergence < -Math.Log(1 - lightest) / 2;

    private static string Misses(RunRecord run) => RunSentence.OffModeOf(run) switch
    {
        { } off when off.Halo + off.Blur > (1 - off.On) / 2 => "the samples are too blurred",
        { } off when off.Beside > (1 - off.On) / 2 => "the samples lie beside them",
        _ => "too few samples lie within the others",
    };

    private static string None(RunRecord run)
    {
        MetricCurve? quality = run.Metric("hq");
        string within = quality is { Value: > 0 and var part } ? $": {Numbers.RoughPercent(part)} of the samples lie within it" : "";
        return (Crowds.Of(run), quality) switch
        {
            (Crowd.AroundMode or Crowd.BetweenModes or Crowd.BesideModes, _) when !HasLearned(run) =>
                $"No mode is held: the samples are {Blob(run)}; not learned, or collapsed",
            (Crowd.AroundMode, _) => $"The generator collapsed around one mode, too blurred to hold it{within}",
            (Crowd.BetweenModes or Crowd.BesideModes, _) => $"The generator collapsed, and holds no mode: its samples are {Blob(run)}",
            (_, { Value: 0 }) => "No mode is held: no sample lies within one",
            (_, { IsNoBetterThanBlob: true }) => "No mode is held: samples lie within modes no more often than a featureless blob’s",
            (_, { Value: > 0 and var share }) =>
                $"No mode is held: {Numbers.RoughPercent(share)} of the samples lie within "
                    + $"modes{(RunSentence.CauseOf(run) is string cause ? $", held back by {cause}" : "")}",
            _ => "No mode is held",
        };
    }

    /// <summary>Whether it was ever nearer to the data than a featureless blob: in the share of samples within modes, or in a distance. What never was has
    /// not learned anything that it could have lost; where the run knows no blob, it is taken to have.</summary>
    private static bool HasLearned(RunRecord run)
    {
        MetricCurve[] telling =
            [.. RunSentence.Distances.Prepend("hq").Select(run.Metric).OfType<MetricCurve>().Where(static metric => metric.Blob is not null)];
        return telling.Length == 0 || Array.Exists(telling, static metric => !metric.IsNoBetterThanBlob
            || metric.Curve.Values.Any(value => double.IsFinite(value) && !metric.About.IsNoBetterThanBlob(value, final: false)));
    }

    private static string? Blob(RunRecord run) => Crowds.Of(run) switch
    {
        Crowd.AroundMode => "one blob around one mode, too blurred to hold it",
        Crowd.BetweenModes => "one blob between two modes",
        Crowd.BesideModes => "one blob beside the modes",
        _ => null,
    };

    /// <summary>Few modes at a time, but ever different ones. A mode counts while it is held.</summary>
    private static string? Hopping(RunRecord run, double total)
    {
        if (run.ModeMetric(HeldModes.Shares) is not ModeCurve frequency || run.ModeWeights is not { } weights
            || frequency.Rows.Any(row => row.Values.Count != weights.Count))
        {
            return null;
        }

        bool[][] covered = [.. frequency.Rows.Skip((int)(frequency.Rows.Count * (1 - Settled))).Select(row => HeldModes.Of(row.Values, weights, run.HeldPart))];
        if (covered.Length < 5)
        {
            return null;
        }

        int[] counts = [.. covered.Select(row => row.Count(mode => mode))];
        int visited = Enumerable.Range(0, covered[0].Length).Count(mode => covered.Any(row => row[mode]));
        int losses = covered.Zip(covered.Skip(1)).Count(pair => pair.First.Zip(pair.Second).Any(mode => mode.First && !mode.Second));
        int gains = covered.Zip(covered.Skip(1)).Count(pair => pair.First.Zip(pair.Second).Any(mode => !mode.First && mode.Second));
        if (counts.Min() == 0 || counts.Max() > total / 2 || visited < counts.Max() + 2 || Math.Min(losses, gains) < covered.Length / 3)
        {
            return null;
        }

        string atATime = counts.Min() == counts.Max() ? Numbers.Whole(counts.Min()) : $"{Numbers.Whole(counts.Min())} to {Numbers.Whole(counts.Max())}";
        return $"The generator hops from mode to mode: it holds {atATime} of {Numbers.Whole(total)} at a time, and {Numbers.Whole(visited)} different ones "
            + $"in turn";
    }

    private static int Thinnest(List<(double Step, double Modes)> seen, int from) =>
        seen.FindIndex(from, point => point.Modes == seen.Skip(from).Min(other => other.Modes));

    private static string Fewest(List<(double Step, double Modes)> seen, int from) => $"only {Numbers.Whole(seen.Skip(from).Min(point => point.Modes))}";

    private static string Step((double Step, double Modes) point) => Numbers.Whole(point.Step);
}
