using GanCli.Engine.Config;
using GanCli.Engine.Metrics;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using GanCli.Engine.Training.Observers;
using GanCli.Engine.Watch;
using GanCli.Runs;
using static TorchSharp.torch;

namespace GanCli.Engine.Sessions;

/// <summary>One session of a run: prepares everything that can fail, claims or reopens the folder, trains, and leaves a status behind
/// whatever happens.</summary>
public sealed class TrainingRun : IDisposable
{
    private const string DamagedEnding = ".damaged";
    private Experiment _experiment;
    private readonly EvaluationObserver _evaluation;
    private readonly CollapseWatch? _watch;

    // What was asked for, without what rescues have changed since.
    private ExperimentConfig _asked;
    private readonly string? _bestMetric;
    private readonly IReadOnlyList<string> _doubts;
    private readonly string? _notCounted;
    private IDisposable? _lock;

    private TrainingRun(Blueprint blueprint, RunOptions options)
    {
        (Options, _asked) = (options, blueprint.Config);
        MemoryNeed.Check(blueprint, options.AllowSwap);
        blueprint.Data.Prepare(options.Preparing);
        var evaluator = new Evaluator(blueprint.Data, blueprint.Config.Evaluation.Metrics);
        Device device = DeviceChoice.Parse(blueprint.Config.Device)!.Resolve();
        Threads = TorchRuntime.SetThreads(blueprint.Config.Training.NumThreads);
        evaluator.Prepare(options.Preparing);
        (_doubts, _notCounted) = (evaluator.Doubts, evaluator.NotCounted);
        _evaluation = new EvaluationObserver(evaluator, blueprint.Config.Evaluation);
        _bestMetric = evaluator.Best(blueprint.Config.Evaluation.Best)?.Name;
        _watch = blueprint.Config.Watch is { } watch ? new CollapseWatch(blueprint.Data, blueprint.Streams, watch) : null;
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

    /// <summary>What was found where the data are, one line; null where that says nothing new.</summary>
    public string? Summary => Blueprint.Data.Summary;

    /// <summary>What a person should know of the data and of what is measured, although it all works.</summary>
    public IReadOnlyList<string> Notes => [.. Blueprint.Data.Notes, .. _doubts, .. Config.Evaluation.Metrics is null ? Evaluator.LeftOut(Blueprint.Data) : []];

    public TrainingProgress Progress { get; } = new();

    /// <summary>The run folder; claimed by <see cref="Start"/>.</summary>
    public RunFolder Folder { get; private set; } = null!;

    /// <summary>What the metrics are and what a perfect sampler scores.</summary>
    public MetricsInfo Metrics { get; private set; } = null!;

    /// <summary>Prepares a new run and claims its folder.</summary>
    /// <param name="loaded">The config; only valid ones exist.</param>
    /// <param name="options">Where runs go, and what to note in the manifest.</param>
    /// <exception cref="MemoryShortageException">It does not fit into memory.</exception>
    /// <exception cref="IOException">Data cannot be read or the folder cannot be written.</exception>
    public static TrainingRun Start(LoadedConfig loaded, RunOptions options)
    {
        var run = new TrainingRun(Blueprint.Of(loaded), options);
        try
        {
            run.Metrics = run.DescribeMetrics();
            run.Folder = RunFolder.Create(options.RunsDirectory, loaded.Config.Name!, TimeProvider.System.GetUtcNow(), loaded.Config.Seed.Words);
            run._lock = run.Folder.TryLock();
            run.Describe(loaded);
            return run;
        }
        catch
        {
            run.Dispose();
            run.Discard();
            throw;
        }
    }

    /// <summary>Reopens a run at its newest checkpoint; one that ended before its first starts again in place, at step 0.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="overrides">Changes; only the number of steps and what observes may change.</param>
    /// <param name="options">What to note in the manifest.</param>
    /// <param name="warn">Receives what is not as it should be but does not stop the run.</param>
    /// <exception cref="ResumeException">The run cannot go on like that.</exception>
    public static TrainingRun Resume(RunFolder folder, IEnumerable<ConfigOverride> overrides, RunOptions options, Action<string> warn)
    {
        ResumePlan.RequireIdle(folder);
        IDisposable claim = folder.TryLock() ?? throw new ResumeException($"{folder.Id} is being continued by another process just now");
        TrainingRun? run = null;
        try
        {
            // What it says of an idle run holds from here on.
            ResumePlan plan = ResumePlan.Of(folder, overrides, warn);
            using Checkpoint? checkpoint = plan.Checkpoint;
            run = new TrainingRun(plan.Blueprint, options) { Folder = folder, _asked = plan.Loaded.Config };
            run.Continue(plan, warn);
            run._lock = claim;
            return run;
        }
        catch
        {
            run?.Dispose();
            claim.Dispose();
            throw;
        }
    }

    /// <summary>Called after a rescue, with what was done; on the thread that trains.</summary>
    public Action<Rescue>? Rescued { get; set; }

    /// <summary>Trains until done or stopped, on a thread of its own.</summary>
    /// <param name="watchers">Observers of the caller's, asked after the run's own.</param>
    /// <param name="stop">Stops between steps, with a checkpoint.</param>
    /// <returns>How it ended. Divergence is an end like any other; errors are thrown after the status was written.</returns>
    public TrainingResult Run(Func<TrainingClock, IEnumerable<TrainingObserver>> watchers, CancellationToken stop) =>
        TrainingThread.Run(() => Train(watchers, stop));

    public void Dispose()
    {
        _experiment.Dispose();
        _lock?.Dispose();
    }

    private TrainingResult Train(Func<TrainingClock, IEnumerable<TrainingObserver>> watchers, CancellationToken stop)
    {
        var clock = new TrainingClock(Progress);
        var latest = new LatestObserver(Folder);
        var status = new StatusObserver(Folder, clock, Progress, Config.Training.Steps, _bestMetric, latest.Values);
        RunState state;
        string? message = null;
        try
        {
            (state, message) = Train(clock, latest, status, watchers, stop);
        }
        catch (DivergedException e)
        {
            (state, message) = (RunState.Diverged, e.Message);
        }
        catch (Exception e)
        {
            try
            {
                status.Write(RunState.Failed, NativeFailure.Line(e));
            }
            catch (Exception further) when (further is IOException or UnauthorizedAccessException)
            {
                // A full disk refuses this too; the first error is the one to tell.
            }

            throw;
        }

        status.Write(state, message);
        return new TrainingResult(state, Progress.Step, clock.Seconds, latest.Values, message);
    }

    private (RunState State, string? Why) Train(
        TrainingClock clock, LatestObserver latest, StatusObserver status, Func<TrainingClock, IEnumerable<TrainingObserver>> watchers, CancellationToken stop)
    {
        OutputConfig output = Config.Output;
        using var log = new MetricsLogObserver(Folder, clock);
        var checkpoints = new CheckpointObserver(Folder, output.CheckpointEvery, output.KeepCheckpoints, clock, log.Flush);
        Rescuer? rescuer = _watch is not null && Config.Watch?.Rescue is { } rescue ? new Rescuer(Folder, rescue, _watch) : null;
        List<TrainingObserver> observers =
        [
            new StatisticsObserver(output.LogEvery), _evaluation, .. Watching(),
            .. rescuer is null ? [] : new[] { new RescueObserver(Folder, rescuer, clock) }, log, latest, checkpoints,
            new SampleObserver(Folder, View, output.SampleEvery), new InterpolationObserver(Folder, View), new NearestObserver(Folder, View), status,
        ];
        if (output.Tensorboard)
        {
            observers.Add(new TensorBoardObserver(Folder, View, output.SampleEvery));
        }

        observers.AddRange(watchers(clock));
        var trainer = new RescuedTrainer(Progress, observers, rescuer, Note);
        bool completed = trainer.Run(_experiment, stop);
        if (!completed)
        {
            checkpoints.Save(_experiment, Progress);
        }

        return trainer.End is { } end ? (end.State, end.Why) : (completed ? RunState.Completed : RunState.Interrupted, null);
    }

    private void Note(Experiment experiment, Rescue rescue)
    {
        _experiment = experiment;
        RunDescription.Rescued(RunManifest.Read(Folder.ManifestPath), experiment, Progress.Rescued!.Done).Write(Folder.ManifestPath);
        Rescued?.Invoke(rescue);
    }

    private IEnumerable<TrainingObserver> Watching() => _watch is null ? []
        : [new WatchObserver(_watch, Config.Watch!.Every ?? Config.Evaluation.Every, _watch.WordOfBlob(Metrics), Folder, View)];

    private MetricsInfo DescribeMetrics()
    {
        MetricsInfo evaluated = _evaluation.Describe(Blueprint.Streams);
        return _watch is null ? evaluated : evaluated.With(_watch.Describe(Blueprint.Streams));
    }

    /// <summary>Writes what a new run's folder holds before the first step.</summary>
    private void Describe(LoadedConfig loaded)
    {
        AtomicFile.WriteText(Folder.ConfigPath, loaded.SourceText);
        WriteConfig();
        WriteManifest(loaded);
        Metrics.Write(Folder.MetricsInfoPath);
        WriteData();
    }

    /// <summary>Writes what a run lacks that was killed while its folder was made.</summary>
    private void CompleteDescription(LoadedConfig loaded)
    {
        if (!File.Exists(Folder.ManifestPath))
        {
            WriteManifest(loaded);
        }

        WriteData();
    }

    private void WriteManifest(LoadedConfig loaded)
    {
        RunManifest manifest = RunDescription.Manifest(_experiment, Threads, Options, Config.Seed.Words);
        (manifest with
        {
            Warnings = [.. loaded.Doubts.Select(static doubt => doubt.ToString()), .. Notes],
            NotCounted = _notCounted,
        }).Write(Folder.ManifestPath);
    }

    private void WriteData()
    {
        View.Describe(Catalog.KindOf(Config.Data)).Write(Folder.DataInfoPath);
        Directory.CreateDirectory(Folder.SamplesDirectory);
        Npy.Write(Folder.RealSamplesPath, View.Real, [View.Real.Length / View.Dimension, .. View.Shape]);
    }

    /// <summary>Takes a folder away that was claimed for a run that could not begin.</summary>
    private void Discard()
    {
        try
        {
            if (Folder is not null)
            {
                Directory.Delete(Folder.Path, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The error that brought us here is the one to tell.
        }
    }

    /// <summary>Takes up the state of a checkpoint, and makes the folder end where that was written; without one, at step 0.</summary>
    private void Continue(ResumePlan plan, Action<string> warn)
    {
        if (plan.Checkpoint is not null)
        {
            CheckpointStore.Restore(plan.Checkpoint, _experiment, Progress);

            // Until the next look the last word stands.
            Progress.Verdict = _watch is not null && Progress.Watched is not null && File.Exists(Folder.StatusPath)
                ? RunStatus.Read(Folder.StatusPath).Watch : null;
        }
        else
        {
            CompleteDescription(plan.Loaded);
        }

        RunManifest manifest = RunManifest.Read(Folder.ManifestPath);
        if (!string.Equals(manifest.Device, Device, StringComparison.Ordinal))
        {
            warn($"{Folder.Id} has been trained on {manifest.Device} and goes on on {Device}: no longer bit for bit what it would have become");
        }

        // Descriptions by an earlier version of the program may lack what this one measures.
        Metrics = plan.MeasuresAlike && File.Exists(Folder.MetricsInfoPath) && MetricsInfo.Read(Folder.MetricsInfoPath) is var known
            && _evaluation.IsDescribedBy(known) && _watch?.IsDescribedBy(known) != false ? known : DescribeMetrics();
        foreach (string damaged in plan.Damaged)
        {
            // Under its own name it would count as the newest one that is worth keeping.
            File.Move(damaged, damaged + DamagedEnding, overwrite: true);
        }

        MetricsLog.SetAside(Folder.MetricsPath, Progress.Step);
        Metrics.Write(Folder.MetricsInfoPath);
        WriteConfig();
        var session = new RunSession(TimeProvider.System.GetUtcNow(), Progress.Step, Options.Arguments);
        manifest = manifest with { Sessions = [.. manifest.Sessions, session] };
        RunDescription.Rescued(manifest, _experiment, Progress.Rescued?.Done ?? []).Write(Folder.ManifestPath);
    }

    private void WriteConfig()
    {
        AtomicFile.WriteText(Folder.ResolvedYamlPath, ConfigWriter.ToYaml(_asked));
        AtomicFile.WriteText(Folder.ResolvedJsonPath, ConfigWriter.ToJson(_asked));
    }
}
