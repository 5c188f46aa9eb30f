using System.CommandLine;
using System.Globalization;
using GanCli.Engine.Config;
using GanCli.Engine.Training;
using GanCli.Terminal;
using GanCli.Training;

namespace GanCli.Commands;

/// <summary><c>gan bench</c>.</summary>
internal sealed class BenchCommand : GanCommand
{
    private const double LeastSeconds = 0.1;
    private const double MostSeconds = 3600;
    private readonly Option<string?> _config =
        new("--config", "-c") { HelpName = "FILE", Description = "Experiment to measure; looked for here, then among the shipped ones" };
    private readonly Option<string[]> _set = new("--set") { HelpName = "KEY=VALUE", Description = "Change a key of the config; may be repeated" };
    private readonly Option<double> _seconds =
        new("--seconds", "-s") { HelpName = "N", Description = "How long to measure, after a second of warming up (default: 3)", DefaultValueFactory =
            static _ => 3 };
    private readonly Option<string?> _threads =
        new("--threads") { HelpName = "N", Description = "Threads of one operation (default: the config's training.num-threads)" };
    private readonly Option<bool> _json = new("--json") { Description = "Write the measurements as JSON" };

    public BenchCommand()
        : base(
            "bench",
            "Measure how fast a config trains on this machine, against the peak of its cores; writes no run folder",
            ("gan bench --config mog8.yaml",
                "steps a second, where the time goes, and GFLOP/s: counted are the products of both networks' dense layers, forward and backward, in a step "
                    + "without remedies"),
            ("gan bench -c mog8.yaml --set training.batch=512 --threads 1", "with changes, on one core"))
    {
        foreach (Option option in (Option[])[_config, _set, _seconds, _threads, _json])
        {
            Options.Add(option);
        }
    }

    protected override int Run(ParseResult arguments, Output output)
    {
        string config = arguments.GetValue(_config) ?? throw new UsageException("what to measure? give --config FILE (gan bench --config mog8.yaml)");
        double seconds = arguments.GetValue(_seconds);
        if (seconds is not (>= LeastSeconds and <= MostSeconds))
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--seconds is {seconds}; it must be from {LeastSeconds} to {MostSeconds}"));
        }

        List<ConfigOverride> overrides = [.. (arguments.GetValue(_set) ?? []).Select(ConfigOverride.Set)];
        if (arguments.GetValue(_threads) is { } threads)
        {
            overrides.Add(ConfigOverride.Key("--threads", "training.num-threads", threads));
        }

        LoadedConfig loaded = ConfigLoader.Load(config, overrides);
        foreach (ConfigError doubt in loaded.Doubts)
        {
            output.Warn(doubt.ToString());
        }

        StepTimings timings = StepBenchmark.Run(Blueprint.Of(loaded), seconds);
        if (arguments.GetValue(_json))
        {
            output.Data.WriteLine(BenchText.Json(loaded.Config, timings));
        }
        else
        {
            BenchText.Write(loaded.Config, timings, output);
        }

        return ExitCodes.Ok;
    }
}
