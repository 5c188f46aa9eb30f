using static System.FormattableString;

namespace GanCli.Engine.Config;

/// <summary>How many samples D judges together, whatever remedy packs them.</summary>
internal static class Packs
{
    /// <summary>Samples that D judges together in an experiment, 1 without packing: a batch gives training.batch / Together outputs.
    /// Counts no further than to one more than any batch has.</summary>
    public static long Together(ExperimentConfig experiment) =>
        experiment.Regularizers.Aggregate(1L, static (product, remedy) => Math.Min(product * remedy.Together, 1L + int.MaxValue));

    /// <summary>D's outputs for a batch.</summary>
    public static long Outputs(ExperimentConfig experiment) => experiment.Training.Batch / Together(experiment);

    /// <summary>The end of a refusal by what needs several outputs of D for a batch: why there is one only, and the way out. Null where there are
    /// more.</summary>
    public static string? TooFew(ExperimentConfig experiment)
    {
        long together = Together(experiment);
        return Outputs(experiment) > 1 ? null
            : Invariant($"{(together > 1 ? Invariant($", and D sees all {together} of it as one pack") : "")}; set training.batch to {2 * together} or more");
    }
}
