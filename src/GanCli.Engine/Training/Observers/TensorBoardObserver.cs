using GanCli.Engine.Game;
using GanCli.Engine.Tensors;
using GanCli.Runs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GanCli.Engine.Training.Observers;

/// <summary>TensorBoard event files: every number of a row as a scalar; where samples are saved, histograms of the weights, and the samples themselves
/// where they are pictures.</summary>
/// <param name="run">Where to, and where the samples are.</param>
/// <param name="view">Tells what samples are.</param>
/// <param name="samplesEvery">Steps between histograms, and between samples.</param>
public sealed class TensorBoardObserver(RunFolder run, DataView view, long samplesEvery) : TrainingObserver
{
    private const double LargestBin = 1e19;

    // A square of 64 pictures, of fewer where they are large.
    private const int MostAcross = 8;
    private const int MostPixels = 1024;

    private readonly SummaryWriter _writer = utils.tensorboard.SummaryWriter(run.TensorboardDirectory);

    public override void Start(Experiment experiment, TrainingProgress progress)
    {
        if (progress.Step == 0)
        {
            AddPictures(0);
        }
    }

    public override void Tick(Tick tick)
    {
        int step = Number(tick.Step);
        string suffix = tick.IsFinal ? "/final" : "";
        foreach ((string name, RowValue value) in tick.Row)
        {
            if (value.IsNumber)
            {
                _writer.add_scalar(name.Replace('.', '/') + suffix, (float)value.Number, step);
            }
        }

        // Samples are saved once at a step, at the end or on the way.
        bool due = tick.Step % samplesEvery == 0;
        if (due != tick.IsFinal)
        {
            AddPictures(tick.Step);
        }

        if (!tick.IsFinal && due)
        {
            using var scope = NewDisposeScope();
            foreach (Player player in tick.Experiment.Players)
            {
                // Its bins end at 1e20, and it throws when nothing lies in one; a run on its way out must get to say so itself.
                _writer.add_histogram($"weights/{player.Name}", player.Store.Flat.cpu().Within(-LargestBin, LargestBin), step);
            }
        }
    }

    // The format counts steps in 32 bits.
    private static int Number(long step) => (int)Math.Min(step, int.MaxValue);

    private void AddPictures(long step)
    {
        if (!view.IsOfPictures)
        {
            return;
        }

        int across = (int)Math.Clamp(MostPixels / Math.Max(view.Shape[1], view.Shape[2]), 1, MostAcross);

        // What the observer of samples has just saved: drawing them again would take as long as drawing 1,024.
        byte[] picture = SampleTiles.Png(Npy.Read(run.SamplesPath(step)).Data, view.Shape, view.Brightness, across);

        // Of a tensor the writer would make scalars that nothing holds; else it takes pictures from files only.
        string file = Path.Combine(run.TensorboardDirectory, "samples.tmp");
        File.WriteAllBytes(file, picture);
        _writer.add_img("samples", file, Number(step));
        File.Delete(file);
    }
}
