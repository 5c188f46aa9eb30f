using System.CommandLine;
using System.Globalization;
using GanCli.Runs;
using GanCli.Sweeps;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary><c>gan sweep point</c>: makes or continues one run of a sweep. Launchers call it; people need not.</summary>
internal sealed class SweepPointCommand : GanCommand
{
    private readonly Argument<string> _sweep = new("SWEEP") { Description = "Folder of the sweep" };
    private readonly Argument<int> _index = new("POINT") { Description = "Number of the point, from 0" };
    private readonly Option<bool> _attached = new("--attached") { Description = "Stop when standard input ends" };

    public SweepPointCommand()
        : base("point", "Make or continue one run of a sweep")
    {
        Hidden = true;
        Arguments.Add(_sweep);
        Arguments.Add(_index);
        Options.Add(_attached);
    }

    protected override int Run(ParseResult arguments, Output output)
    {
        SweepFolder sweep = SweepFolder.Open(arguments.GetValue(_sweep)!);
        int index = arguments.GetValue(_index);
        PlannedRun point = sweep.Plan().Points.ElementAtOrDefault(index)
            ?? throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{sweep.Path} has no point {index}"));
        using StopSignals signals = StopSignals.Listen();
        if (arguments.GetValue(_attached))
        {
            signals.StopWithParent();
        }

        return PointWorker.Run(sweep, point, output, signals.Token);
    }
}
