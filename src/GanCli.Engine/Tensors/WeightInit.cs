using GanCli.Engine.Random;
using static TorchSharp.torch;

namespace GanCli.Engine.Tensors;

/// <summary>Draws the first values of a weight from a random stream. Results are float32 on the CPU.</summary>
public abstract record WeightInit
{
    /// <param name="shape">Shape of the weight; [out, in] for a matrix.</param>
    /// <param name="stream">A stream of this weight's own.</param>
    public abstract Tensor Draw(long[] shape, RandomStream stream);

    private protected static float[] Normal(long[] shape, RandomStream stream)
    {
        var values = new float[shape.Aggregate(1L, static (a, b) => a * b)];
        stream.Normal(0, values);
        return values;
    }
}

/// <summary>Every number the same.</summary>
public sealed record ConstantInit(double Value) : WeightInit
{
    public override Tensor Draw(long[] shape, RandomStream stream) => HostMemory.Empty(shape).FilledWith(Value);
}

/// <summary>Uniform in [−bound, bound).</summary>
public sealed record UniformInit(double Bound) : WeightInit
{
    public override Tensor Draw(long[] shape, RandomStream stream)
    {
        var values = new float[shape.Aggregate(1L, static (a, b) => a * b)];
        stream.Uniform(0, values);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)(((2d * values[i]) - 1) * Bound);
        }

        return HostMemory.Copy(values, shape);
    }
}

/// <summary>Normal with mean 0.</summary>
public sealed record NormalInit(double Std) : WeightInit
{
    public override Tensor Draw(long[] shape, RandomStream stream)
    {
        float[] values = Normal(shape, stream);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)(values[i] * Std);
        }

        return HostMemory.Copy(values, shape);
    }
}

/// <summary>A random matrix with orthonormal rows or columns, whichever are fewer, times a gain (Saxe et al. 2014). Weights of more
/// axes are seen as [out, everything else].</summary>
public sealed record OrthogonalInit(double Gain) : WeightInit
{
    public override Tensor Draw(long[] shape, RandomStream stream)
    {
        using var scope = NewDisposeScope();
        long rows = shape[0];
        long columns = shape.Skip(1).Aggregate(1L, static (a, b) => a * b);
        Tensor normal = HostMemory.Copy(Normal(shape, stream), Math.Max(rows, columns), Math.Min(rows, columns)).to(ScalarType.Float64);
        (Tensor q, Tensor r) = linalg.qr(normal);

        // A QR factorization leaves signs free; fixing them makes the result uniform over orthogonal matrices.
        q = q * r.diagonal().sign();
        Tensor matrix = rows < columns ? q.t() : q;
        return matrix.Times(Gain).to(ScalarType.Float32).contiguous().view(shape).MoveToOuterDisposeScope();
    }
}
