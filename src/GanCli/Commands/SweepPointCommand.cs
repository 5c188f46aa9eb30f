using System.Collections.Concurrent;
using System.CommandLine;
using System.Globalization;
using GanCli.Runs;
using GanCli.Sweeps;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary><c>gan sweep point</c>: makes or continues runs of a sweep. Launchers call it; people need not.</summary>
internal sealed class SweepPointCommand : GanCommand
{
    private readonly Argument<string> _sweep = new("SWEEP") { Description = "Folder of the sweep" };
    private readonly Argument<string?> _index = new("POINT") { Description = "Number of the point, from 0", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<bool> _attached = new("--attached") { Description = "Take numbers of points from standard input, and stop when it ends" };

    private readonly Option<int> _requeue = new("--requeue") { Description = "As a task of Slurm: how often to go back into its queue when the time is up" };

    public SweepPointCommand()
        : base("point", "Make or continue one run of a sweep")
    {
        Hidden = true;
        Arguments.Add(_sweep);
        Arguments.Add(_index);
        Options.Add(_attached);
        Options.Add(_requeue);
    }

    protected override int Run(ParseResult arguments, Output output)
    {
        SweepFolder sweep = SweepFolder.Open(arguments.GetValue(_sweep)!);
        SweepPlan plan = sweep.Plan();
        string? index = arguments.GetValue(_index);
        if (arguments.GetValue(_attached) == index is not null)
        {
            throw new UsageException("give either POINT or --attached");
        }

        using StopSignals signals = StopSignals.Listen();
        if (index is null)
        {
            return Attached(sweep, plan, signals, output);
        }

        int code = PointWorker.Run(sweep, Point(sweep, plan, index), output, signals.Token);
        if (code == StopSignals.ExitCode)
        {
            SlurmTask.Requeue(arguments.GetValue(_requeue), output);
        }

        return code;
    }

    /// <summary>One point after another, as long as all goes well. What went wrong may have left something behind in this process.</summary>
    private static int Attached(SweepFolder sweep, SweepPlan plan, StopSignals signals, Output output)
    {
        // Never disposed: a line may still come while this process leaves.
        var asked = new BlockingCollection<string>();
        signals.StopWithParent(asked.Add);
        while (true)
        {
            string index;
            try
            {
                index = asked.Take(signals.Token);
            }
            catch (OperationCanceledException)
            {
                return StopSignals.ExitCode;
            }

            int code = Work(sweep, plan, index, output, signals.Token);
            output.Talk.WriteLine(LocalWorker.EndLine(code));
            if (code != ExitCodes.Ok)
            {
                return code;
            }
        }
    }

    private static int Work(SweepFolder sweep, SweepPlan plan, string index, Output output, CancellationToken stop)
    {
        // That of the point before.
        output.LogFile = null;
        try
        {
            return PointWorker.Run(sweep, Point(sweep, plan, index), output, stop);
        }
        catch (Exception e)
        {
            return Failures.Report(e, output);
        }
    }

    private static PlannedRun Point(SweepFolder sweep, SweepPlan plan, string index) =>
        int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && plan.Points.ElementAtOrDefault(number) is { } point
            ? point
            : throw new UsageException($"{sweep.Path} has no point {index}");
}
