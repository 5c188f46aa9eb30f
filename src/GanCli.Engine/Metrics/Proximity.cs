using System.Numerics;
using System.Runtime.CompilerServices;
using GanCli.Engine.Kernels;

namespace GanCli.Engine.Metrics;

/// <summary>Finds the nearest of a set of points for many others. In few dimensions by distances as they are; in many by
/// ‖a − b‖² = ‖a‖² + ‖b‖² − 2 a·b around the set's mean, where the products are a matrix product, 10 times as fast. It rounds by some 10⁻⁷ of the squared
/// distances from the mean: of two points that are as near but for that, either may be called the nearest.</summary>
internal sealed unsafe class Proximity
{
    /// <summary>Dimensions from which on products are worth their setting up.</summary>
    public const int ProductFrom = 128;

    private const int Block = 128;

    private readonly PointSet? _points;
    private readonly float[] _mean = [];
    private readonly float[] _around = [];
    private readonly float[] _squares = [];

    /// <param name="dimension">Numbers in one point.</param>
    /// <param name="rows">Points, [n × dimension], of magnitude at most 10¹⁵.</param>
    /// <param name="count">How many of them, the first, are taken.</param>
    public Proximity(int dimension, float[] rows, int count)
    {
        (Dimension, Count) = (dimension, count);
        if (dimension < ProductFrom || !MatrixProduct.IsSupported)
        {
            _points = new PointSet(dimension, rows, count);
            return;
        }

        _mean = Mean(dimension, rows, count);
        _around = Around(rows, 0, count);
        _squares = Squares(_around, count);
    }

    public int Dimension { get; }

    public int Count { get; }

    /// <summary>The nearest point of the set to each of others; of several, the first.</summary>
    /// <param name="rows">[n × dimension], of magnitude at most 10¹⁵.</param>
    /// <param name="count">n.</param>
    /// <param name="exceptSelf">Whether they are the set itself, and each is no neighbour of its own.</param>
    public int[] Nearest(float[] rows, int count, bool exceptSelf = false)
    {
        var nearest = new int[count];
        if (_points is not null)
        {
            var distances = new float[_points.PaddedCount];
            for (int i = 0; i < count; i++)
            {
                nearest[i] = _points.Nearest(rows.AsSpan(i * Dimension, Dimension), distances, exceptSelf ? i : -1).Index;
            }

            return nearest;
        }

        var products = new float[Block * Count];
        for (int first = 0; first < count; first += Block)
        {
            int taken = Math.Min(Block, count - first);
            Multiply(Around(rows, first, taken), taken, products);
            for (int i = 0; i < taken; i++)
            {
                nearest[first + i] = Nearest(products.AsSpan(i * Count, Count), exceptSelf ? first + i : -1);
            }
        }

        return nearest;
    }

    /// <summary>The Euclidean distance of two points, in double precision.</summary>
    public static double Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double squares = 0;
        for (int i = 0; i < a.Length; i++)
        {
            double difference = a[i] - (double)b[i];
            squares += difference * difference;
        }

        return Math.Sqrt(squares);
    }

    // ‖a‖² is the same for all of the set.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Nearest(ReadOnlySpan<float> products, int except)
    {
        int nearest = -1;
        float least = float.PositiveInfinity;
        for (int j = 0; j < products.Length; j++)
        {
            float distance = _squares[j] - (2 * products[j]);
            if (distance < least && j != except)
            {
                (nearest, least) = (j, distance);
            }
        }

        // Beyond the range of single precision nothing is nearer than anything else.
        return nearest >= 0 ? nearest : except == 0 ? Math.Min(1, products.Length - 1) : 0;
    }

    private void Multiply(float[] rows, int count, float[] products)
    {
        fixed (float* a = rows, b = _around, c = products)
        {
            var set = new MatrixView(b, Count, Dimension, Dimension, 1);
            var product = new MatrixProduct(
                new MatrixView(a, count, Dimension, Dimension, 1), set.Transposed, new MatrixView(c, count, Count, Count, 1), default, default,
                MatrixProduct.PreferredWidth, threads: 1);
            for (int part = 0; part < product.Parts; part++)
            {
                product.Compute(part);
            }
        }
    }

    private float[] Around(float[] rows, int first, int count)
    {
        var around = new float[count * Dimension];
        for (int i = 0; i < around.Length; i += Dimension)
        {
            Subtract(rows.AsSpan((first * Dimension) + i, Dimension), _mean, around.AsSpan(i, Dimension));
        }

        return around;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Subtract(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> difference)
    {
        int j = 0;
        for (; j <= a.Length - Vector<float>.Count; j += Vector<float>.Count)
        {
            (new Vector<float>(a[j..]) - new Vector<float>(b[j..])).CopyTo(difference[j..]);
        }

        for (; j < a.Length; j++)
        {
            difference[j] = a[j] - b[j];
        }
    }

    private static float[] Mean(int dimension, float[] rows, int count)
    {
        var sums = new double[dimension];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < dimension; j++)
            {
                sums[j] += rows[(i * dimension) + j];
            }
        }

        return Array.ConvertAll(sums, sum => (float)(sum / count));
    }

    private float[] Squares(float[] rows, int count)
    {
        var squares = new float[count];
        for (int i = 0; i < count; i++)
        {
            double sum = 0;
            foreach (float number in rows.AsSpan(i * Dimension, Dimension))
            {
                sum += number * (double)number;
            }

            squares[i] = (float)sum;
        }

        return squares;
    }
}
