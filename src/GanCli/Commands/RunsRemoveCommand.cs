using System.CommandLine;
using System.Globalization;
using GanCli.Runs;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary><c>gan runs rm</c>.</summary>
internal sealed class RunsRemoveCommand : GanCommand
{
    private const int Listed = 10;

    private readonly Argument<string[]> _words = new("RUN")
    {
        Description = "Runs: a folder, a part of its name, a name, a sweep, * and ?",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Do not ask" };
    private readonly Option<string?> _runsDirectory = RunsDirectory.CreateOption();

    public RunsRemoveCommand()
        : base(
            "rm",
            "Remove runs and all that is in their folders; asks first, and never takes a running one",
            ("gan runs rm 3fa9c1", "one run"),
            ("gan runs rm 'test*' --yes", "all runs whose names begin with test, without a question"))
    {
        Arguments.Add(_words);
        Options.Add(_yes);
        Options.Add(_runsDirectory);
    }

    protected override int Run(ParseResult arguments, Output output)
    {
        IReadOnlyList<RunFolder> runs = RunSelection.Find(RunsDirectory.Resolve(arguments.GetValue(_runsDirectory)), arguments.GetValue(_words)!);

        // All or nothing: who names a running one by mistake may have meant others.
        foreach (RunFolder run in runs)
        {
            RequireIdle(run);
        }

        if (!arguments.GetValue(_yes))
        {
            if (!output.CanAsk)
            {
                throw new UsageException("nobody is there to be asked: use --yes");
            }

            foreach (RunFolder run in runs.Take(Listed))
            {
                output.Say($"  {run.Id}  {run.Name}  {Paths.Shown(run.Path)}");
            }

            if (runs.Count > Listed)
            {
                output.Say(string.Create(CultureInfo.InvariantCulture, $"  and {runs.Count - Listed:N0} more"));
            }

            if (!output.Ask($"remove {Plural.Of(runs.Count, "run")} for good? [y/N] "))
            {
                output.Say("nothing was removed");
                return ExitCodes.Failed;
            }
        }

        foreach (RunFolder run in runs)
        {
            Remove(run);
        }

        output.Say($"{Plural.Of(runs.Count, "run")} removed");
        return ExitCodes.Ok;
    }

    private static void RequireIdle(RunFolder run)
    {
        if (run.IsBeingWorkedOn() || RunSummary.Read(run).Status is { State: RunState.Running })
        {
            throw new UsageException($"{run.Id} ({run.Name}) is running; stop it first. Nothing was removed");
        }
    }

    /// <summary>Under another name first: a folder that is half removed must not look like a run, and nobody can begin to work on it.</summary>
    private static void Remove(RunFolder run)
    {
        RequireIdle(run);
        string path = Path.GetFullPath(run.Path);
        string aside = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.removed");
        Directory.Move(path, aside);
        Directory.Delete(aside, recursive: true);
        string above = Path.GetDirectoryName(path)!;
        try
        {
            // The folder of the name, where this was its last run.
            Directory.Delete(above);
        }
        catch (IOException)
        {
            // It holds others.
        }
    }
}
