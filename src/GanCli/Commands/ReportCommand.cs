using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using GanCli.Reporting;
using GanCli.Runs;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary><c>gan report</c>.</summary>
internal sealed class ReportCommand : GanCommand
{
    private readonly Argument<string[]> _runs = new("RUN")
    {
        Description = "Runs: folders, parts of their names, or latest (default: latest)",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<bool> _open = new("--open") { Description = "Open the page in the browser" };
    private readonly Option<string?> _runsDirectory = RunsDirectory.CreateOption();

    public ReportCommand()
        : base(
            "report",
            "Write the report of a run: one page, its pictures and an animation",
            ("gan report", "the latest run, which may still be going on"),
            ("gan report 3fa9c1 b07d2e", "two runs by their short hashes"),
            ("gan report --open", "write it and look at it"))
    {
        Arguments.Add(_runs);
        Options.Add(_open);
        Options.Add(_runsDirectory);
    }

    protected override int Run(ParseResult arguments, Output output)
    {
        string directory = RunsDirectory.Resolve(arguments.GetValue(_runsDirectory));
        string[] names = arguments.GetValue(_runs) is { Length: > 0 } given ? given : [RunFinder.Latest];

        // All names are looked up before anything is written.
        RunFolder[] runs = [.. names.Select(name => RunFinder.Find(directory, name))];
        foreach (RunFolder run in runs)
        {
            ReportFiles files = ReportBuilder.Write(run);
            output.Data.WriteLine(files.Html);
            if (arguments.GetValue(_open))
            {
                Open(files.Html, output);
            }
        }

        return ExitCodes.Ok;
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
