using static TorchSharp.torch;

namespace GanCli.Engine.Game;

/// <summary>What D says of a batch: one number a sample, or a map of them (one for each patch, as in Isola et al. 2017). Losses are functions of single
/// numbers; over a map their terms are averaged, so that every sample counts alike.</summary>
public sealed class Scores
{
    private Tensor? _perSample;

    private Scores(Tensor values) => Values = values;

    /// <summary>[B], or [B, …map].</summary>
    public Tensor Values { get; }

    /// <summary>[B]: the mean of each map.</summary>
    public Tensor PerSample => _perSample ??= Mean(Values);

    /// <summary>The scores that a network's output stands for.</summary>
    /// <param name="output">[B, 1], [B] or [B, …map].</param>
    public static Scores Of(Tensor output) => new(output.dim() > 1 && output.numel() == output.size(0) ? output.flatten() : output);

    /// <summary>Means over all axes but the first, [B, …] → [B].</summary>
    public static Tensor Mean(Tensor values) => values.dim() == 1 ? values : values.flatten(1).mean([1]);
}
