using static TorchSharp.torch;

namespace GanCli.Tests.Training.Doubles;

/// <summary>Numbers out of tensors, and derivatives by brute force.</summary>
internal static class Numbers
{
    public static double[] Of(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().to(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
    }

    /// <summary>A float64 vector or matrix of numbers in (−scale, scale) that depends on the seed only.</summary>
    public static Tensor Random(int seed, double scale, params long[] shape)
    {
        var random = new System.Random(seed);
        double[] values = [.. Enumerable.Range(0, (int)shape.Aggregate(1L, static (a, b) => a * b)).Select(_ => ((2 * random.NextDouble()) - 1) * scale)];
        return tensor(values, shape);
    }

    /// <summary>Central differences of a scalar function at a float64 vector.</summary>
    public static double[] Slope(Func<Tensor, Tensor> function, Tensor at, double h = 1e-5)
    {
        double[] point = Of(at);
        var slope = new double[point.Length];
        for (int i = 0; i < point.Length; i++)
        {
            slope[i] = (At(i, h) - At(i, -h)) / (2 * h);
        }

        return slope;

        double At(int i, double shift)
        {
            using var scope = NewDisposeScope();
            double[] moved = [.. point];
            moved[i] += shift;
            return function(tensor(moved, at.shape)).item<double>();
        }
    }

    /// <summary>The largest deviation, relative to the largest of the expected numbers.</summary>
    public static double Deviation(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(actual, static value => Assert.True(double.IsFinite(value)));
        double size = expected.Max(Math.Abs);
        double difference = expected.Zip(actual, static (e, a) => Math.Abs(e - a)).Max();
        return difference == 0 ? 0 : difference / size;
    }

    public static void Close(double[] expected, double[] actual, double tolerance)
    {
        double deviation = Deviation(expected, actual);
        Assert.True(deviation <= tolerance, FormattableString.Invariant($"deviation {deviation:g3} is above {tolerance:g3}"));
    }

    public static void Close(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.shape, actual.shape);
        Close(Of(expected), Of(actual), tolerance);
    }
}
