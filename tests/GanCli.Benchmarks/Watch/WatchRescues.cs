using System.Globalization;
using GanCli.Engine.Config;
using GanCli.Engine.Metrics;
using GanCli.Engine.Random;
using GanCli.Engine.Sessions;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using GanCli.Engine.Training.Observers;
using GanCli.Engine.Watch;
using GanCli.Engine.Watch.Remedies;
using GanCli.Runs;
using static TorchSharp.torch;

namespace GanCli.Benchmarks.Watch;

/// <summary>Trains GANs that collapse, and what is done about it, at equal numbers of steps: nothing, a rescue, one treatment each, R1 and R2 from the
/// beginning, and a new start with them when the watch found the run stuck.</summary>
internal static class WatchRescues
{
    /// <summary>Nothing is done.</summary>
    public const string Unchanged = TreatmentRates.Unchanged;

    /// <summary>As <c>--on-collapse rescue</c>.</summary>
    public const string Rescued = "rescue";

    /// <summary>R1 and R2 from the first step on.</summary>
    public const string Always = "always-r1-r2";

    /// <summary>A new start with R1 and R2 where the unchanged run was found stuck, for the steps that were left.</summary>
    public const string Restart = "restart-r1-r2";

    /// <summary>R1 and R2 with wider networks from the first step on: what a rescue does first, for all that it knows.</summary>
    public const string AlwaysWider = "always-r1-r2-wider";

    private const int Seeds = 3;
    private const int Steps = 6000;
    private const int Every = 250;

    /// <summary>Columns of a record, one line a run.</summary>
    private static readonly string[] s_columns =
    [
        "kind", "setting", "seed", "arm", "stuck", "cause", "rescues", "before-last", "last", "hq", "hq-perfect", "off-data", "state",
    ];

    private static readonly string[] s_settings =
    [
        "non-saturating", "minimax", "hinge", "wasserstein", "G 3", "G 10", "D 5", "1 x 4", "1", "simultaneous", "G 1 to 30, r1 + r2",
    ];

    /// <summary>Trains what a record does not hold yet.</summary>
    /// <param name="folder">Receives <c>rescues-NAME.csv</c> for each kind of data.</param>
    /// <param name="arms">What to train beside unchanged runs: <see cref="Rescued"/>, <see cref="Always"/>, <see cref="Restart"/> and treatments.</param>
    /// <param name="only">Kinds of data; none: all.</param>
    public static void Collect(string folder, IReadOnlyList<string> arms, string[] only)
    {
        WatchFamily.WriteFiles(folder);
        TorchRuntime.SetThreads(1);
        for (int seed = 0; seed < Seeds; seed++)
        {
            foreach (WatchFamily family in WatchFamily.All.Where(family => only.Length == 0 || only.Contains(family.Name, StringComparer.Ordinal)))
            {
                Collect(family, seed, folder, arms);
            }
        }
    }

    /// <summary>Writes how good the samples of a featureless blob are, which leaves nothing out: the better of two blobs, value by value.</summary>
    /// <param name="folder">Receives <c>blobs.csv</c>: kind, share on a mode, a perfect sampler's, share off the data.</param>
    public static void Blobs(string folder)
    {
        WatchFamily.WriteFiles(folder);
        var lines = new List<string> { "kind,hq,hq-perfect,off-data" };
        foreach (WatchFamily family in WatchFamily.All)
        {
            Blueprint blueprint = Blueprint.Of(family.Config([], 0, folder));
            RandomStream random = blueprint.Streams.Evaluation.ForLane(0x14);
            MetricDescription? hq = blueprint.Data.Mixture is null ? null
                : new Evaluator(blueprint.Data, [new ModeCoverageConfig()]).Describe(WatchTruth.Samples, WatchTruth.Samples, random).Metrics["hq"];
            double? off = new CollapseWatch(blueprint.Data, blueprint.Streams, blueprint.Config.Watch!).Describe(blueprint.Streams)
                .Metrics["watch.off-data"].Uninformed?.Median;
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{family.Name},{hq?.Uninformed?.Median:G4},{hq?.Perfect?.Median:G4},{off:G4}"));
        }

        File.WriteAllText(Path.Combine(folder, "blobs.csv"), string.Join('\n', lines) + "\n");
    }

    private static void Collect(WatchFamily family, int seed, string folder, IReadOnlyList<string> arms)
    {
        string path = Path.Combine(folder, $"rescues-{family.Name}.csv");
        if (!File.Exists(path))
        {
            File.WriteAllText(path, string.Join(',', s_columns) + "\n");
        }

        Dictionary<string, string[]> known = File.ReadLines(path).Skip(1).Select(static line => line.Split(','))
            .ToDictionary(static cells => string.Join(',', cells.Take(4)), StringComparer.Ordinal);
        WatchTruth? truth = null;
        foreach ((string kind, string name, string[] sets) in WatchFamily.Settings.Where(setting => s_settings.Contains(setting.Name, StringComparer.Ordinal)))
        {
            string key = string.Create(CultureInfo.InvariantCulture, $"{kind},{name.Replace(',', ';')},{seed}");
            long? stuck = Train(Unchanged, null);
            foreach (string arm in stuck is null ? [] : arms)
            {
                Train(arm, stuck);
            }

            long? Train(string arm, long? since)
            {
                if (!known.TryGetValue($"{key},{arm}", out string[]? cells))
                {
                    Blueprint blueprint = Blueprint.Of(family.Config([.. sets, .. Sets(arm, since, family.Config(sets, seed, folder))], seed, folder));
                    truth ??= new WatchTruth(blueprint.Data);
                    var begun = System.Diagnostics.Stopwatch.StartNew();
                    string line = $"{key},{arm},{new RescuedGan(blueprint, truth).Train()}";
                    File.AppendAllText(path, line + "\n");
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{family.Name}, {line}: {begun.Elapsed.TotalSeconds:0.0} s"));
                    cells = line.Split(',');
                }

                return cells[4].Length == 0 ? null : long.Parse(cells[4], CultureInfo.InvariantCulture);
            }
        }
    }

    private static string[] Sets(string arm, long? stuck, ExperimentConfig config)
    {
        string steps = string.Create(CultureInfo.InvariantCulture, $"training.steps={(arm is Restart ? Steps - stuck : Steps)}");
        string[] penalized = ["loss=relativistic", "regularizers=[{kind: r1, gamma: 0.1}, {kind: r2, gamma: 0.1}]"];
        return arm switch
        {
            Unchanged => [steps],
            Rescued => [steps, "watch.rescue={}"],
            Always or Restart => [steps, .. penalized],
            AlwaysWider => [steps, .. Treatments.Find("r1-r2-wider")!.Changes(config, 0)],
            _ => [steps, $"watch.rescue={{times: 1, treatments: [{arm}]}}"],
        };
    }

    /// <summary>One run, and what it came to.</summary>
    private sealed class RescuedGan(Blueprint blueprint, WatchTruth truth) : TrainingObserver
    {
        private readonly Evaluator? _modes = blueprint.Data.Mixture is null ? null : new Evaluator(blueprint.Data, [new ModeCoverageConfig()]);
        private readonly List<double> _uncovered = [];
        private double?[] _quality = [null, null, null];
        private (long Step, Cause Cause)? _stuck;

        public override bool IsDue(long step) => step % Every == 0;

        public override void Tick(Tick tick)
        {
            if (tick.IsFinal)
            {
                return;
            }

            Experiment experiment = tick.Experiment;
            // At the last step there is nothing left to do about it.
            if (tick.Step < experiment.Config.Training.Steps && tick.Progress.Watched is { } history && Watch.IsStuck(history))
            {
                _stuck ??= (tick.Step, CollapseDiagnosis.Of(experiment.Config, history, tick.Step, []).Cause);
            }

            if (tick.Step > experiment.Config.Training.Steps - (2 * Every))
            {
                float[] generated = experiment.Sampler.Draw(
                    experiment.SamplingWeights, blueprint.Streams.Evaluation.At(tick.Step).ForLane(0x10), WatchTruth.Samples);
                _uncovered.Add(truth.Below(0.25, truth.Shares(generated, WatchTruth.Samples)));
                RandomStream random = blueprint.Streams.Evaluation.At(tick.Step).ForLane(0x12);
                _quality =
                [
                    _modes?.Evaluate(new EvaluationSamples(blueprint.Data.Dimension, generated, generated, random))["hq"].Number,
                    _modes?.Perfect(WatchTruth.Samples, random)["hq"].Median, tick.Row["watch.off-data"].Number,
                ];
            }
        }

        private CollapseWatch Watch { get; } = new(blueprint.Data, blueprint.Streams, blueprint.Config.Watch!);

        /// <summary>Trains.</summary>
        /// <returns>The cells behind the arm.</returns>
        public string Train()
        {
            string scratch = Directory.CreateTempSubdirectory("gan-rescue-").FullName;
            var experiment = new Experiment(blueprint, CPU);
            var progress = new TrainingProgress();
            string state = "completed";
            try
            {
                RunFolder folder = RunFolder.Create(scratch, "run", TimeProvider.System.GetUtcNow(), "0");
                Rescuer? rescuer = blueprint.Config.Watch!.Rescue is { } rescue ? new Rescuer(folder, rescue, Watch) : null;
                var view = new DataView(blueprint.Data, blueprint.Streams, 1024);
                List<TrainingObserver> observers = [new StatisticsObserver(500), new WatchObserver(Watch, Every, null, folder, view), this];
                observers.InsertRange(2, rescuer is null ? [] : [new RescueObserver(folder, rescuer, new TrainingClock(progress))]);
                new RescuedTrainer(progress, observers, rescuer, (next, _) => experiment = next).Run(experiment, default);
            }
            catch (DivergedException)
            {
                state = "diverged";
            }
            finally
            {
                experiment.Dispose();
                Directory.Delete(scratch, recursive: true);
            }

            string cause = _stuck is { } found ? KebabCase.Of(found.Cause.ToString()) : "";
            string[] last = [.. _uncovered.TakeLast(2).Select(static share => share.ToString("G4", CultureInfo.InvariantCulture))];
            string rescues = string.Join('+', progress.Rescued?.Done.Select(static rescue => $"{rescue.Treatment}@{rescue.Step}<{rescue.From}") ?? []);
            return string.Join(',', _stuck?.Step.ToString(CultureInfo.InvariantCulture), cause, rescues, last.FirstOrDefault(), last.LastOrDefault(),
                string.Join(',', _quality.Select(static number => number?.ToString("G4", CultureInfo.InvariantCulture))), state);
        }
    }
}
