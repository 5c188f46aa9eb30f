using System.Runtime.InteropServices;
using GanCli.Engine.Random;
using static TorchSharp.torch;

namespace GanCli.Engine.Tensors;

/// <summary>Numbers of a <see cref="RandomStream"/> as tensors: number i of the stream is element i in row order. They are made on the host,
/// whatever the device.</summary>
public static class RandomTensors
{
    private delegate void Filling(Span<float> destination);

    /// <summary>Standard normal numbers.</summary>
    /// <param name="stream">Where they come from.</param>
    /// <param name="shape">Shape of the result.</param>
    /// <param name="like">Gives precision and device.</param>
    public static Tensor NormalTensor(this RandomStream stream, long[] shape, Tensor like) => Filled(span => stream.Normal(0, span), shape, like);

    /// <summary>Numbers uniform in [0, 1).</summary>
    /// <param name="stream">Where they come from.</param>
    /// <param name="shape">Shape of the result.</param>
    /// <param name="like">Gives precision and device.</param>
    public static Tensor UniformTensor(this RandomStream stream, long[] shape, Tensor like) => Filled(span => stream.Uniform(0, span), shape, like);

    private static Tensor Filled(Filling fill, long[] shape, Tensor like)
    {
        Tensor host = HostMemory.Empty(shape);
        fill(MemoryMarshal.Cast<byte, float>(host.bytes));
        return host.to(like.dtype, like.device);
    }
}
