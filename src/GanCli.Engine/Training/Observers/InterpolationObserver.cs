using GanCli.Runs;

namespace GanCli.Engine.Training.Observers;

/// <summary>At the end of a run of pictures, saves what lies between latents: rows from one of the pictures that <see cref="SampleObserver"/> saves to
/// the next.</summary>
public sealed class InterpolationObserver(RunFolder run, DataView view) : TrainingObserver
{
    /// <summary>Rows.</summary>
    public const int Pairs = 6;

    /// <summary>Pictures in a row, both ends included.</summary>
    public const int Points = 12;

    public override void Tick(Tick tick)
    {
        if (!tick.IsFinal || !view.IsOfPictures)
        {
            return;
        }

        Experiment experiment = tick.Experiment;
        var walk = new LatentWalk(experiment.Blueprint.Prior, SampleObserver.Latents(experiment));
        var latents = new float[Sampler.Chunk * experiment.Blueprint.Prior.Dimension];

        // They fit into one chunk.
        walk.Pairs(Pairs, Points).Single().CopyTo(latents, 0);
        float[] rows = experiment.Sampler.Map(experiment.SamplingWeights, latents)[..(Pairs * Points * view.Dimension)];
        view.ToOwnUnits(rows);
        Npy.Write(run.InterpolationPath(tick.Step), rows, [Pairs, Points, .. view.Shape]);
    }
}
