using GanCli.Engine.Game;
using GanCli.Engine.Networks;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Training;

/// <summary>D's output over a square of the plane.</summary>
public static class DiscriminatorSurface
{
    // Points evaluated at once where each of them brings its own company of real samples.
    private const int BatchAround = 32;
    private const int PointsAtOnce = 512;

    /// <summary>Evaluates D at the points of a grid, without advancing anything.</summary>
    /// <param name="experiment">2-D data.</param>
    /// <param name="view">The window, and the real samples that keep a point company where D looks at several samples at once: in a pack,
    /// or in a batch whose samples influence one another. They are the same for every point.</param>
    /// <param name="side">Points on each side.</param>
    /// <returns>[side × side], rows from the smallest y up.</returns>
    public static float[] Compute(Experiment experiment, DataView view, int side)
    {
        using var noGrad = no_grad();
        var surface = new float[side * side];
        Network network = experiment.Blueprint.Game.Discriminator;
        int pack = Pack(experiment, view);
        int batchAround = network.MixesSamples ? Math.Min(BatchAround, view.NetworkSpace.Length / 2 / pack) : 1;
        float[] points = Grid(experiment, view, side);
        int atOnce = network.MixesSamples ? 1 : PointsAtOnce;
        for (int first = 0; first < surface.Length; first += atOnce)
        {
            using var scope = NewDisposeScope();
            int count = Math.Min(atOnce, surface.Length - first);
            var rows = new float[count * batchAround * pack * 2];
            for (int i = 0; i < count; i++)
            {
                Span<float> group = rows.AsSpan(i * batchAround * pack * 2, batchAround * pack * 2);
                view.NetworkSpace.AsSpan(0, group.Length).CopyTo(group);
                points.AsSpan((first + i) * 2, 2).CopyTo(group);
            }

            Tensor input = HostMemory.Copy(rows, rows.Length / 2, 2).to(experiment.Dtype, experiment.Device);
            Tensor output =
                experiment.Blueprint.Game.Judge(experiment.Discriminator.Store.Frozen, DiscriminatorInput(experiment, input), Networks.Pass.Evaluation)
                .PerSample.to(ScalarType.Float32).cpu().contiguous();
            ReadOnlySpan<float> values = HostMemory.Of(output);
            for (int i = 0; i < count; i++)
            {
                surface[first + i] = values[i * batchAround];
            }
        }

        return surface;
    }

    /// <summary>What D is shown: the samples themselves where their shape fits, so that no remedy's noise blurs the picture; otherwise as the
    /// remedies shape them.</summary>
    private static Samples DiscriminatorInput(Experiment experiment, Samples samples) => experiment.Blueprint.Game.Discriminator.InputShape.SequenceEqual([2L])
        ? samples
        : experiment.Blueprint.Game
            .DiscriminatorInput(samples, latent: null, new StepTime(0, experiment.Config.Training.Steps, experiment.Blueprint.Streams.Evaluation));

    /// <summary>How many samples D looks at for one output.</summary>
    private static int Pack(Experiment experiment, DataView view)
    {
        using var scope = NewDisposeScope();
        int batch = Math.Min(experiment.Config.Training.Batch, view.NetworkSpace.Length / 2);
        Tensor samples = HostMemory.Copy(view.NetworkSpace.AsSpan(0, batch * 2), batch, 2).to(experiment.Dtype, experiment.Device);
        return checked((int)(batch / DiscriminatorInput(experiment, samples).Count));
    }

    private static float[] Grid(Experiment experiment, DataView view, int side)
    {
        double[] extent = view.Extent!;
        var points = new float[side * side * 2];
        for (int row = 0; row < side; row++)
        {
            for (int column = 0; column < side; column++)
            {
                int at = ((row * side) + column) * 2;
                points[at] = (float)(extent[0] + ((extent[1] - extent[0]) * column / (side - 1)));
                points[at + 1] = (float)(extent[2] + ((extent[3] - extent[2]) * row / (side - 1)));
            }
        }

        experiment.Blueprint.Data.Standardization?.Apply(points);
        return points;
    }
}
