using System.CommandLine;
using GanCli.Engine.Config;
using GanCli.Engine.Sessions;
using GanCli.Runs;
using GanCli.Terminal;
using GanCli.Training;

namespace GanCli.Commands;

/// <summary><c>gan train</c>.</summary>
internal sealed class TrainCommand : GanCommand
{
    private const string Rescue = "rescue";

    private readonly Option<string?> _config =
        new("--config", "-c") { HelpName = "FILE", Description = "Experiment to run; looked for here, then among the shipped ones" };
    private readonly Option<string[]> _set = new("--set") { HelpName = "KEY=VALUE", Description = "Change a key of the config; may be repeated" };
    private readonly Option<string?> _resume =
        new("--resume") { HelpName = "RUN", Description = "Go on with a run from its last checkpoint, or from its start where there is none yet" };
    private readonly Option<string?> _seed = new("--seed") { HelpName = "N", Description = "Seed of all randomness" };
    private readonly Option<string?> _name = new("--name") { HelpName = "NAME", Description = "Name of the run (default: the config's)" };
    private readonly Option<string?> _runsDirectory = RunsDirectory.CreateOption();
    private readonly Option<string?> _device = new("--device") { HelpName = "DEVICE", Description = "auto, cpu, cuda or cuda:N" };
    private readonly Option<string[]> _failOn = new("--fail-on")
    {
        HelpName = "WHAT",
        Description = "collapse: end the run, exit code 3, when part of the data is left out for good; divergence: exit code 4",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _onCollapse = new("--on-collapse")
    {
        HelpName = "WHAT",
        Description = "rescue: go back to the last healthy weights, and on with the settings that gan diagnose proposes",
    };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show the config, the networks and the memory they need; start nothing" };
    private readonly Option<bool> _allowSwap =
        new("--allow-swap") { Description = $"Start also where memory does not suffice (${ProgramVersion.AllowSwapVariable}=1 for sweeps)" };
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Say nothing but errors" };
    private readonly Option<bool> _json = new("--json") { Description = "Write the result as JSON to stdout" };

    public TrainCommand()
        : base(
            "train",
            "Train a GAN from a config, or go on with a run",
            ("gan train --config mog8.yaml", "the 8-Gaussian ring, about a minute"),
            ("gan train -c mog8.yaml --set loss=hinge --seed 3", "with changes"),
            ("gan train --resume latest", "go on after an interruption"))
    {
        foreach (Option option in (Option[])
            [_config, _set, _resume, _seed, _name, _runsDirectory, _device, _failOn, _onCollapse, _dryRun, _allowSwap, _quiet, _json])
        {
            Options.Add(option);
        }
    }

    protected override int Run(ParseResult arguments, Output output)
    {
        string? resume = arguments.GetValue(_resume);
        string? config = arguments.GetValue(_config);
        if ((resume is null) == (config is null))
        {
            throw new UsageException(resume is null
                ? "what to train? give --config FILE (gan train --config mog8.yaml) or --resume RUN"
                : "--resume goes on with the run's own config; leave out --config");
        }

        if (resume is not null && arguments.GetValue(_name) is not null)
        {
            throw new UsageException("--name cannot change when a run is continued: its folder keeps the name");
        }

        if (arguments.GetValue(_dryRun) && arguments.GetValue(_json))
        {
            throw new UsageException("--dry-run has no result to write as JSON; leave out --json");
        }

        List<ConfigOverride> overrides = [.. (arguments.GetValue(_set) ?? []).Select(ConfigOverride.Set)];
        AddKey(overrides, "--seed", "seed", arguments.GetValue(_seed));
        AddText(overrides, "--name", "name", arguments.GetValue(_name));
        AddText(overrides, "--device", "device", arguments.GetValue(_device));
        if (arguments.GetValue(_failOn) is { Length: > 0 } ends)
        {
            AddKey(overrides, "--fail-on", "watch.fail-on", $"[{string.Join(", ", ends)}]");
        }

        switch (arguments.GetValue(_onCollapse))
        {
            case null:
                break;
            case Rescue when overrides.Exists(static change => change is { Path: "watch", Value: "false" }):
                throw new UsageException("--on-collapse rescue needs the watch, which --set watch=false switches off");
            case Rescue:
                AddKey(overrides, "--on-collapse", "watch.rescue", "{}");
                break;
            case { } other:
                throw new UsageException($"--on-collapse knows '{Rescue}' only, not '{Echo.Line(other)}'; to end the run instead: --fail-on collapse");
        }

        bool quiet = arguments.GetValue(_quiet);
        string runs = RunsDirectory.Resolve(arguments.GetValue(_runsDirectory));
        LoadedConfig? loaded = config is null ? null : ConfigLoader.Load(config, overrides);
        if (!quiet)
        {
            foreach (ConfigError doubt in loaded?.Doubts ?? [])
            {
                output.Warn(doubt.ToString());
            }
        }

        RunOptions options = ProgramVersion.RunOptions(runs, arguments.GetValue(_allowSwap));
        if (arguments.GetValue(_dryRun))
        {
            DryRun.Write(loaded ?? Continued(RunFinder.Find(runs, resume!), overrides, output), output, options.AllowSwap);
            return ExitCodes.Ok;
        }

        using StopSignals signals = StopSignals.Listen();
        options = options with { Preparing = new PreparationLine(quiet ? null : output, signals.Token) };
        using TrainingRun run = loaded is not null
            ? TrainingRun.Start(loaded, options)
            : TrainingRun.Resume(RunFinder.Find(runs, resume!), overrides, options, output.Warn);
        if (loaded is not null && !quiet && run.Summary is { } found)
        {
            output.Say(found);
        }

        foreach (string note in loaded is null || quiet ? [] : run.Notes)
        {
            output.Warn(note);
        }

        var session = new TrainingSession(run, output, quiet);
        TrainingResult result = session.Run(signals.Token);
        if (arguments.GetValue(_json))
        {
            output.Data.WriteLine(ResultJson.Of(run, result));
        }

        return ExitCodes.Of(result.State);
    }

    private static LoadedConfig Continued(RunFolder run, List<ConfigOverride> overrides, Output output)
    {
        LoadedConfig loaded = ConfigLoader.LoadJson(File.ReadAllText(run.ResolvedJsonPath), run.Id, overrides);
        var file = new DataFile(run.Id, run.Path, DataInfo.Read(run.DataInfoPath).ContentHash);
        return loaded with { Config = file.Locate(loaded.Config, overrides.Exists(static change => change.Path is MovedData.Key), output.Warn) };
    }

    private static void AddKey(List<ConfigOverride> overrides, string option, string path, string? value)
    {
        if (value is not null)
        {
            overrides.Add(ConfigOverride.Key(option, path, value));
        }
    }

    private static void AddText(List<ConfigOverride> overrides, string option, string path, string? value)
    {
        if (value is not null)
        {
            overrides.Add(ConfigOverride.Text(option, path, value));
        }
    }
}
