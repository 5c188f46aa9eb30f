using System.Diagnostics;
using GanCli.Engine.Kernels;
using GanCli.Engine.Tensors;
using TorchSharp;

namespace GanCli.Engine.Training;

/// <summary>Measures how fast an experiment trains here. Takes real steps, in short rounds, and writes nothing.</summary>
public static class StepBenchmark
{
    private const double SecondsARound = 0.1;
    private const int LeastSteps = 3;
    private const int LeastRounds = 3;

    // The runtime compiles what is called often once more, in the background, and better.
    private const double WarmingSeconds = 1;

    /// <summary>Measures.</summary>
    /// <param name="blueprint">What to train.</param>
    /// <param name="seconds">How long the rounds go on; before them come the first weights and some steps to get warm.</param>
    /// <param name="warming">How long steps are taken before; null: as long as the rounds, and at most a second. The first of several measurements in a
    /// process needs more than the others: what all experiments share is compiled then.</param>
    public static StepTimings Run(Blueprint blueprint, double seconds, double? warming = null)
    {
        torch.Device device = DeviceChoice.Parse(blueprint.Config.Device)!.Resolve();
        int threads = TorchRuntime.SetThreads(blueprint.Config.Training.NumThreads);
        using var experiment = new Experiment(blueprint, device);
        bool onHost = device.type == DeviceType.CPU;

        // Elsewhere a call returns before its work is done, and these cores are not the ones that do it.
        StepClock? clock = onHost ? new StepClock() : null;
        using PeakRate? peak = onHost && PeakRate.IsSupported ? new PeakRate(threads) : null;
        var steps = new Steps(experiment);
        steps.Take(LeastSteps);
        int count = (int)Math.Max(1, SecondsARound / steps.Take(LeastSteps));
        long begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin).TotalSeconds < (warming ?? Math.Min(WarmingSeconds, seconds)))
        {
            count = (int)Math.Max(1, SecondsARound / steps.Take(count));
            peak?.Measure();
        }

        using var products = new ProductMeter();
        experiment.Step.Clock = clock;
        List<StepRound> rounds = [];
        long bytes = 0;
        begin = Stopwatch.GetTimestamp();
        while (rounds.Count < LeastRounds || Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            clock?.Start();
            double time = steps.Take(count);
            bytes += GC.GetAllocatedBytesForCurrentThread() - before;
            rounds.Add(new StepRound(time * 1000, peak?.Measure()));
        }

        long taken = (long)rounds.Count * count;
        return new StepTimings
        {
            Rounds = rounds,
            StepsARound = count,
            Device = device.ToString(),
            Threads = threads,
            Operations = StepWork.Operations(blueprint),
            Parts = clock is null ? []
                : [.. Enum.GetValues<StepPart>().Where(part => clock[part] > TimeSpan.Zero).Select(part => (part, clock[part].TotalMilliseconds / taken))],
            ProductMilliseconds = products.Time.TotalMilliseconds / taken,
            ProductOperations = (double)products.Operations / taken,
            Bytes = (double)bytes / taken,
        };
    }

    private sealed class Steps(Experiment experiment)
    {
        private long _next;

        /// <summary>Takes steps.</summary>
        /// <returns>Seconds a step.</returns>
        public double Take(int count)
        {
            long begin = Stopwatch.GetTimestamp();
            for (int i = 0; i < count; i++)
            {
                // A short run begins again, as far as schedules and draws go.
                experiment.Step.Run(_next++ % experiment.Config.Training.Steps);
                experiment.Step.Clock?.Done(StepPart.Bookkeeping);
            }

            if (experiment.Device.type == DeviceType.CUDA)
            {
                torch.cuda.synchronize();
            }

            return Stopwatch.GetElapsedTime(begin).TotalSeconds / count;
        }
    }
}
