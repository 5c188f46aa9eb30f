using GanCli.Engine.Networks;
using GanCli.Engine.Tensors;
using GanCli.Engine.Watch;
using GanCli.Runs;
using static TorchSharp.torch;

namespace GanCli.Engine.Training;

/// <summary>What training shows beside a look of the watch, without advancing anything.</summary>
internal static class TrainingLook
{
    private const string GeneratorGradient = "gradient-norm.generator";

    /// <summary>Asks D about samples, and reads G's gradient from the statistics of the last steps.</summary>
    /// <param name="tick">The tick; statistics that were read at it are in its row.</param>
    /// <param name="real">[n × dimension], in the space that networks see.</param>
    /// <param name="generated">[m × dimension].</param>
    public static TrainingSignals At(Tick tick, float[] real, float[] generated)
    {
        StepStatistics statistics = tick.Experiment.Statistics;
        double? gradient = tick.Row.TryGetValue(GeneratorGradient, out RowValue logged) ? logged.Number
            : statistics.Count == 0 ? null
            : statistics.Read().Where(static value => value.Name is GeneratorGradient).Select(static value => (double?)value.Mean).FirstOrDefault();
        return new TrainingSignals(Accuracy(tick.Experiment, real, generated), gradient);
    }

    /// <summary>Share of samples that D tells apart, mean of both kinds, at the middle between its mean outputs.</summary>
    /// <returns>½ for a D that guesses, 1 for one that parts them all, less than ½ for one that is wrong; null where D sees no single samples, or something
    /// else than samples.</returns>
    private static double? Accuracy(Experiment experiment, float[] real, float[] generated)
    {
        if (!experiment.Blueprint.Game.Discriminator.InputShape.SequenceEqual(experiment.Blueprint.Data.Shape))
        {
            return null;
        }

        (double[] onReal, double[] onGenerated) = (Outputs(experiment, real), Outputs(experiment, generated));
        double middle = (onReal.Average() + onGenerated.Average()) / 2;
        double sign = experiment.Blueprint.Game.Loss.Output.RealIsLower ? -1 : 1;
        return (Beyond(onReal, sign) + Beyond(onGenerated, -sign)) / 2;

        // What lies on the middle tells nothing.
        double Beyond(double[] outputs, double side) => outputs.Average(output => Math.Sign((output - middle) * side) is var where && where > 0 ? 1
            : where == 0 ? 0.5 : 0);
    }

    private static double[] Outputs(Experiment experiment, float[] rows)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        long[] shape = [.. experiment.Blueprint.Data.Shape];
        long count = rows.Length / shape.Aggregate(1L, static (a, b) => a * b);
        Samples input = HostMemory.Copy(rows, [count, .. shape]).to(experiment.Dtype, experiment.Device);
        Tensor output = experiment.Blueprint.Game.Judge(experiment.Discriminator.Store.Frozen, input, Pass.Evaluation)
            .PerSample.to(ScalarType.Float64).cpu().contiguous();
        return output.data<double>().ToArray();
    }
}
