using System.CommandLine;
using System.Globalization;
using GanCli.Engine.Config;
using GanCli.Engine.Kernels;
using GanCli.Engine.Sweeps;
using GanCli.Sweeps;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary><c>gan sweep</c>.</summary>
internal sealed class SweepCommand : GanCommand
{
    private const int MostWorkers = 1024;
    private readonly Option<string?> _file =
        new("--file", "-f") { HelpName = "FILE", Description = "Sweep file; looked for here, then among the shipped ones" };
    private readonly Option<string?> _config = new("--config", "-c") { HelpName = "FILE", Description = "Or: the experiment that every run starts from" };
    private readonly Option<string?> _seeds = new("--seeds") { HelpName = "SEEDS", Description = "Seeds: 0..9, or a list such as [0, 3, 10..19]" };
    private readonly Option<string[]> _setEach =
        new("--set-each") { HelpName = "KEY=[…]", Description = "Values to try for a key, one run each; several multiply" };
    private readonly Option<string[]> _set = new("--set") { HelpName = "KEY=VALUE", Description = "Change a key of all runs; may be repeated" };
    private readonly Option<string[]> _only =
        new("--only") { HelpName = "LABEL", Description = "Only the settings of this label, as --dry-run shows it; * is any text; may be repeated" };
    private readonly Option<double?> _scale = new("--scale") { HelpName = "SHARE", Description = "Shorten every run to a share of its steps: 0.1" };
    private readonly Option<string?> _name = new("--name") { HelpName = "NAME", Description = "Name of the sweep and of its runs (default: the file's)" };
    private readonly Option<int?> _workers =
        new("--workers", "-w") { HelpName = "N", Description = "Runs at the same time (default: as many as there are cores)" };
    private readonly Option<bool> _dryRun =
        new("--dry-run") { Description = "Show the runs, how long they will take and how much they will write; start nothing" };
    private readonly Option<bool> _failFast = new("--fail-fast") { Description = "Stop everything at the first run that fails" };
    private readonly Option<bool> _retryFailed = new("--retry-failed") { Description = "Try runs again that failed or diverged" };
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Say nothing but failures" };
    private readonly Option<bool> _json = new("--json") { Description = "Write the result as JSON to stdout; with --dry-run what would run" };
    private readonly Option<string?> _record =
        new("--record") { HelpName = "FILE", Description =
            "Keep finished runs in a file (.jsonl) too, and run nothing that it holds: their folders may be gone, or on another machine" };
    private readonly SlurmArguments _slurm = new();
    private readonly Option<string?> _runsDirectory = RunsDirectory.CreateOption();

    public SweepCommand()
        : base(
            "sweep",
            "Train many seeds and many settings",
            ("gan sweep --config mog8.yaml --seeds 0..9", "one config, ten seeds, as many at a time as there are cores"),
            ("gan sweep -c mog8.yaml --seeds 0..4 --set-each 'loss=[hinge, minimax]'", "two losses, five seeds each"),
            ("gan sweep --file FILE --dry-run", "what a sweep file would run, and how long that takes"),
            ("gan sweep --file FILE", "run it; the same again goes on where it was stopped"),
            ("gan sweep --file FILE --record results.jsonl", "keep what came out in one file to commit; elsewhere the same command goes on from it"),
            ("gan sweep -f FILE --launcher slurm --time 1:00:00 --sbatch mem=2G", "as a Slurm job array"))
    {
        foreach (Option option in (Option[])[_file, _config, _seeds, _setEach, _set, _only, _scale, _name, _workers, _dryRun, _failFast, _retryFailed, _quiet,
            _json, _record, _runsDirectory, .. _slurm.Options])
        {
            Options.Add(option);
        }

        Subcommands.Add(new SweepStatusCommand());
        Subcommands.Add(new SweepPointCommand());
    }

    protected override int Run(ParseResult arguments, Output output)
    {
        string? file = arguments.GetValue(_file);
        string? config = arguments.GetValue(_config);
        if ((file is null) == (config is null))
        {
            throw new UsageException(file is null
                ? "what to run? give --config FILE and what varies (gan sweep --config mog8.yaml --seeds 0..9), or --file FILE"
                : "--file names its own base; leave out --config");
        }

        int workers = arguments.GetValue(_workers) ?? PhysicalCores.Count;
        if (workers is < 1 or > MostWorkers)
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--workers is {workers}; it must be from 1 to {MostWorkers:N0}"));
        }

        SlurmOptions? slurm = _slurm.Read(arguments);
        if (slurm is not null && arguments.GetValue(_workers) is not null)
        {
            throw new UsageException("--workers is for this machine; with --launcher slurm it is --max-parallel");
        }

        double scale = arguments.GetValue(_scale) ?? 1;
        if (scale is not (> 0 and <= 1))
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--scale is {scale}; it must be above 0 and at most 1"));
        }

        bool failFast = arguments.GetValue(_failFast);
        bool quiet = arguments.GetValue(_quiet);
        Sweep sweep = SweepLoader.Load(new SweepRequest
        {
            File = file,
            Config = config,
            Seeds = arguments.GetValue(_seeds),
            Name = arguments.GetValue(_name),
            Set = arguments.GetValue(_set) ?? [],
            SetEach = arguments.GetValue(_setEach) ?? [],
            Only = arguments.GetValue(_only) ?? [],
            Scale = scale,
        });
        foreach (ConfigError doubt in quiet ? [] : sweep.Doubts)
        {
            output.Warn(doubt.ToString());
        }

        SweepRecord? record = arguments.GetValue(_record) is { } path ? SweepRecord.Open(path, sweep) : null;
        if (record is { IsTorn: true })
        {
            output.Warn($"{record.Path}: its last line is cut short: that run is lost unless its folder is here");
        }

        if (arguments.GetValue(_dryRun))
        {
            Action<Sweep, SweepRecord?, int, Output> write = arguments.GetValue(_json) ? SweepDryRun.WriteJson : SweepDryRun.Write;
            write(sweep, record, workers, output);
            return ExitCodes.Ok;
        }

        using StopSignals signals = StopSignals.Listen();
        var session = new SweepSession(sweep, RunsDirectory.Resolve(arguments.GetValue(_runsDirectory)), output, quiet)
        {
            Launcher = (folder, say) => slurm is null
                ? new LocalLauncher(folder, workers, failFast)
                : new SlurmLauncher(folder, slurm, sweep.Points.Max(static point => point.Config.Training.NumThreads ?? 1), failFast, say),
            RetryFailed = arguments.GetValue(_retryFailed),
            Record = record,
        };
        int code = session.Run(signals.Token);
        if (arguments.GetValue(_json))
        {
            output.Data.WriteLine(SweepText.Json(session.Folder, session.Standing));
        }

        return code;
    }
}
