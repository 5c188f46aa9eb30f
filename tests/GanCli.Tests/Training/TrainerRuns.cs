using GanCli.Engine.Config;
using GanCli.Engine.Sessions;
using GanCli.Engine.Training;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.Training;

/// <summary>Tiny runs in a folder of their own, trained in this process.</summary>
internal sealed class TrainerRuns : IDisposable
{
    /// <summary>Ticks of every kind fall on steps of their own.</summary>
    private const string Tiny =
        """
        seed: 3
        data: {kind: ring, modes: 4, std: 0.1}
        prior: {kind: gaussian, dimension: 3}
        generator: {kind: mlp, widths: [8]}
        discriminator: {kind: mlp, widths: [8]}
        training: {steps: 22, batch: 8, num-threads: 1}
        evaluation: {every: 7, samples: 16, final-samples: 24, metrics: [mode-coverage]}
        watch: {samples: 32, bank: 48}
        output: {log-every: 5, sample-every: 10, samples: 12, checkpoint-every: 8, surface-side: 3}
        """;

    private readonly TemporaryFolder _folder = new();

    public TrainerRuns() => File.WriteAllText(_folder["tiny.yaml"], Tiny);

    /// <summary>A path beside the config.</summary>
    public string this[string name] => _folder[name];

    public List<string> Warnings { get; } = [];

    /// <summary>Trains a new run.</summary>
    /// <param name="changes">Settings of the config, as <c>--set</c> takes them.</param>
    /// <param name="stopAt">Stopped after this step.</param>
    /// <param name="watchers">Further observers.</param>
    public (RunFolder Folder, TrainingResult Result) Train(IEnumerable<string> changes, long? stopAt = null, params TrainingObserver[] watchers)
    {
        LoadedConfig loaded = ConfigLoader.Load("tiny.yaml", changes.Select(ConfigOverride.Set), new ConfigFolders(_folder.FullName, _folder.FullName));
        using TrainingRun run = TrainingRun.Start(loaded, Options());
        return (run.Folder, Run(run, stopAt, watchers));
    }

    /// <summary>Goes on with a run.</summary>
    public TrainingResult Resume(RunFolder folder, IEnumerable<string>? changes = null, long? stopAt = null, params TrainingObserver[] watchers)
    {
        using TrainingRun run = TrainingRun.Resume(folder, (changes ?? []).Select(ConfigOverride.Set), Options(), Warnings.Add);
        return Run(run, stopAt, watchers);
    }

    /// <summary>Makes a run look as if its process had died.</summary>
    public static void Kill(RunFolder folder)
    {
        RunStatus status = RunStatus.Read(folder.StatusPath);
        (status with { State = RunState.Running, Process = status.Process with { Started = DateTimeOffset.UnixEpoch } }).Write(folder.StatusPath);
    }

    public void Dispose() => _folder.Dispose();

    private static TrainingResult Run(TrainingRun run, long? stopAt, TrainingObserver[] watchers)
    {
        using var stop = new CancellationTokenSource();
        if (stopAt == 0)
        {
            stop.Cancel();
        }

        return run.Run(_ => stopAt is { } step ? [.. watchers, new Stopper(step, stop)] : watchers, stop.Token);
    }

    private RunOptions Options() => new(_folder["runs"], "gan 1.2.3", ["train", "--config", "tiny.yaml"]);

    private sealed class Stopper(long at, CancellationTokenSource stop) : TrainingObserver
    {
        public override void AfterStep(long step)
        {
            if (step == at)
            {
                stop.Cancel();
            }
        }
    }
}
