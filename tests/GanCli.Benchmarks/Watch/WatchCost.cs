using System.Diagnostics;
using GanCli.Engine.Data;
using GanCli.Engine.Metrics;
using GanCli.Engine.Random;
using GanCli.Engine.Watch;

namespace GanCli.Benchmarks.Watch;

/// <summary>What the watch costs: its bank, which is built once, and a look, on one thread.</summary>
internal static class WatchCost
{
    /// <summary>Prints the table.</summary>
    /// <param name="rounds">Looks, of which the median counts.</param>
    public static void Print(int rounds)
    {
        Console.WriteLine("the collapse watch: bank of 1,024 real samples, looks at 512 generated ones, one thread, samples not drawn");
        Console.WriteLine("numbers a sample    bank s    look ms");
        foreach (int dimension in (int[])[1, 2, 64, 784, 3072])
        {
            double[][] means = [new double[dimension], [.. Enumerable.Repeat(3.0, dimension)]];
            DataSource data = new MixtureConfig { Means = means, Stds = [1] }.Build(new RandomStreams(0));
            float[] generated = RealSamples.Draw(data, 512, new RandomStreams(2).Evaluation);
            float[] real = RealSamples.Draw(data, 1024, new RandomStreams(1).Evaluation);
            var clock = Stopwatch.StartNew();
            var bank = new RealBank(dimension, real);
            double built = clock.Elapsed.TotalSeconds;
            double[] looks = [.. Enumerable.Range(0, rounds).Select(_ =>
            {
                clock.Restart();
                Look.At(bank, generated);
                return clock.Elapsed.TotalMilliseconds;
            }).Order()];
            Console.WriteLine(FormattableString.Invariant($"{dimension,16}    {built,6:0.000}    {looks[rounds / 2],7:0.00}"));
        }
    }
}
