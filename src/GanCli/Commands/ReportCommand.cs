using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using GanCli.Reporting;
using GanCli.Reporting.Comparison;
using GanCli.Runs;
using GanCli.Runs.Records;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary><c>gan report</c>.</summary>
internal sealed class ReportCommand : GanCommand
{
    private readonly Argument<string[]> _runs = new("RUN")
    {
        Description = "Runs: folders, parts of their names, or latest (default: latest); a name, a folder, a sweep or a pattern may mean many",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<bool> _each = new("--each") { Description = "Of several runs: a report of each, instead of one that compares them" };
    private readonly Option<string?> _out =
        new("--out") { HelpName = "FILE", Description = "The page that compares several runs (default: comparison.html in the folder that holds them all)" };
    private readonly Option<string?> _baseline = CompareCommand.CreateBaselineOption();
    private readonly Option<string[]> _where = CompareCommand.CreateWhereOption();
    private readonly Option<bool> _unpaired = CompareCommand.CreateUnpairedOption();
    private readonly Option<string?> _by = CompareCommand.CreateByOption();
    private readonly Option<string[]> _record = new("--record") { Hidden = true };
    private readonly Option<bool> _open = new("--open") { Description = "Open the page in the browser" };
    private readonly Option<string?> _runsDirectory = RunsDirectory.CreateOption();

    public ReportCommand()
        : base(
            "report",
            "Write the report of a run, or one page that compares many",
            ("gan report", "the latest run, which may still be going on: one page, its pictures and an animation"),
            ("gan report losses", "all runs of that name, in groups that differ in nothing but seeds"),
            ("gan report remedies --where data.kind=ring", "some of a sweep's runs, on one page"),
            ("gan report 3fa9c1 b07d2e --each", "a report of each of two runs"),
            ("gan report --open", "write it and look at it"))
    {
        Arguments.Add(_runs);
        foreach (Option option in (Option[])[_each, _where, _baseline, _unpaired, _by, _out, _open, _record, _runsDirectory])
        {
            Options.Add(option);
        }
    }

    protected override int Run(ParseResult arguments, Output output)
    {
        string directory = RunsDirectory.Resolve(arguments.GetValue(_runsDirectory));
        string[] names = arguments.GetValue(_runs) is { Length: > 0 } given ? given : [RunFinder.Latest];

        if ((arguments.GetValue(_record)?.FirstOrDefault() ?? names.FirstOrDefault(RecordFile.IsOne)) is { } record)
        {
            throw new UsageException(
                $"{record}: a record keeps what runs came to, not the curves and samples that a report draws; compare them with gan compare --record {record}");
        }

        // All names are looked up before anything is written.
        IReadOnlyList<RunFolder> runs = RunSelection.Find(directory, names);
        bool compares = runs.Count > 1 && !arguments.GetValue(_each);
        string? one =
            new Option[] { _out, _baseline, _where, _unpaired, _by }.FirstOrDefault(option => arguments.GetResult(option) is { Implicit: false })?.Name;
        if (!compares && one is not null)
        {
            throw new UsageException($"{one} is for several runs that are compared; here {(runs.Count == 1 ? "is one run" : "each has a report of its own")}");
        }

        IEnumerable<string> pages = compares ? [Compare(runs, arguments)] : runs.Select(run => ReportBuilder.Write(run).Html);
        foreach (string page in pages)
        {
            output.Data.WriteLine(page);
            if (arguments.GetValue(_open))
            {
                Open(page, output);
            }
        }

        return ExitCodes.Ok;
    }

    private string Compare(IReadOnlyList<RunFolder> folders, ParseResult arguments)
    {
        (RunComparison comparison, IReadOnlyList<string> notes) = CompareCommand.Compare(folders, arguments.GetValue(_where) ?? [], arguments.GetValue(_by));
        string path = arguments.GetValue(_out) ?? ComparisonReport.DefaultPath(folders);
        ComparisonView view = ComparisonView.Of(comparison, CompareCommand.Baseline(comparison, arguments.GetValue(_baseline)), notes);
        ComparisonReport.Write(view with { Paired = !arguments.GetValue(_unpaired) }, path);
        return path;
    }

    private static void Open(string page, Output output)
    {
        try
        {
            using Process? browser = Process.Start(new ProcessStartInfo(page) { UseShellExecute = true });
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            output.Warn($"no browser could be started for {page}: {exception.Message}");
        }
    }
}
