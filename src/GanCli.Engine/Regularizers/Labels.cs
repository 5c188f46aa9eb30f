using GanCli.Engine.Config;
using static TorchSharp.torch;

namespace GanCli.Engine.Regularizers;

/// <summary>What remedies that change D's labels have in common.</summary>
internal static class Labels
{
    /// <summary>Why a loss has no labels, or null when it has.</summary>
    public static string? Conflict(ExperimentConfig experiment) => experiment.Loss.Build().IsCritic
        ? "a critic tells no probabilities, so there are no labels to change; set loss to non-saturating, minimax or least-squares"
        : null;

    /// <summary>1, for any number of samples.</summary>
    public static Tensor Real(Tensor like) => ones([], like.dtype, like.device);

    /// <summary>0, for any number of samples.</summary>
    public static Tensor Fake(Tensor like) => zeros([], like.dtype, like.device);
}
