using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GanCli.Engine.Metrics;

/// <summary>Eigenvalues and eigenvectors of symmetric matrices in double precision: Householder's reduction to a tridiagonal matrix, then
/// implicit QL steps (Golub and Van Loan, Matrix Computations, 8.3; Bowdler et al. 1968). The arithmetic is the same on every machine.</summary>
internal static class SymmetricEigen
{
    // Two steps an eigenvalue are usual.
    private const int MostSteps = 60;

    // Below this, relative to the largest entry, an off-diagonal number is nothing: keeps quotients of it finite.
    private const double Nothing = 1e-40;

    private const double Epsilon = 1.0 / (1L << 52);

    /// <summary>All eigenvalues, in ascending order.</summary>
    /// <param name="matrix">Finite, symmetric, [n × n] in row order; unchanged.</param>
    /// <param name="size">n, at least 1.</param>
    public static double[] Values(ReadOnlySpan<double> matrix, int size) => Solve(matrix, size, null);

    /// <summary>All eigenvalues, in ascending order, and orthonormal eigenvectors.</summary>
    /// <param name="matrix">As for <see cref="Values"/>.</param>
    /// <param name="size">n, at least 1.</param>
    /// <returns>Row i of the vectors, [n × n], belongs to value i.</returns>
    public static (double[] Values, double[] Vectors) Decompose(ReadOnlySpan<double> matrix, int size)
    {
        var vectors = new double[size * size];
        return (Solve(matrix, size, vectors), vectors);
    }

    /// <summary>Σ aᵢ bᵢ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var (first, second) = (Vector256<double>.Zero, Vector256<double>.Zero);
        var i = 0;
        for (; i + 8 <= a.Length; i += 8)
        {
            first += Vector256.Create(a[i..]) * Vector256.Create(b[i..]);
            second += Vector256.Create(a[(i + 4)..]) * Vector256.Create(b[(i + 4)..]);
        }

        var sum = Vector256.Sum(first + second);
        for (; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    /// <summary>target ← target + factor · a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Add(Span<double> target, double factor, ReadOnlySpan<double> a)
    {
        ref var first = ref MemoryMarshal.GetReference(target);
        var i = 0;
        for (; i + 4 <= target.Length; i += 4)
        {
            (Vector256.LoadUnsafe(ref first, (nuint)i) + (factor * Vector256.Create(a[i..]))).StoreUnsafe(ref first, (nuint)i);
        }

        for (; i < target.Length; i++)
        {
            target[i] += factor * a[i];
        }
    }

    private static double[] Solve(ReadOnlySpan<double> matrix, int size, double[]? vectors)
    {
        double largest = 0;
        foreach (var number in matrix)
        {
            largest = Math.Max(largest, Math.Abs(number));
        }

        // Scaled, so that squares neither overflow nor vanish.
        var scale = largest > 0 ? largest : 1;
        var work = new double[size * size];
        for (var i = 0; i < work.Length; i++)
        {
            work[i] = matrix[i] / scale;
        }

        var (diagonal, beside) = (new double[size], new double[size]);
        Reduce(work, size, diagonal, beside, vectors);
        Iterate(diagonal, beside, vectors);
        Sort(diagonal, vectors);
        foreach (ref var value in diagonal.AsSpan())
        {
            value *= scale;
        }

        return diagonal;
    }

    // A ← P A P with P = I − u uᵀ/h, from the last row up, u in the place of the row that it clears. beside[i] lies between i and i + 1.
    private static void Reduce(double[] a, int size, double[] diagonal, double[] beside, double[]? vectors)
    {
        var halves = new double[size];
        var p = new double[size];
        for (var i = size - 1; i > 0; i--)
        {
            var u = a.AsSpan(i * size, i);
            diagonal[i] = a[(i * size) + i];
            var norm = Math.Sqrt(Dot(u, u));
            var length = u[i - 1] > 0 ? -norm : norm;
            beside[i - 1] = length;
            if (norm <= Nothing || i == 1)
            {
                beside[i - 1] = norm <= Nothing ? 0 : i == 1 ? u[0] : length;
                continue;
            }

            u[i - 1] -= length;
            var half = Dot(u, u) / 2;
            halves[i] = half;
            for (var j = 0; j < i; j++)
            {
                p[j] = Dot(a.AsSpan(j * size, i), u) / half;
            }

            var q = p.AsSpan(0, i);
            Add(q, -Dot(u, q) / (2 * half), u);
            for (var j = 0; j < i; j++)
            {
                var row = a.AsSpan(j * size, i);
                Add(row, -u[j], q);
                Add(row, -q[j], u);
            }
        }

        diagonal[0] = a[0];
        if (vectors is not null)
        {
            Accumulate(a, size, halves, vectors);
        }
    }

    // The product P₁ P₂ … of all reflections, of which each changes a larger block.
    private static void Accumulate(double[] a, int size, double[] halves, double[] vectors)
    {
        for (var i = 0; i < size; i++)
        {
            vectors[(i * size) + i] = 1;
        }

        for (var i = 2; i < size; i++)
        {
            if (halves[i] > 0)
            {
                var u = a.AsSpan(i * size, i);
                for (var j = 0; j < i; j++)
                {
                    var row = vectors.AsSpan(j * size, i);
                    Add(row, -Dot(row, u) / halves[i], u);
                }
            }
        }
    }

    private static void Iterate(double[] d, double[] e, double[]? vectors)
    {
        var size = d.Length;
        e[size - 1] = 0;
        double shift = 0;
        var magnitude = Nothing / Epsilon;
        for (var first = 0; first < size; first++)
        {
            magnitude = Math.Max(magnitude, Math.Abs(d[first]) + Math.Abs(e[first]));
            var end = first;
            while (Math.Abs(e[end]) > Epsilon * magnitude)
            {
                end++;
            }

            for (var step = 0; step < MostSteps && end > first && Math.Abs(e[first]) > Epsilon * magnitude; step++)
            {
                shift += Shift(d, e, first);
                Sweep(d, e, first, end, vectors);
            }

            d[first] += shift;
            e[first] = 0;
        }
    }

    private static double Shift(double[] d, double[] e, int first)
    {
        var before = d[first];
        var p = (d[first + 1] - before) / (2 * e[first]);
        var r = p < 0 ? -Hypotenuse(p, 1) : Hypotenuse(p, 1);
        d[first] = e[first] / (p + r);
        d[first + 1] = e[first] * (p + r);
        var shift = before - d[first];
        for (var i = first + 2; i < d.Length; i++)
        {
            d[i] -= shift;
        }

        return shift;
    }

    // One implicit QL step on the block first … end.
    private static void Sweep(double[] d, double[] e, int first, int end, double[]? vectors)
    {
        var p = d[end];
        var (c, c2, c3, s, s2) = (1.0, 1.0, 1.0, 0.0, 0.0);
        var (next, besideNext) = (d[first + 1], e[first + 1]);
        for (var i = end - 1; i >= first; i--)
        {
            (c3, c2, s2) = (c2, c, s);
            var g = c * e[i];
            var h = c * p;
            var r = Hypotenuse(p, e[i]);
            e[i + 1] = s * r;
            s = e[i] / r;
            c = p / r;
            p = (c * d[i]) - (s * g);
            d[i + 1] = h + (s * ((c * g) + (s * d[i])));
            if (vectors is not null)
            {
                Rotate(vectors.AsSpan(i * d.Length, d.Length), vectors.AsSpan((i + 1) * d.Length, d.Length), c, s);
            }
        }

        p = -s * s2 * c3 * besideNext * e[first] / next;
        e[first] = s * p;
        d[first] = c * p;
    }

    private static double Hypotenuse(double a, double b) => Math.Sqrt((a * a) + (b * b));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rotate(Span<double> a, Span<double> b, double c, double s)
    {
        ref var firstA = ref MemoryMarshal.GetReference(a);
        ref var firstB = ref MemoryMarshal.GetReference(b);
        var i = 0;
        for (; i + 4 <= a.Length; i += 4)
        {
            var (x, y) = (Vector256.LoadUnsafe(ref firstA, (nuint)i), Vector256.LoadUnsafe(ref firstB, (nuint)i));
            ((s * x) + (c * y)).StoreUnsafe(ref firstB, (nuint)i);
            ((c * x) - (s * y)).StoreUnsafe(ref firstA, (nuint)i);
        }

        for (; i < a.Length; i++)
        {
            (a[i], b[i]) = ((c * a[i]) - (s * b[i]), (s * a[i]) + (c * b[i]));
        }
    }

    private static void Sort(double[] values, double[]? vectors)
    {
        if (vectors is null)
        {
            Array.Sort(values);
            return;
        }

        var size = values.Length;
        int[] order = [.. Enumerable.Range(0, size).OrderBy(i => values[i])];
        var (given, unsorted) = ((double[])values.Clone(), (double[])vectors.Clone());
        for (var i = 0; i < size; i++)
        {
            values[i] = given[order[i]];
            unsorted.AsSpan(order[i] * size, size).CopyTo(vectors.AsSpan(i * size));
        }
    }
}
