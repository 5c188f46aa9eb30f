using GanCli.Engine.Data.Pictures;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Metrics.Features;

/// <summary>Brings pictures to a square of the side that a network wants, antialiased, and clips what a filter overshoots; nothing is rounded. As clean-fid
/// does it (Parmar et al. 2022).</summary>
internal sealed class PictureResizer
{
    private readonly Tensor _rows;
    private readonly Tensor _columns;

    /// <param name="height">Before.</param>
    /// <param name="width">Before.</param>
    /// <param name="size">Height and width after.</param>
    /// <param name="filter">How pixels are weighed.</param>
    public PictureResizer(long height, long width, int size, ResizeFilter filter)
    {
        using var scope = NewDisposeScope();
        _rows = Weights(height, size, filter).DetachFromDisposeScope();
        _columns = Weights(width, size, filter).t().contiguous().DetachFromDisposeScope();
    }

    /// <summary>Resizes pictures.</summary>
    /// <param name="pictures">[…, height, width], from 0 to 255.</param>
    /// <returns>[…, size, size], from 0 to 255.</returns>
    public Tensor Resize(Tensor pictures) => _rows.matmul(pictures).matmul(_columns).Within(0, 255);

    // [after × before].
    private static Tensor Weights(long before, int after, ResizeFilter filter)
    {
        var weights = new LineWeights((int)before, after, filter);
        float[] matrix = new float[after * before];
        for (int i = 0; i < after; i++)
        {
            weights.Of(i).CopyTo(matrix.AsSpan((int)((i * before) + weights.First(i))));
        }

        return HostMemory.Copy(matrix, after, before);
    }
}
