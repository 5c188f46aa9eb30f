using GanCli.Engine.Config;
using GanCli.Engine.Losses;
using static TorchSharp.torch;

namespace GanCli.Engine.Regularizers;

/// <summary>What remedies that change D's labels have in common.</summary>
internal static class Labels
{
    /// <summary>Why a loss has no labels, or null when it has.</summary>
    public static string? Conflict(ExperimentConfig experiment) => experiment.Loss.IsCritic
        ? $"a critic tells no probabilities, so there are no labels to change; set loss to {WaysOut.Kinds<LossConfig>(static loss => !loss.IsCritic)}"
        : null;

    /// <summary>1, for any number of samples.</summary>
    public static Tensor Real(Tensor like) => ones([], like.dtype, like.device);

    /// <summary>0, for any number of samples.</summary>
    public static Tensor Fake(Tensor like) => zeros([], like.dtype, like.device);
}
