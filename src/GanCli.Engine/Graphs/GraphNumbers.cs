using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Graphs;

/// <summary>Numbers that a graph holds, in single precision.</summary>
/// <param name="Name">For instance <c>0.linear.weight</c>.</param>
/// <param name="Shape">Length of each axis.</param>
/// <param name="Values">Finite, in row order.</param>
public sealed record GraphNumbers(string Name, IReadOnlyList<long> Shape, float[] Values)
{
    /// <summary>Copies a tensor of any type and device.</summary>
    /// <exception cref="NotExpressibleException">A number is not finite in single precision.</exception>
    public static GraphNumbers Of(string name, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        Tensor host = tensor.detach().to(ScalarType.Float32).cpu().contiguous();
        return Checked(name, tensor.shape, HostMemory.Of(host).ToArray());
    }

    /// <summary>Numbers in double precision, rounded.</summary>
    /// <exception cref="NotExpressibleException">A number is not finite in single precision.</exception>
    public static GraphNumbers Of(string name, IReadOnlyList<double> numbers, IReadOnlyList<long> shape) =>
        Checked(name, [.. shape], [.. numbers.Select(static x => (float)x)]);

    private static GraphNumbers Checked(string name, long[] shape, float[] values) => Array.TrueForAll(values, float.IsFinite)
        ? new GraphNumbers(name, shape, values)
        : throw new NotExpressibleException($"'{name}'", "holds a number that is not finite in single precision");
}
