using System.CommandLine;
using GanCli.Runs;
using GanCli.Runs.Records;
using GanCli.Sweeps;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary><c>gan sweep status</c>.</summary>
internal sealed class SweepStatusCommand : GanCommand
{
    private const int MetricsOfARun = 3;

    private readonly Argument<string> _sweep = new("SWEEP")
    {
        Description = "A sweep's name (the newest of it), its folder, a part of the folder's name, latest, or a record of runs (a file)",
        DefaultValueFactory = _ => RunFinder.Latest,
    };

    private readonly Option<string?> _record =
        new("--record") { HelpName = "FILE", Description = "What a record holds (gan sweep --record), of SWEEP or of all that are in it" };
    private readonly Option<string?> _runsDirectory = RunsDirectory.CreateOption();
    private readonly Option<bool> _json = new("--json") { Description = "Write the sweep as JSON" };

    public SweepStatusCommand()
        : base(
            "status",
            "Show how a sweep stands, run by run",
            ("gan sweep status", "the sweep that was started last"),
            ("gan sweep status remedies --json", "the newest sweep of that name, for a program"),
            ("gan sweep status --record results.jsonl", "the runs that a file keeps, whose folders may be gone"))
    {
        Arguments.Add(_sweep);
        Options.Add(_record);
        Options.Add(_runsDirectory);
        Options.Add(_json);
    }

    protected override int Run(ParseResult arguments, Output output)
    {
        string? word = arguments.GetResult(_sweep)?.Tokens is [var given, ..] ? given.Value : null;
        bool isRecord = word is not null && RecordFile.IsOne(word);
        if (arguments.GetValue(_record) is { } record)
        {
            RecordStatus.Write(record, isRecord ? throw new UsageException($"'{word}' and --record {record}: name one record")
                : word, arguments.GetValue(_json), output);
            return ExitCodes.Ok;
        }

        if (isRecord)
        {
            RecordStatus.Write(word!, null, arguments.GetValue(_json), output);
            return ExitCodes.Ok;
        }

        SweepFolder sweep = SweepFinder.Find(RunsDirectory.Resolve(arguments.GetValue(_runsDirectory)), arguments.GetValue(_sweep)!);
        if (arguments.GetValue(_json))
        {
            output.Data.WriteLine(SweepText.Json(sweep));
            return ExitCodes.Ok;
        }

        PointStatus[] points = [.. sweep.Plan().Points.Select(sweep.Status)];
        output.Data.WriteLine($"  {output.PaintData(sweep.Name, Style.Strong)} · {SweepText.Size(points)} · {SweepText.Counts(points)}");
        output.Data.WriteLine($"  {sweep.Path}");
        if (SlurmJobs.Describe(sweep) is { } jobs)
        {
            output.Data.WriteLine($"  {jobs}");
        }

        output.Data.WriteLine();
        Table(points).Write(output);
        foreach (PointStatus failed in points.Where(static point => point.HasFailed()))
        {
            string state = RunWords.State(failed.State).Text;
            output.Data
                .WriteLine(
                    $"  {failed.Point.Words()} {SweepText.Ending(state, output.PaintData(state, Style.Bad), failed.Message)} "
                        + $"· {Paths.Shown(sweep.LogPath(failed.Point.Index))}");
        }

        return ExitCodes.Ok;
    }

    private static TextTable Table(PointStatus[] points)
    {
        string[] metrics = [.. points.Select(static point => point.Run).OfType<RunSummary>().SelectMany(static run => run.Metrics.Metrics)
            .Where(static metric => metric.Value.Format != MetricDisplay.PerMode).Select(static metric => metric.Key).Distinct(StringComparer.Ordinal)
            .Take(MetricsOfARun)];
        var table = new TextTable().Add("SETTINGS").Add("SEED", alignRight: true).Add("RUN", dropOrder: 1).Add("STATUS").Add("STEP", dropOrder: 2);
        for (int metric = 0; metric < metrics.Length; metric++)
        {
            table.Add(metrics[metric].Replace('-', ' ').ToUpperInvariant(), alignRight: true, dropOrder: metric + 3);
        }

        foreach (PointStatus point in points)
        {
            table.AddRow(
            [
                point.Point.Label,
                point.Point.Seed,
                point.Run?.Id ?? RunWords.Unknown,
                RunWords.State(point.State),
                RunWords.Step(point.Run?.Status),
                .. metrics.Select(metric => new TextTable.Cell(point.Run is { } run ? RunWords.Metric(run, metric) : RunWords.Unknown)),
            ]);
        }

        return table;
    }
}
