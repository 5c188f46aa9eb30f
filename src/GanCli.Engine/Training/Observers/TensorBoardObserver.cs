using GanCli.Engine.Game;
using GanCli.Engine.Tensors;
using GanCli.Runs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GanCli.Engine.Training.Observers;

/// <summary>TensorBoard event files: every number of a row as a scalar, and histograms of the weights where samples are saved.</summary>
public sealed class TensorBoardObserver(RunFolder run, long histogramsEvery) : TrainingObserver
{
    private const double LargestBin = 1e19;

    private readonly SummaryWriter _writer = utils.tensorboard.SummaryWriter(run.TensorboardDirectory);

    public override void Tick(Tick tick)
    {
        // The format counts steps in 32 bits.
        int step = (int)Math.Min(tick.Step, int.MaxValue);
        string suffix = tick.IsFinal ? "/final" : "";
        foreach ((string name, RowValue value) in tick.Row)
        {
            if (value.IsNumber)
            {
                _writer.add_scalar(name.Replace('.', '/') + suffix, (float)value.Number, step);
            }
        }

        if (!tick.IsFinal && tick.Step % histogramsEvery == 0)
        {
            using var scope = NewDisposeScope();
            foreach (Player player in tick.Experiment.Players)
            {
                // Its bins end at 1e20, and it throws when nothing lies in one; a run on its way out must get to say so itself.
                _writer.add_histogram($"weights/{player.Name}", player.Store.Flat.cpu().Within(-LargestBin, LargestBin), step);
            }
        }
    }
}
