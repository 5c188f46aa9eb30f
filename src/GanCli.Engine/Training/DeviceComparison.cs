using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace GanCli.Engine.Training;

/// <summary>Whether another device computes what the CPU does, how fast, and whether its memory stays level. Writes nothing.</summary>
/// <param name="Update">Largest part by which a player's first update, in double precision, differs from the CPU's: ‖Δ − Δ'‖ / ‖Δ‖.</param>
/// <param name="Losses">The same of losses and gradient norms of the first step in the config's precision. (Its updates are no measure there: Adam's first step
/// is lr · sign(g), and where g is next to 0 rounding decides the sign.)</param>
/// <param name="CpuMilliseconds">A step's, the median of rounds.</param>
/// <param name="DeviceMilliseconds">A step's on the device.</param>
/// <param name="Bytes">Of the device's memory that it took with the first step; null where that cannot be asked.</param>
/// <param name="Growth">Bytes that further steps took; null likewise.</param>
public sealed record DeviceComparison(double Update, double Losses, double CpuMilliseconds, double DeviceMilliseconds, long? Bytes, long? Growth)
{
    private const int Further = 50;

    /// <summary>Compares on a config that was checked before.</summary>
    /// <param name="config">What to train; its own device is not asked.</param>
    /// <param name="device">Word of the device, as in a config.</param>
    /// <param name="seconds">How long steps are timed on each of them.</param>
    public static DeviceComparison Run(ExperimentConfig config, string device, double seconds)
    {
        ExperimentConfig[] sides = [config with { Device = "cpu" }, config with { Device = device }];
        First[] exact = [.. sides.Select(static side => FirstStep(side with { Training = side.Training with { Dtype = NumberType.Float64 } }))];
        long? before = MemoryLimits.CudaFree();
        First[] asIs = [.. sides.Select(static side => FirstStep(side))];
        (long? bytes, long? growth) = Memory(sides[1], before);
        StepTimings[] timings = [.. sides.Select(side => StepBenchmark.Run(Blueprint.Of(side), seconds))];
        return new DeviceComparison(
            Math.Max(Deviation(exact[0].Generator, exact[1].Generator), Deviation(exact[0].Discriminator, exact[1].Discriminator)),
            asIs[0].Statistics.Zip(asIs[1].Statistics).Max(static pair => Deviation([pair.First], [pair.Second])),
            Median(timings[0]),
            Median(timings[1]),
            bytes,
            growth);
    }

    /// <summary>‖a − b‖ / ‖a‖; 0 where both are 0, and infinite where something is not finite or only a is 0.</summary>
    internal static double Deviation(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        double difference = Math.Sqrt(a.Zip(b).Sum(static pair => Math.Pow(pair.First - pair.Second, 2)));
        double size = Math.Sqrt(a.Sum(static x => x * x));
        return difference == 0 ? 0 : double.IsFinite(difference) && size > 0 ? difference / size : double.PositiveInfinity;
    }

    private static First FirstStep(ExperimentConfig config)
    {
        using var scope = NewDisposeScope();
        using var experiment = NewExperiment(config);
        double[][] before = [.. Both(experiment)];
        experiment.Step.Run(0);
        double[][] moved = [.. Both(experiment).Zip(before, static (after, first) => after.Zip(first, static (x, y) => x - y).ToArray())];
        double[] statistics = [.. experiment.Statistics.Read()
            .Where(static one => one.Name.StartsWith("loss.", StringComparison.Ordinal) || one.Name.StartsWith("gradient-norm.", StringComparison.Ordinal))
            .Select(static one => one.Mean)];
        return new First(moved[0], moved[1], statistics);

        static IEnumerable<double[]> Both(Experiment experiment) =>
            new Player[] { experiment.Generator, experiment.Discriminator }.Select(static player => player.Store.Flat.cpu().to(ScalarType.Float64)
                .data<double>().ToArray());
    }

    private static (long? Bytes, long? Growth) Memory(ExperimentConfig config, long? before)
    {
        using var experiment = NewExperiment(config);
        if (experiment.Device.type != DeviceType.CUDA || before is null)
        {
            return (null, null);
        }

        Take(0, Further);
        long? first = MemoryLimits.CudaFree();
        Take(Further, 2 * Further);
        return (before - first, first - MemoryLimits.CudaFree());

        void Take(int from, int to)
        {
            for (int step = from; step < to; step++)
            {
                experiment.Step.Run(step % experiment.Config.Training.Steps);
            }

            cuda.synchronize();
        }
    }

    private static Experiment NewExperiment(ExperimentConfig config)
    {
        Device device = DeviceChoice.Parse(config.Device)!.Resolve();
        TorchRuntime.SetThreads(config.Training.NumThreads);
        return new Experiment(Blueprint.Of(config), device);
    }

    private static double Median(StepTimings timings)
    {
        double[] sorted = [.. timings.Rounds.Select(static round => round.Milliseconds).Order()];
        return sorted[sorted.Length / 2];
    }

    private sealed record First(double[] Generator, double[] Discriminator, double[] Statistics);
}
