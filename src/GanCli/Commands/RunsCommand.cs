using System.CommandLine;
using GanCli.Runs;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary><c>gan runs</c>.</summary>
internal sealed class RunsCommand : GanCommand
{
    // A run names its metrics in the order of their weight; more would not fit beside each other.
    private const int MetricsOfARun = 3;

    private readonly Option<string?> _runsDirectory = RunsDirectory.CreateOption();
    private readonly Option<bool> _json = new("--json") { Description = "Write the runs as JSON" };
    private readonly Option<bool> _where = new("--where") { Description = "Write the folder of the runs and nothing else" };

    public RunsCommand()
        : base(
            "runs",
            "List the runs, show one, or remove some",
            ("gan runs", "all runs, the newest first"),
            ("gan runs show 3fa9c1", "one run: metrics, networks, environment"),
            ("gan runs rm 3fa9c1", "remove a run, after a question"),
            ("gan runs --json", "the list for a program"))
    {
        Options.Add(_runsDirectory);
        Options.Add(_json);
        Options.Add(_where);
        Subcommands.Add(new RunsShowCommand());
        Subcommands.Add(new RunsRemoveCommand());
    }

    protected override int Run(ParseResult arguments, Output output)
    {
        var directory = RunsDirectory.Resolve(arguments.GetValue(_runsDirectory));
        if (arguments.GetValue(_where))
        {
            output.Data.WriteLine(directory);
            return ExitCodes.Ok;
        }

        RunSummary[] runs = [.. RunFinder.All(directory).Select(RunSummary.Read)];
        if (arguments.GetValue(_json))
        {
            output.Data.WriteLine(RunSummary.ToJson(runs));
        }
        else if (runs.Length == 0)
        {
            output.Say($"there are no runs in {directory} yet; the first: gan train --config mog8.yaml");
        }
        else
        {
            Table(runs, output).Write(output);
            if (runs.Any(run => MainMetrics(run).Select(metric => RunWords.Metric(run, metric)).Append(RunWords.Watch(run.Status).Text)
                .Any(static text => text.EndsWith(BlobMark.Mark, StringComparison.Ordinal))))
            {
                RunWords.WriteNotes([BlobMark.Note], output);
            }
        }

        return ExitCodes.Ok;
    }

    private static TextTable Table(IReadOnlyList<RunSummary> runs, Output output)
    {
        string[] metrics = [.. runs.SelectMany(MainMetrics).Distinct(StringComparer.Ordinal)];
        var table = new TextTable().Add("RUN").Add("NAME").Add("STATUS").Add("STEP", dropOrder: 1).Add("SEED", alignRight: true, dropOrder: metrics.Length + 3);
        for (var metric = 0; metric < metrics.Length; metric++)
        {
            table.Add(metrics[metric].Replace('-', ' ').ToUpperInvariant(), alignRight: true, dropOrder: metric + 2);
        }

        if (runs.Any(static run => run.Status?.Watch is not null))
        {
            table.Add("WATCH", dropOrder: metrics.Length + 4);
        }

        table.Add("AGE", alignRight: true, dropOrder: metrics.Length + 2);
        foreach (var run in runs)
        {
            table.AddRow(
            [
                new(run.Id, Style.Strong),
                run.Name,
                RunWords.State(run.Status?.State),
                RunWords.Step(run.Status),
                run.Seed ?? RunWords.Unknown,
                .. metrics.Select(metric => new TextTable.Cell(RunWords.Metric(run, metric))),
                .. runs.Any(static each => each.Status?.Watch is not null) ? [RunWords.Watch(run.Status)] : Array.Empty<TextTable.Cell>(),
                RunWords.Span(output.Now - run.Created),
            ]);
        }

        return table;
    }

    private static IEnumerable<string> MainMetrics(RunSummary run) =>
        run.Metrics.Metrics.Where(metric => metric.Value.Format != MetricDisplay.PerMode).Take(MetricsOfARun).Select(metric => metric.Key);
}
