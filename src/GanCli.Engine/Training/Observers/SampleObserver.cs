using GanCli.Engine.Random;
using GanCli.Runs;

namespace GanCli.Engine.Training.Observers;

/// <summary>Saves generated samples, always from the same latents, so that pictures in a row show the generator move; and D's output over the
/// plane where the data are 2-D.</summary>
public sealed class SampleObserver(RunFolder run, DataView view, long every) : TrainingObserver
{
    private const int Lane = 0x500;

    /// <summary>The latents of the samples: those of row i are number i.</summary>
    public static RandomStream Latents(Experiment experiment) => experiment.Blueprint.Streams.Evaluation.ForLane(Lane);

    public override bool IsDue(long step) => step % every == 0;

    public override void Start(Experiment experiment, TrainingProgress progress)
    {
        if (progress.Step == 0)
        {
            Save(experiment, 0);
        }
    }

    public override void Tick(Tick tick)
    {
        bool due = IsDue(tick.Step);
        if (due != tick.IsFinal)
        {
            Save(tick.Experiment, tick.Step);
        }
    }

    private void Save(Experiment experiment, long step)
    {
        float[] rows = experiment.Sampler.Draw(experiment.SamplingWeights, Latents(experiment), experiment.Config.Output.Samples);
        view.ToOwnUnits(rows);
        Npy.Write(run.SamplesPath(step), rows, [rows.Length / view.Dimension, .. view.Shape]);
        int side = experiment.Config.Output.SurfaceSide;
        if (view.Extent is not null && side > 1)
        {
            Npy.Write(run.SurfacePath(step), DiscriminatorSurface.Compute(experiment, view, side), side, side);
        }
    }
}
