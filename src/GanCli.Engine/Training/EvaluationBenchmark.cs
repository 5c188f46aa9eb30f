using System.Diagnostics;
using GanCli.Engine.Config;
using GanCli.Engine.Metrics;
using GanCli.Engine.Random;
using GanCli.Engine.Training.Observers;

namespace GanCli.Engine.Training;

/// <summary>Measures what a run's evaluations take here: with real samples in place of generated ones, and once each.</summary>
public static class EvaluationBenchmark
{
    /// <summary>Seconds of all evaluations of a run: what a perfect sampler scores, which a run finds out first, those on the way, and the last.</summary>
    public static double Run(Blueprint blueprint)
    {
        EvaluationConfig config = blueprint.Config.Evaluation;
        var evaluator = new Evaluator(blueprint.Data, config.Metrics);
        long begin = Stopwatch.GetTimestamp();
        new EvaluationObserver(evaluator, config).Describe(blueprint.Streams);
        double perfect = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        return perfect + (blueprint.Config.Training.Steps / config.Every * Seconds(config.Samples)) + Seconds(config.FinalSamples);

        double Seconds(int count)
        {
            RandomStream stream = blueprint.Streams.Sampling;
            float[] some = RealSamples.Draw(blueprint.Data, count, stream.ForLane(1));
            float[] others = RealSamples.Draw(blueprint.Data, count, stream.ForLane(2));
            long start = Stopwatch.GetTimestamp();
            evaluator.Evaluate(new EvaluationSamples(blueprint.Data.Dimension, some, others, stream.ForLane(3)));
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }
}
