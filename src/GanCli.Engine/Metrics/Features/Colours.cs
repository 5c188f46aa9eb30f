using GanCli.Engine.Data;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Metrics.Features;

/// <summary>Pictures for networks that were trained on pictures of other channels: a grey one becomes three equal channels.</summary>
internal static class Colours
{
    /// <summary>Why a network cannot look at such pictures, or null when it can.</summary>
    /// <param name="data">Pictures, [channels, height, width].</param>
    /// <param name="wanted">Channels that the network takes.</param>
    public static string? Unfit(DataSource data, int wanted) => data.Shape[0] == wanted || data.Shape[0] == 1
        ? null
        : NumberTable.Text($"it takes pictures of {(wanted == 1 ? "one channel" : "one or three channels")}, and these have {data.Shape[0]}");

    /// <summary>Bytes as numbers from 0 to 255.</summary>
    public static Tensor Of(ReadOnlySpan<byte> pictures, long[] shape)
    {
        Tensor tensor = HostMemory.Empty(shape);
        Span<float> numbers = HostMemory.Of(tensor);
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = pictures[i];
        }

        return tensor;
    }

    /// <summary>As many channels as are wanted.</summary>
    /// <param name="pictures">[n, 1 or wanted, height, width].</param>
    /// <param name="wanted">Channels that the network takes.</param>
    public static Tensor Spread(Tensor pictures, int wanted) => pictures.expand(pictures.shape[0], wanted, pictures.shape[2], pictures.shape[3]);
}
