using GanCli.Reporting.Reading;
using GanCli.Runs;

namespace GanCli.Reporting.Summary;

/// <summary>One sentence that reads a run in plain words: what became of the modes, how good the samples are and what holds them back.</summary>
public static class RunSentence
{
    /// <summary>Writes the sentence.</summary>
    public static string Write(RunRecord run)
    {
        string? story = Story(run);
        if (run.Status is not RunStatus status || status.State == RunState.Completed)
        {
            return Sentence(run, story ?? $"Trained for {Numbers.Count(run.Status?.Step ?? run.LastStep, "step")}; nothing was measured");
        }

        string at = $"at step {Numbers.Whole(status.Step)} of {Numbers.Whole(status.Steps)}";
        string why = status.Message is { Length: > 0 } message ? $" ({message.TrimEnd('.')})" : "";
        string opening = status.State switch
        {
            RunState.Running => $"Still training, {at}",
            RunState.Interrupted => $"Interrupted {at}",
            RunState.Diverged => $"Training diverged {at}{why}",
            RunState.Collapsed => $"Ended {at} by the collapse watch",
            RunState.Failed => $"Failed {at}{why}",
            _ => $"The process died {at} without a word",
        };
        if (story is null)
        {
            return Sentence(run, $"{opening}; nothing has been measured yet");
        }

        string link = status.State == RunState.Running ? "; so far " : "; until then ";
        return Sentence(run, opening + link + char.ToLowerInvariant(story[0]) + story[1..]);
    }

    // Of whole distributions: those that a blob fails tell whether anything was learned.
    internal static readonly string[] Distances = ["sliced-wasserstein", "energy-distance", "mmd"];

    // What was asked for and is missing: who reads only this must not take it for nothing to say.
    private static string Sentence(RunRecord run, string text) => run.Manifest?.NotCounted is { } reason ? $"{text}; {reason}." : text + ".";

    private static string? Story(RunRecord run)
    {
        string? modes = ModesStory.Write(run);
        if (modes is null)
        {
            return Plain(run);
        }

        return Quality(run) is string quality ? $"{modes}; {quality}" : modes;
    }

    private static string? Quality(RunRecord run)
    {
        if (run.Metric("hq") is not MetricCurve { Value: var value } hq || !double.IsFinite(value) || run.Metric("modes")?.Value == 0)
        {
            return null;
        }

        string share = hq.About.Through is null ? $"samples are {Numbers.RoughPercent(value)} on mode"
            : $"{Numbers.RoughPercent(value)} of the pictures are valid";
        if (hq.IsNoBetterThanBlob)
        {
            return $"{share}, no better than a featureless blob’s";
        }

        if (!hq.IsPerfect(value))
        {
            string back = CauseOf(run) is string cause ? $"{share}, held back by {cause}" : $"{share} (a perfect sampler’s {Perfect(hq)})";
            return Narrow(run) is string crowded ? $"{back}, and {crowded}" : back;
        }

        if (Narrow(run) is string narrow)
        {
            return $"{share}, but {narrow}";
        }

        if (run.Metric("modes") is { About.Total: double total } modes && modes.Value < total)
        {
            return share;
        }

        if (Uneven(run) is string uneven)
        {
            return $"{share}, {uneven}";
        }

        // Points, lines and displaced modes have samples on every mode too.
        return new[] { "class-recall", "coverage", "recall" }.SelectMany(run.MetricsOf).FirstOrDefault(metric =>
            metric.Perfect is not null && double.IsFinite(metric.Value) && !metric.IsPerfect(metric.Value)) is MetricCurve lacking
            ? $"{share}, but {lacking.About.Label.ToLowerInvariant()} is {lacking.Write(lacking.Value)} (a perfect sampler’s {Perfect(lacking)}): modes are "
                + $"not drawn as they are"
            : $"{share}, as good as a perfect sampler’s";
    }

    private static string? Narrow(RunRecord run) => WidthsOf(run) switch
    {
        { Narrow: > 0 } widths when widths.Narrow == widths.Held => $"the modes are narrow ({Numbers.RoughPercent(widths.Width)} of their width)",
        { Narrow: > 0 } widths => $"{Numbers.Whole(widths.Narrow)} of the {Numbers.Whole(widths.Held)} modes held are narrow (below half of their width)",
        { Width: < HeldModes.Full } widths =>
            $"the {(widths.Held == 1 ? "mode has" : "modes have")} {Numbers.RoughPercent(widths.Width)} of {(widths.Held == 1 ? "its" : "their")} "
                + $"width{(widths.Held > 2 ? " (median)" : "")}",
        null => TooNarrow(run),
        _ => null,
    };

    private static (int Held, int Narrow, double Width)? WidthsOf(RunRecord run) => HeldModes.Widths(
        run.ModeMetrics.Where(metric => metric.Value is not null)
            .ToDictionary(metric => metric.Name, metric => new RowValue(double.NaN, metric.Value), StringComparer.Ordinal), run.ModeWeights, run.HeldPart);

    private static string? TooNarrow(RunRecord run) =>
        run.Metric("spread") is { Value: > 0 and < HeldModes.Full and var spread }
            ? $"modes are drawn too narrow ({Numbers.RoughPercent(spread)} of their width)" : null;

    private static string? Uneven(RunRecord run)
    {
        if (run.Metric("reverse-kl") is not MetricCurve kl || kl.IsPerfect(kl.Value) || !(kl.Value > 0.02)
            || run.ModeWeights is not { } weights || run.ModeMetric(HeldModes.Shares) is not { Value: { } shares } counted || shares.Count != weights.Count)
        {
            return null;
        }

        // The modes whose share is furthest from their weight, in proportion: to tell of as much as they should have would be no news.
        // What few samples leave open is none either.
        int[] order = [.. Enumerable.Range(0, shares.Count).Where(mode => weights[mode] > 0).OrderBy(mode => shares[mode] / weights[mode])];
        int[] off = [.. new[] { order[0], order[^1] }.Distinct().Where(mode => Math.Abs((shares[mode] / weights[mode]) - 1) > 0.1
            && !(counted.IntervalOf(shares[mode]) is { } interval && interval.Low <= weights[mode] && weights[mode] <= interval.High))];
        return off.Length == 0 ? null
            : "but unevenly shared out: "
                + string.Join(", ",
                    off.Select(mode =>
                        $"{run.ModeName(mode)} gets {Numbers.RoughPercent(shares[mode])} in place of {Numbers.RoughPercent(weights[mode])}"));
    }

    /// <summary>What holds the samples back, as far as its last samples show it; null where none is known.</summary>
    internal static string? CauseOf(RunRecord run) => OffModeOf(run)?.Cause();

    /// <summary>Where the last samples are that lie in no mode; null where there are none, or modes are not known.</summary>
    internal static OffMode? OffModeOf(RunRecord run) => run.Modes is DataModes modes && run.LastSamples is SampleSet samples ? OffMode.Sort(samples, modes)
        : null;

    private static string Perfect(MetricCurve metric) => metric.Perfect is PerfectScore score ? metric.Write(score.Median) : "unknown";

    /// <summary>Data without known modes: how much of them is reached, and how much of what is made looks like them.</summary>
    private static string? Plain(RunRecord run)
    {
        if (run.Metric("coverage") is { Value: var reached } coverage && run.Metric("precision") is { Value: var real } precision
            && double.IsFinite(reached) && double.IsFinite(real))
        {
            string? few = FewValues.Write(run);
            return $"Samples reach {Numbers.RoughPercent(reached)} of the real data{In(coverage, few)}, and {Numbers.RoughPercent(real)} of them lie where "
                + $"real data lie{In(precision, few)}{Warning(run)}{(few is null ? "" : $"; {few}")}";
        }

        return run.Metrics.FirstOrDefault(metric => double.IsFinite(metric.Value)) is MetricCurve first
            ? $"{first.About.Label} is {first.Write(first.Value)}{In(first)}"
            : null;
    }

    /// <summary>What shares of neighbours do not show: samples that vary far less than the data, and a blob that comes nearer to them.</summary>
    private static string Warning(RunRecord run)
    {
        string crowded = run.Real is SampleSet real && run.LastSamples is SampleSet made && Variation(real, made) is < HeldModes.Narrow and var variation
            ? $"; samples vary only {Numbers.RoughPercent(variation)} as much as the data do: collapsed, or not learned"
            : "";
        if (Distances.Select(run.Metric).FirstOrDefault(BlobIsNearer) is not { } distance)
        {
            return crowded;
        }

        string name = char.ToLowerInvariant(distance.About.Label[0]) + distance.About.Label[1..];
        string blob = $"; a featureless blob is nearer to the data ({name} {distance.Write(distance.Blob!.Median)}, here {distance.Write(distance.Value)})";
        return crowded.Length > 0 ? crowded + blob : blob + ": not learned, or collapsed";
    }

    // Where the data are a blob themselves, a perfect sampler is no nearer to them than one.
    private static bool BlobIsNearer(MetricCurve? metric) =>
        metric is { IsNoBetterThanBlob: true, Blob: { } blob } && metric.Value > blob.Median && !metric.About.CannotTellBlob(metric.Final is not null);

    /// <summary>How far generated columns spread as a share of how far real ones do: the root mean square over the columns that vary; null where none does. Of
    /// each column the larger of two shares counts, of standard deviations and of median distances from the median: what misses a few outliers has lost most
    /// of the first, and what is 0 in most rows has none of the second.</summary>
    private static double? Variation(SampleSet real, SampleSet made)
    {
        double[] shares = [.. Enumerable.Range(0, real.Dimension)
            .Select(column => (Real: real.Column(column), Made: made.Column(column)))
            .Where(static column => Deviation(column.Real) > 0 && column.Made.All(double.IsFinite))
            .Select(static column => Math.Max(Share(column.Real, column.Made, Deviation), Share(column.Real, column.Made, Distance)))];
        return shares.Length == 0 ? null : Math.Sqrt(shares.Average(static share => share * share));

        static double Share(double[] real, double[] made, Func<double[], double> spread) => spread(real) is > 0 and var size ? spread(made) / size : 0;

        static double Deviation(double[] numbers)
        {
            double mean = numbers.Average();
            return Math.Sqrt(numbers.Average(x => (x - mean) * (x - mean)));
        }

        static double Distance(double[] numbers)
        {
            double middle = Median(numbers);
            return Median([.. numbers.Select(x => Math.Abs(x - middle))]);
        }

        static double Median(double[] numbers) => numbers.Order().ElementAt(numbers.Length / 2);
    }

    /// <summary>A value between a blob's and a perfect sampler's. What no metric saw is not praised.</summary>
    private static string In(MetricCurve metric, string? unseen = null) => metric.IsNoBetterThanBlob ? " (no better than a featureless blob’s)"
        : metric.Perfect is null ? ""
        : metric.IsPerfect(metric.Value) && unseen is null ? " (as a perfect sampler’s)" : $" (perfect {Perfect(metric)})";
}
