using System.Runtime.ExceptionServices;
using GanCli.Engine.Config;
using GanCli.Engine.Metrics;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training.Observers;
using GanCli.Runs;
using static TorchSharp.torch;

namespace GanCli.Engine.Training;

/// <summary>One session of a run: prepares everything that can fail, claims or reopens the folder, trains, and leaves a status behind
/// whatever happens.</summary>
public sealed class TrainingRun : IDisposable
{
    private const int StackBytes = 16 << 20;
    private readonly Experiment _experiment;
    private readonly EvaluationObserver _evaluation;
    private readonly string? _bestMetric;

    private TrainingRun(Blueprint blueprint, RunOptions options)
    {
        Options = options;
        var evaluator = new Evaluator(blueprint.Data, blueprint.Config.Evaluation.Metrics);
        _evaluation = new EvaluationObserver(evaluator, blueprint.Config.Evaluation);
        _bestMetric = evaluator.Best(blueprint.Config.Evaluation.Best)?.Name;
        Device device = DeviceChoice.Parse(blueprint.Config.Device)!.Resolve();
        Threads = TorchRuntime.SetThreads(blueprint.Config.Training.NumThreads);
        _experiment = new Experiment(blueprint, device);
        View = new DataView(blueprint.Data, blueprint.Streams, blueprint.Config.Output.Samples);
    }

    public RunOptions Options { get; }

    public ExperimentConfig Config => _experiment.Config;

    public Blueprint Blueprint => _experiment.Blueprint;

    /// <summary>Where it computes, for instance <c>cpu</c>.</summary>
    public string Device => _experiment.Device.ToString();

    public int Threads { get; }

    public DataView View { get; }

    public TrainingProgress Progress { get; } = new();

    /// <summary>The run folder; claimed by <see cref="Start"/>.</summary>
    public RunFolder Folder { get; private set; } = null!;

    /// <summary>What the metrics are and what a perfect sampler scores.</summary>
    public MetricsInfo Metrics { get; private set; } = null!;

    /// <summary>Prepares a new run and claims its folder.</summary>
    /// <param name="loaded">The config; only valid ones exist.</param>
    /// <param name="options">Where runs go, and what to note in the manifest.</param>
    /// <exception cref="IOException">Data cannot be read or the folder cannot be written.</exception>
    public static TrainingRun Start(LoadedConfig loaded, RunOptions options)
    {
        var run = new TrainingRun(Blueprint.Of(loaded.Config), options);
        try
        {
            run.Metrics = run._evaluation.Describe(run.Blueprint.Streams);
            run.Folder = RunFolder.Create(options.RunsDirectory, loaded.Config.Name!, TimeProvider.System.GetUtcNow(), Seed(loaded.Config.Seed));
            AtomicFile.WriteText(run.Folder.ConfigPath, loaded.SourceText);
            run.WriteConfig();
            RunDescription.Manifest(run._experiment, run.Threads, options, Seed(loaded.Config.Seed)).Write(run.Folder.ManifestPath);
            run.Metrics.Write(run.Folder.MetricsInfoPath);
            run.View.Describe(RunDescription.Kind(loaded.Config.Data)).Write(run.Folder.DataInfoPath);
            Npy.Write(run.Folder.RealSamplesPath, run.View.Real, run.View.Real.Length / run.View.Dimension, run.View.Dimension);
            return run;
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    /// <summary>Reopens a run at its newest checkpoint.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="overrides">Changes; only the number of steps and what observes may change.</param>
    /// <param name="options">What to note in the manifest.</param>
    /// <param name="warn">Receives what is not as it should be but does not stop the run.</param>
    /// <exception cref="ResumeException">The run cannot go on like that.</exception>
    public static TrainingRun Resume(RunFolder folder, IEnumerable<ConfigOverride> overrides, RunOptions options, Action<string> warn)
    {
        ResumePlan plan = ResumePlan.Of(folder, overrides, warn);
        using Checkpoint checkpoint = plan.Checkpoint;
        var run = new TrainingRun(plan.Blueprint, options) { Folder = folder, Metrics = MetricsInfo.Read(folder.MetricsInfoPath) };
        try
        {
            CheckpointStore.Restore(checkpoint, run._experiment, run.Progress);
            MetricsLog.SetAside(folder.MetricsPath, checkpoint.Step);
            run.WriteConfig();
            RunManifest manifest = RunManifest.Read(folder.ManifestPath);
            var session = new RunSession(TimeProvider.System.GetUtcNow(), checkpoint.Step, options.Arguments);
            (manifest with { Sessions = [.. manifest.Sessions, session] }).Write(folder.ManifestPath);
            return run;
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    /// <summary>Trains until done or stopped, on a thread of its own: dispose scopes belong to a thread.</summary>
    /// <param name="watchers">Observers of the caller's, asked after the run's own.</param>
    /// <param name="stop">Stops between steps, with a checkpoint.</param>
    /// <returns>How it ended. Divergence is an end like any other; errors are thrown after the status was written.</returns>
    public TrainingResult Run(Func<TrainingClock, IEnumerable<TrainingObserver>> watchers, CancellationToken stop)
    {
        TrainingResult? result = null;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    TorchRuntime.EnsureLoaded();
                    result = Train(watchers, stop);
                }
                catch (Exception e)
                {
                    failure = ExceptionDispatchInfo.Capture(e);
                }
            },
            StackBytes) { Name = "training" };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }

    public void Dispose() => _experiment.Dispose();

    private static string Seed(SeedConfig seed) => seed.Single is { } single
        ? FormattableString.Invariant($"{single}")
        : FormattableString.Invariant($"{seed.Init}-{seed.Data}-{seed.Latent}");

    private TrainingResult Train(Func<TrainingClock, IEnumerable<TrainingObserver>> watchers, CancellationToken stop)
    {
        OutputConfig output = Config.Output;
        var clock = new TrainingClock(Progress);
        using var log = new MetricsLogObserver(Folder, clock);
        var status = new StatusObserver(Folder, clock, _bestMetric);
        var checkpoints = new CheckpointObserver(Folder, output.CheckpointEvery, output.KeepCheckpoints, clock, log.Flush);
        var last = new LastRow();
        List<TrainingObserver> observers =
            [new StatisticsObserver(output.LogEvery), _evaluation, log, last, checkpoints, new SampleObserver(Folder, View, output.SampleEvery), status];
        if (output.Tensorboard)
        {
            observers.Add(new TensorBoardObserver(Folder, output.SampleEvery));
        }

        observers.AddRange(watchers(clock));
        RunState state = RunState.Failed;
        string? message = null;
        try
        {
            bool completed = new Trainer(_experiment, Progress, observers).Run(stop);
            if (!completed)
            {
                checkpoints.Save(_experiment, Progress);
            }

            state = completed ? RunState.Completed : RunState.Interrupted;
        }
        catch (DivergedException e)
        {
            (state, message) = (RunState.Diverged, e.Message);
        }
        catch (Exception e)
        {
            message = e.Message.ReplaceLineEndings(" ");
            throw;
        }
        finally
        {
            status.Write(state, message);
        }

        return new TrainingResult(state, Progress.Step, clock.Seconds, last.Values, message);
    }

    private void WriteConfig()
    {
        AtomicFile.WriteText(Folder.ResolvedYamlPath, ConfigWriter.ToYaml(Config));
        AtomicFile.WriteText(Folder.ResolvedJsonPath, ConfigWriter.ToJson(Config));
    }

    /// <summary>Remembers the newest value of everything.</summary>
    private sealed class LastRow : TrainingObserver
    {
        public OrderedDictionary<string, RowValue> Values { get; } = new(StringComparer.Ordinal);

        public override void Tick(Tick tick)
        {
            foreach ((string name, RowValue value) in tick.Row)
            {
                Values[name] = value;
            }
        }
    }
}

/// <summary>How a session ended.</summary>
/// <param name="State">completed, interrupted or diverged.</param>
/// <param name="Step">Steps taken.</param>
/// <param name="Seconds">Seconds of training over all sessions.</param>
/// <param name="Metrics">The newest value of everything that was logged in this session.</param>
/// <param name="Message">What went wrong, or null.</param>
public sealed record TrainingResult(RunState State, long Step, double Seconds, IReadOnlyDictionary<string, RowValue> Metrics, string? Message);

/// <summary>What a run needs to know beside its config.</summary>
/// <param name="RunsDirectory">Folder of all runs.</param>
/// <param name="Program">Name and version of the program.</param>
/// <param name="Arguments">The command line.</param>
public sealed record RunOptions(string RunsDirectory, string Program, IReadOnlyList<string> Arguments);
