using System.Globalization;
using GanCli.Engine.Metrics;
using GanCli.Engine.Random;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using GanCli.Engine.Watch;
using static TorchSharp.torch;

namespace GanCli.Benchmarks.Watch;

/// <summary>Trains many small GANs and notes at every tick what the watch sees, what other signals say, and what is true.</summary>
internal static class WatchRuns
{
    private const int Seeds = 2;
    private const int Every = 250;

    /// <summary>Columns of a record, one line a tick.</summary>
    private static readonly string[] s_columns =
    [
        "kind", "setting", "seed", "step", "uncovered-true", "uncovered-true-half", "uncovered-true-tenth", "lost-true", "least-true", "moved-true", "hq",
        "hq-perfect", "spread", "cells", "clusters", "moved", "starved-neighbourhoods", "off-data", "narrow", "out-of-reach", "energy", "coverage",
        "accuracy", "gap", "pairwise", "state",
    ];

    /// <summary>Trains what a record does not hold yet.</summary>
    /// <param name="folder">Receives <c>NAME.csv</c> for each kind of data.</param>
    /// <param name="only">Kinds of data; none: all.</param>
    public static void Collect(string folder, string[] only)
    {
        WatchFamily.WriteFiles(folder);
        TorchRuntime.SetThreads(1);
        for (int seed = 0; seed < Seeds; seed++)
        {
            foreach (WatchFamily family in WatchFamily.All.Where(family => only.Length == 0 || only.Contains(family.Name, StringComparer.Ordinal)))
            {
                Collect(family, seed, folder);
            }
        }
    }

    private static void Collect(WatchFamily family, int seed, string folder)
    {
        string path = Path.Combine(folder, family.Name + ".csv");
        if (!File.Exists(path))
        {
            File.WriteAllText(path, string.Join(',', s_columns) + "\n");
        }

        HashSet<string> known = [.. File.ReadLines(path).Skip(1).Select(static line => string.Join(',', line.Split(',').Take(3)))];
        WatchTruth? truth = null;
        foreach ((string kind, string name, string[] sets) in WatchFamily.Settings)
        {
            string key = string.Create(CultureInfo.InvariantCulture, $"{kind},{name.Replace(',', ';')},{seed}");
            if (known.Contains(key))
            {
                continue;
            }

            var blueprint = Blueprint.Of(family.Config(sets, seed, folder));
            truth ??= new WatchTruth(blueprint.Data);
            var begun = System.Diagnostics.Stopwatch.StartNew();
            string[] lines = [.. Train(blueprint, truth).Select(line => $"{key},{line}\n")];

            // All ticks of a run at once: a record never holds a part of one.
            File.AppendAllText(path, string.Concat(lines));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{family.Name}, {key}: {begun.Elapsed.TotalSeconds:0.0} s"));
        }
    }

    private static List<string> Train(Blueprint blueprint, WatchTruth truth)
    {
        using var experiment = new Experiment(blueprint, CPU);
        var ticks = new Ticks(blueprint, truth);
        string state = "completed";
        try
        {
            new Trainer(experiment, new TrainingProgress(), [ticks]).Run(default);
        }
        catch (DivergedException)
        {
            state = "diverged";
        }

        return [.. ticks.Lines.Select(line => $"{line},{state}")];
    }

    private sealed class Ticks(Blueprint blueprint, WatchTruth truth) : TrainingObserver
    {
        private readonly CollapseWatch _watch = new(blueprint.Data, blueprint.Streams, new WatchConfig());
        private readonly Evaluator? _modes = blueprint.Data.Mixture is null ? null : new Evaluator(blueprint.Data, [new ModeCoverageConfig()]);
        private readonly Evaluator _others = new(
            blueprint.Data, [new EnergyDistanceConfig { MaxSamples = 512 }, new PrdcConfig { MaxSamples = 512 }]);

        private double[]? _sharesBefore;
        private IReadOnlyList<double[]>? _watchedBefore;
        private double? _perfect;

        public List<string> Lines { get; } = [];

        public override bool IsDue(long step) => step % Every == 0;

        public override void Tick(Tick tick)
        {
            if (tick.IsFinal)
            {
                return;
            }

            Experiment experiment = tick.Experiment;
            experiment.RequireFinite(tick.Step);
            RandomStreams streams = blueprint.Streams;
            float[] generated = experiment.Sampler.Draw(experiment.SamplingWeights, streams.Evaluation.At(tick.Step).ForLane(0x10), WatchTruth.Samples);
            double[] shares = truth.Shares(generated, WatchTruth.Samples);
            float[] few = experiment.Sampler.Draw(
                experiment.SamplingWeights, CollapseWatch.LatentsAt(streams, tick.Step), _watch.Samples);
            Look look = _watch.Look(few);
            WatchSignals seen = look.Signals;
            float[] real = RealSamples.Draw(blueprint.Data, _watch.Samples, streams.Evaluation.At(tick.Step).ForLane(0x11));
            var (hq, spread) = Quality(generated, streams.Evaluation.At(tick.Step).ForLane(0x12));
            var others = _others.Evaluate(new EvaluationSamples(blueprint.Data.Dimension, few, real, streams.Evaluation.At(tick.Step).ForLane(0x13)));
            var (accuracy, gap) = Discriminated(experiment, real, few);
            double?[] numbers =
            [
                truth.Below(0.25, shares), truth.Below(0.5, shares), truth.Below(0.1, shares), truth.Below(0.05, shares), truth.Least(shares),
                _sharesBefore is { } before ? before.Zip(shares).Sum(static cell => Math.Abs(cell.First - cell.Second)) / 2 : null,
                hq, _perfect, spread, seen.OfCells, seen.OfClusters, _watchedBefore is { } watched ? look.MovedSince(watched) : null,
                seen.StarvedNeighbourhoods, seen.OffData, seen.Narrow, seen.OutOfReach, others["energy-distance"].Number, others["coverage"].Number,
                accuracy, gap, Pairwise(few) / Pairwise(real),
            ];
            (_sharesBefore, _watchedBefore) = (shares, look.Shares);
            Lines.Add(string.Join(',', numbers.Select(static number => number?.ToString("G6", CultureInfo.InvariantCulture) ?? "")
                .Prepend(tick.Step.ToString(CultureInfo.InvariantCulture))));
        }

        private (double? Hq, double? Spread) Quality(float[] generated, RandomStream random)
        {
            if (_modes is null)
            {
                return (null, null);
            }

            _perfect ??= _modes.Perfect(WatchTruth.Samples, random)["hq"].Median;
            var values = _modes.Evaluate(new EvaluationSamples(blueprint.Data.Dimension, generated, generated, random));
            return (values["hq"].Number, values["spread"].Number);
        }

        // D's accuracy at the threshold that parts both kinds best by their means, and the distance between these in standard deviations.
        private static (double Accuracy, double Gap) Discriminated(Experiment experiment, float[] real, float[] few)
        {
            double[] onReal = Outputs(experiment, real);
            double[] onFake = Outputs(experiment, few);
            double middle = (onReal.Average() + onFake.Average()) / 2;
            double ofReal = onReal.Count(output => output > middle) / (double)onReal.Length;
            double ofFake = onFake.Count(output => output < middle) / (double)onFake.Length;
            return ((ofReal + ofFake) / 2, onReal.Average() - onFake.Average());
        }

        private static double[] Outputs(Experiment experiment, float[] rows)
        {
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            int dimension = experiment.Blueprint.Data.Dimension;
            Samples input = HostMemory.Copy(rows, rows.Length / dimension, dimension).to(experiment.Dtype, experiment.Device);
            Tensor output = experiment.Blueprint.Game.Judge(experiment.Discriminator.Store.Frozen, input, Engine.Networks.Pass.Evaluation)
                .PerSample.to(ScalarType.Float64).cpu().contiguous();
            return output.data<double>().ToArray();
        }

        private double Pairwise(float[] rows)
        {
            int dimension = blueprint.Data.Dimension;
            var set = new PointSet(dimension, rows, rows.Length / dimension);
            var squared = new float[set.PaddedCount];
            double sum = 0;
            for (int i = 0; i < set.Count; i++)
            {
                set.SquaredDistances(set[i], 0, squared);
                for (int j = 0; j < i; j++)
                {
                    sum += Math.Sqrt(squared[j]);
                }
            }

            return sum / (set.Count * (set.Count - 1) / 2.0);
        }
    }
}
