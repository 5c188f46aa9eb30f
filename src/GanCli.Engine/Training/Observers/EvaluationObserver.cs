using GanCli.Engine.Config;
using GanCli.Engine.Metrics;
using GanCli.Engine.Random;
using GanCli.Engine.Tensors;
using GanCli.Runs;

namespace GanCli.Engine.Training.Observers;

/// <summary>Measures generated samples against fresh real ones, from streams of its own.</summary>
public sealed class EvaluationObserver(Evaluator evaluator, EvaluationConfig config) : TrainingObserver
{
    // Lanes of the evaluation stream. Part of every draw: never renumber.
    private const int Latents = 0x100;
    private const int FinalLatents = 0x140;
    private const int Perfect = 0x200;
    private const int Real = 0x300;
    private const int FinalReal = 0x340;
    private const int MetricDraws = 0x400;

    private readonly MetricInfo? _best = evaluator.Best(config.Best);

    public override bool IsDue(long step) => step % config.Every == 0;

    public override void Tick(Tick tick)
    {
        if (!tick.IsFinal && !IsDue(tick.Step))
        {
            return;
        }

        var values = Evaluate(
            evaluator, tick.Experiment.Blueprint, tick.Experiment.Sampler, tick.Experiment.SamplingWeights, tick.Step, tick.IsFinal, tick.IsFinal
                ? config.FinalSamples : config.Samples);
        foreach ((string name, MetricValue value) in values)
        {
            tick.Row[name] = value.List is { } list ? list : value.Number;
        }

        // A run too short for an evaluation on the way has its last as its best.
        if (_best is not null && (!tick.IsFinal || tick.Progress.Best is null))
        {
            KeepBest(tick, values);
        }
    }

    /// <summary>Evaluates a generator.</summary>
    /// <param name="evaluator">What to compute.</param>
    /// <param name="blueprint">Data and streams.</param>
    /// <param name="sampler">The generator.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="step">Steps taken: another one draws other samples.</param>
    /// <param name="isFinal">The evaluation at the end, which draws apart from one on the way at the same step.</param>
    /// <param name="count">Samples of each kind.</param>
    /// <exception cref="DivergedException">A generated sample is not finite.</exception>
    public static OrderedDictionary<string, MetricValue> Evaluate(
        Evaluator evaluator, Blueprint blueprint, Sampler sampler, Weights weights, long step, bool isFinal, int count)
    {
        RandomStream stream = blueprint.Streams.Evaluation.At(step);
        float[] generated = sampler.Draw(weights, stream.ForLane(isFinal ? FinalLatents : Latents), count);
        if (generated.Any(static x => !float.IsFinite(x)))
        {
            throw new DivergedException(step, "generator", "a sample");
        }

        float[] real = RealSamples.Draw(blueprint.Data, evaluator.ComparesSamples ? count : 2, stream.ForLane(isFinal ? FinalReal : Real));
        return evaluator.Evaluate(new EvaluationSamples(sampler.Dimension, generated, real, stream.ForLane(MetricDraws)));
    }

    /// <summary>What each value is and what a perfect sampler scores and a featureless blob: the content of <c>metrics.json</c>.</summary>
    public MetricsInfo Describe(RandomStreams streams) =>
        evaluator.Describe(config.Samples, config.FinalSamples, streams.Evaluation.ForLane(Perfect));

    /// <summary>Whether a <c>metrics.json</c> tells all that <see cref="Describe"/> would.</summary>
    public bool IsDescribedBy(MetricsInfo info) => evaluator.Infos.All(metric =>
        info.Metrics.TryGetValue(metric.Name, out MetricDescription? known) && known.Samples is not null && known.Held == metric.Held);

    private void KeepBest(Tick tick, OrderedDictionary<string, MetricValue> values)
    {
        var incumbent = tick.Progress.Best?.Values.ToDictionary(static v => v.Key, static v => (MetricValue)v.Value, StringComparer.Ordinal);

        // A session that measures something else cannot compare, and begins anew.
        bool comparable = incumbent is not null && evaluator.Infos.All(info => info.Format == MetricFormat.PerMode || incumbent.ContainsKey(info.Name));
        if (!comparable || evaluator.IsBetter(_best!, values, incumbent!))
        {
            tick.Progress.Best = (
                tick.Step, values.Where(static v => v.Value.List is null).ToDictionary(static v => v.Key, static v => v.Value.Number, StringComparer.Ordinal));
            tick.IsBest = true;
        }
    }
}
