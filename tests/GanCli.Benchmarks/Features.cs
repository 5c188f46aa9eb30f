using System.Diagnostics;
using GanCli.Engine.Data;
using GanCli.Engine.Metrics;
using GanCli.Engine.Random;
using GanCli.Engine.Tensors;

namespace GanCli.Benchmarks;

/// <summary>What metrics of 10,000 pictures' features cost against as many others, 64 features each.</summary>
internal static class Features
{
    private const int Count = 10_000;
    private const int Dimension = 64;

    private static readonly (string Name, MetricConfig Config)[] Metrics =
        [("frechet", new FrechetConfig()), ("prdc", new PrdcConfig { MaxSamples = Count })];

    public static void Print(int rounds)
    {
        Console.WriteLine($"metrics of {Count:N0} × {Dimension} features against as many; medians of {rounds} rounds, and the most memory beyond the features");
        Console.WriteLine($"{"metric",-12} {"threads",8} {"seconds",9} {"MiB",6}");
        RandomStream random = new RandomStreams(0).Evaluation;
        var samples = new EvaluationSamples(Dimension, Normal(random, 1), Normal(random, 2), random.ForLane(3));
        var data = new FiniteSource(Normal(random, 4), [Dimension]);
        foreach (int threads in new[] { 1, 2 })
        {
            TorchRuntime.SetThreads(threads);
            foreach ((string name, MetricConfig config) in Metrics)
            {
                Metric metric = config.Build(data);
                double[] seconds = new double[rounds];
                long most = 0;
                for (int round = 0; round < rounds; round++)
                {
                    (seconds[round], long bytes) = Look(metric, samples);
                    most = Math.Max(most, bytes);
                }

                Array.Sort(seconds);
                Console.WriteLine($"{name,-12} {threads,8} {seconds[rounds / 2],9:F3} {most >> 20,6}");
            }
        }
    }

    private static (double Seconds, long Bytes) Look(Metric metric, EvaluationSamples samples)
    {
        using var process = Process.GetCurrentProcess();
        GC.Collect();
        process.Refresh();
        long before = process.WorkingSet64;
        long most = before;
        using var stop = new CancellationTokenSource();
        var watch = Task.Run(
            () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    process.Refresh();
                    most = Math.Max(most, process.WorkingSet64);
                    Thread.Sleep(5);
                }
            },
            stop.Token);
        long start = Stopwatch.GetTimestamp();
        metric.Evaluate(samples, new Dictionary<string, MetricValue>(StringComparer.Ordinal));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        stop.Cancel();
        watch.Wait();
        return (seconds, most - before);
    }

    private static float[] Normal(RandomStream random, int lane)
    {
        float[] rows = new float[Count * Dimension];
        random.ForLane(lane).Normal(0, rows);
        return rows;
    }
}
