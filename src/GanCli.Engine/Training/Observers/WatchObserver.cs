using GanCli.Engine.Tensors;
using GanCli.Engine.Watch;
using GanCli.Runs;

namespace GanCli.Engine.Training.Observers;

/// <summary>The collapse watch of a run: looks at what <c>gan sample</c> would give and, where weights are averaged, at the raw weights too.</summary>
/// <param name="watch">The watch.</param>
/// <param name="every">Steps between looks.</param>
/// <param name="blob">What the watch would call a featureless blob; null where that is not known.</param>
/// <param name="run">Receives the real samples that are left out where the run ends.</param>
/// <param name="view">Units of the data.</param>
public sealed class WatchObserver(CollapseWatch watch, long every, WatchWord? blob, RunFolder run, DataView view) : TrainingObserver
{
    private const string Raw = "watch.raw-uncovered";
    private const string Moved = "watch.moved";
    private const string Accuracy = "watch.d-accuracy";
    private const string Verdict = "watch.verdict";

    public override bool IsDue(long step) => step % every == 0;

    public override void Tick(Tick tick)
    {
        if (!tick.IsFinal && !IsDue(tick.Step))
        {
            return;
        }

        float[] generated = Draw(tick, tick.Experiment.SamplingWeights);
        Look look = watch.Look(generated);
        TrainingSignals training = TrainingLook.At(tick, watch.RealRows, generated);
        WatchHistory history = watch.After(tick.Progress.Watched, tick.Step, look, training);
        if (!tick.IsFinal)
        {
            // The closing tick only looks: a run that goes on to more steps must know what an uninterrupted one would know.
            tick.Progress.Watched = history;
        }

        WatchVerdict verdict = tick.Progress.Verdict = watch.Verdict(history, look, tick.IsFinal, blob);
        foreach ((string name, double value) in WatchMetric.Numbers(look.Signals))
        {
            tick.Row[name] = value;
        }

        if (history.Moved is [.., var moved])
        {
            tick.Row[Moved] = moved;
        }

        if (training.Accuracy is { } accuracy)
        {
            tick.Row[Accuracy] = accuracy;
        }

        if (tick.Experiment.Average is not null)
        {
            tick.Row[Raw] = watch.Look(Draw(tick, tick.Experiment.Generator.Store.Frozen)).Signals.Uncovered;
        }

        tick.Row[Verdict] = RowValue.Of(verdict.Word);
        if (watch.EndOf(history, look, verdict, tick.IsFinal) is { } end)
        {
            tick.End = (end == WatchedEnd.Collapse ? RunState.Collapsed : RunState.Diverged, FormattableString.Invariant(
                $"ended by the watch at step {tick.Step:N0}: {WatchText.Clause(verdict)}"));
        }

        if (tick.IsFinal || tick.End is not null)
        {
            Save(tick.Step, look);
        }
    }

    private void Save(long step, Look look)
    {
        float[] rows = watch.UncoveredRows(look);
        if (rows.Length > 0)
        {
            view.ToOwnUnits(rows);
            Npy.Write(run.UncoveredPath(step), rows, [rows.Length / view.Dimension, .. view.Shape]);
        }
    }

    private float[] Draw(Tick tick, Weights weights) =>
        tick.Experiment.Sampler.Draw(weights, CollapseWatch.LatentsAt(tick.Experiment.Blueprint.Streams, tick.Step), watch.Samples);
}
