using System.Globalization;
using GanCli.Reporting.Reading;
using GanCli.Reporting.Summary;
using GanCli.Runs;

namespace GanCli.Reporting.Page;

/// <summary>What a report says, whatever the format it is written in.</summary>
/// <param name="Run">The run.</param>
/// <param name="Pictures">Its pictures.</param>
/// <param name="Inline">The pictures as elements of a page, by name.</param>
/// <param name="Film">The animation as a GIF, or null.</param>
public sealed record ReportContent(RunRecord Run, ReportPictures Pictures, IReadOnlyDictionary<string, string> Inline, byte[]? Film)
{
    /// <summary>How many figures lead the report.</summary>
    public const int Figures = 4;

    /// <summary>The sentence that reads the run.</summary>
    public string Lead => RunSentence.Write(Run);

    /// <summary>What the collapse watch says, or null where none watched.</summary>
    public string? Watch => Run.Status?.Watch is { } watch ? $"The collapse watch, which sees no labels: {WatchText.Clause(watch)}." : null;

    /// <summary>What was done to the run when it had collapsed, each one sentence.</summary>
    public IReadOnlyList<string> Rescues =>
        [.. (Run.Manifest?.Rescues ?? []).Select(static rescue => $"The run was {rescue.Clause()} ({string.Join("; ", rescue.Changes)}).")];

    /// <summary>What was doubtful when the run began, each one line.</summary>
    public IReadOnlyList<string> Warnings => Run.Manifest?.Warnings ?? [];

    /// <summary>The four figures that matter.</summary>
    public IReadOnlyList<MetricCurve> Headline => [.. Run.MetricsByWeight.Where(metric => !double.IsNaN(metric.Value)).Take(Figures)];

    /// <summary>What follows after the samples' story: those parts that have something to show.</summary>
    public IReadOnlyList<ReportSection> Details => [.. new[]
    {
        ReportSection.Of([("the discriminator’s surface", [Pictures.Surface]), ("the modes", [Pictures.ModeShares, Pictures.ModeSpreads])]),
        ReportSection.Of([("gradients", [Pictures.Gradients]), ("the discriminator’s outputs", [Pictures.Outputs])]),
        ReportSection.Of([("what the remedies logged", [.. Pictures.Remedies])]),
    }.OfType<ReportSection>()];

    /// <summary>How the run stands, in one word.</summary>
    public string State => Run.Status?.State.ToString().ToLowerInvariant() ?? "no status";

    /// <summary>One line of facts under the title.</summary>
    public string Facts => string.Join(" · ", FactList());

    /// <summary>Where the run was made, as names and values.</summary>
    public IReadOnlyList<(string Name, string Value)> Environment => [.. EnvironmentList()];

    /// <summary>Commands that make something of the run, each with what it does.</summary>
    public IReadOnlyList<(string Effect, string Line)> Commands => [.. CommandList()];

    /// <summary>The config as it was given, or null.</summary>
    public string? ConfigText => Text(Run.Folder.ConfigPath);

    /// <summary>The config with every key, or null.</summary>
    public string? ResolvedText => Text(Run.Folder.ResolvedYamlPath) ?? Text(Run.Folder.ResolvedJsonPath);

    /// <summary>A perfect score with its band, for people; null where none is known.</summary>
    public static string? Perfect(MetricCurve metric)
    {
        if (metric.Perfect is not PerfectScore perfect)
        {
            return null;
        }

        string band = perfect.Low < perfect.High ? $" ({metric.Write(perfect.Low)} to {metric.Write(perfect.High)})" : "";
        return metric.Write(perfect.Median) + band;
    }

    /// <summary>A featureless blob's score for people; null where none is known.</summary>
    public static string? Blob(MetricCurve metric) => metric.Blob is not UninformedScore blob ? null
        : metric.Write(blob.Median)
            + (metric.BlobAtBest is double best && metric.Write(best) is var text && !string.Equals(text, metric.Write(blob.Median), StringComparison.Ordinal)
                ? $", at best {text}" : "");

    /// <summary>What a reader of the metrics' marks has to know.</summary>
    public static IEnumerable<string> Notes(IEnumerable<MetricCurve> metrics) =>
        metrics.Where(metric => metric.IsNoBetterThanBlob).GroupBy(metric => metric.Final is not null)
            .SelectMany(group => BlobMark.Notes(group.Select(metric => metric.About), group.Key)).Distinct(StringComparer.Ordinal)
            .Concat(metrics.GroupBy(metric => metric.Final is not null)
                .SelectMany(group => CeilingNote.Of(group.Select(metric => metric.About), group.Key)).Distinct(StringComparer.Ordinal));

    private IEnumerable<string> FactList()
    {
        if (Run.Config?.Text("data.kind") is string data)
        {
            yield return Run.Modes is DataModes modes ? $"{data}, {Numbers.Whole(modes.Means.Count)} modes" : data;
        }

        if (Run.Config?.Text("loss.kind") is string loss)
        {
            yield return loss;
        }

        if (Run.Status is RunStatus status)
        {
            yield return status.Step == status.Steps ? Numbers.Count(status.Steps, "step")
                : $"step {Numbers.Whole(status.Step)} of {Numbers.Whole(status.Steps)}";
            yield return Numbers.Duration(status.Seconds);
        }

        if (Run.Manifest is RunManifest manifest)
        {
            yield return $"seed {manifest.Seed}";
            yield return manifest.Threads == 1 ? $"{manifest.Device}, 1 thread"
                : $"{manifest.Device}, {manifest.Threads.ToString(CultureInfo.InvariantCulture)} threads";
        }

        yield return $"{Time(Run.Folder.Created)} UTC";
    }

    private IEnumerable<(string Name, string Value)> EnvironmentList()
    {
        yield return ("Run", $"{Run.Folder.Name}/{Run.Folder.FolderPart}");
        if (Run.Manifest is RunManifest manifest)
        {
            yield return ("Begun", $"{Time(manifest.Created)} UTC");
            yield return ("Command", CommandText(manifest.Arguments));
            string dirty = manifest.GitDirty == true ? ", with changes that are not committed" : "";
            yield return ("Git commit", manifest.GitCommit is string commit ? commit + dirty : "not known");
            yield return ("Program", manifest.Program);
            yield return ("TorchSharp, libtorch", $"{manifest.TorchSharp}, {manifest.Libtorch}");
            yield return ("System", $"{manifest.OperatingSystem}; {manifest.Runtime}");
            yield return ("Device", manifest.Threads == 1 ? $"{manifest.Device}, 1 thread"
                : $"{manifest.Device}, {manifest.Threads.ToString(CultureInfo.InvariantCulture)} threads");
            yield return ("Seed", manifest.Seed);
            foreach (NetworkDescription network in manifest.Networks)
            {
                yield return ($"Weights of the {network.Name}", Numbers.Whole(network.Parameters));
            }

            foreach (RunSession session in manifest.Sessions)
            {
                yield return ("Resumed", $"{Time(session.Started)} UTC from step {Numbers.Whole(session.FromStep)}: {CommandText(session.Arguments)}");
            }
        }
    }

    private IEnumerable<(string Effect, string Line)> CommandList()
    {
        // Relative to the run's folder, so that the line is right wherever the folder goes.
        string commit = Run.Manifest is { GitCommit: string id, GitDirty: not true } ? $" (source: git checkout {id})" : "";
        yield return ($"Train the same run again, from within this folder{commit}", "gan train --config config.resolved.yaml");
        if (Run.Status is { State: not RunState.Completed and not RunState.Running })
        {
            yield return ("Continue it from its last checkpoint", $"gan train --resume {Run.Folder.Id}");
        }

        string samples = Charts.PictureGrid.Shows(Run.Shape) ? "-n 64 --out pictures/" : "-n 1000 --out samples.csv";
        yield return ("Draw samples from its generator", $"gan sample --checkpoint {Run.Folder.Id} {samples}");
    }

    private static string CommandText(IReadOnlyList<string> arguments) =>
        string.Join(' ', arguments.Prepend("gan").Select(argument => argument.Length == 0 || argument.Any(char.IsWhiteSpace) ? $"'{argument}'" : argument));

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string? Text(string path) => File.Exists(path) ? File.ReadAllText(path) : null;
}
