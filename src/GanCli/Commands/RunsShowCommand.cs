using System.CommandLine;
using System.Globalization;
using GanCli.Runs;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary><c>gan runs show</c>.</summary>
internal sealed class RunsShowCommand : GanCommand
{
    private readonly Argument<string> _run = new("RUN")
    {
        Description = "A run's folder, a part of its name, or latest",
        DefaultValueFactory = _ => RunFinder.Latest,
    };

    private readonly Option<string?> _runsDirectory = RunsDirectory.CreateOption();
    private readonly Option<bool> _definitions = new("--definitions") { Description = "Say what each metric means, below the table" };
    private readonly Option<bool> _json = new("--json") { Description = "Write the run as JSON" };

    public RunsShowCommand()
        : base(
            "show",
            "Show a run: metrics, networks, environment",
            ("gan runs show", "the latest run"),
            ("gan runs show 3fa9c1", "the run of that short hash"))
    {
        Arguments.Add(_run);
        Options.Add(_runsDirectory);
        Options.Add(_definitions);
        Options.Add(_json);
    }

    protected override int Run(ParseResult arguments, Output output)
    {
        var folder = RunFinder.Find(RunsDirectory.Resolve(arguments.GetValue(_runsDirectory)), arguments.GetValue(_run)!);
        var run = RunSummary.Read(folder);
        if (arguments.GetValue(_json))
        {
            output.Data.WriteLine(run.ToJson());
            return ExitCodes.Ok;
        }

        var state = RunWords.State(run.Status?.State);
        output.Data.WriteLine(
            $"  {output.PaintData(run.Name, Style.Strong)} · {run.Id} · {output.PaintData(state.Text, state.Style)} · step {RunWords.Step(run.Status)}");
        output.Data.WriteLine($"  {Echo.Line(run.Path)}");
        foreach (var line in new[] { run.Status?.Message, run.Damage }.OfType<string>())
        {
            output.Data.WriteLine($"  {output.PaintData(line, Style.Bad)}");
        }

        output.Data.WriteLine();
        WriteFacts(folder, run, output);
        WriteMetrics(run, output);
        if (arguments.GetValue(_definitions))
        {
            MetricWords.Write(run.Metrics, output);
        }

        return ExitCodes.Ok;
    }

    private static void WriteFacts(RunFolder folder, RunSummary run, Output output)
    {
        Fact("begun", $"{Time(run.Created)}, {RunWords.Span(output.Now - run.Created)} ago", output);
        if (run.Status is { } status)
        {
            Fact("trained for", RunWords.Span(TimeSpan.FromSeconds(status.Seconds)), output);
        }

        if (run.Status?.Watch is { } watch)
        {
            Fact("watch", WatchText.Clause(watch), output);
        }

        if (File.Exists(folder.ManifestPath))
        {
            WriteManifest(RunManifest.Read(folder.ManifestPath), output);
        }

        if (folder.Checkpoints() is { Count: > 0 } checkpoints)
        {
            Fact("checkpoints", "step " + string.Join(", ", checkpoints.Select(checkpoint => RunWords.Count(checkpoint.Step))), output);
        }

        if (run.Status?.Best is { } best)
        {
            var value = run.Metrics.Metrics.TryGetValue(best.Metric, out var metric) ? metric.Text(best.Value)
                : best.Value.ToString(CultureInfo.InvariantCulture);
            Fact("best", $"step {RunWords.Count(best.Step)} ({best.Metric} {value}; of equals the best by the next metrics, then the first)", output);
        }
    }

    private static void WriteManifest(RunManifest manifest, Output output)
    {
        Fact("command", string.Join(' ', manifest.Arguments), output, isCopied: true);
        foreach (var session in manifest.Sessions)
        {
            Fact("resumed", $"{Time(session.Started)} from step {RunWords.Count(session.FromStep)}", output);
        }

        foreach (var rescue in manifest.Rescues)
        {
            Fact("rescued", $"{rescue.Clause()["rescued ".Length..]} ({string.Join("; ", rescue.Changes)})", output);
        }

        Fact("seed", manifest.Seed, output);
        Fact("device", $"{manifest.Device}, {manifest.Threads.ToString(CultureInfo.InvariantCulture)} {(manifest.Threads == 1 ? "thread" : "threads")}",
            output);
        Fact("with", $"{manifest.Program}, TorchSharp {manifest.TorchSharp}, libtorch {manifest.Libtorch}, {manifest.Runtime}, {manifest.OperatingSystem}",
            output);
        if (manifest.GitCommit is { } commit)
        {
            Fact("git commit", commit + (manifest.GitDirty == true ? ", with changes" : ""), output);
        }

        foreach (var warning in manifest.Warnings)
        {
            Fact("warning", warning, output);
        }

        foreach (var network in manifest.Networks)
        {
            Fact(network.Name, $"{RunWords.Count(network.Parameters)} weights", output);
        }
    }

    private static void WriteMetrics(RunSummary run, Output output)
    {
        var numbers = run.Metrics.Metrics.Where(metric => metric.Value.Format != MetricDisplay.PerMode).ToArray();
        if (numbers.Length == 0)
        {
            return;
        }

        output.Data.WriteLine();
        var final = run.Status is { State: RunState.Completed };
        var table = new TextTable().Add("METRIC").Add("VALUE").Add("BETTER", dropOrder: 1).Add("PERFECT", alignRight: true, dropOrder: 3)
            .Add("BLOB’S BEST", alignRight: true, dropOrder: 2).Add("SAMPLES", alignRight: true, dropOrder: 4);
        foreach (var (key, metric) in numbers)
        {
            var samples = final ? metric.SamplesFinal ?? metric.Samples : metric.Samples;
            table.AddRow(
                metric.Label,
                RunWords.Metric(run, key),
                metric.BetterText,
                metric.Ceiling(final) is { } perfect ? metric.Text(perfect.Median) : RunWords.Unknown,
                RunWords.BlobAtBest(metric, final),
                samples is { } count ? RunWords.Count(count) : RunWords.Unknown);
        }

        table.Write(output);
        IEnumerable<MetricDescription> marked =
            numbers.Where(metric => RunWords.Metric(run, metric.Key).EndsWith(BlobMark.Mark, StringComparison.Ordinal)).Select(static metric => metric.Value);
        RunWords.WriteNotes([.. BlobMark.Notes(marked, final), .. CeilingNote.Of(numbers.Select(static metric => metric.Value), final)], output);
    }

    private static void Fact(string name, string value, Output output, bool isCopied = false) => Facts.Write(name, Echo.Line(value), 16, output, isCopied);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";
}
