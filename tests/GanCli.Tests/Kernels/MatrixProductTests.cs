using System.Runtime.InteropServices;
using GanCli.Engine.Kernels;

namespace GanCli.Tests.Kernels;

/// <summary>Products against one loop of fused multiply-adds for each element, or sixteen where the result is thin: bit for bit, for every width of the
/// registers.</summary>
public sealed class MatrixProductTests
{
    private const float Untouched = 12345.678f;

    public static TheoryData<int> Widths() => new(512, 256, 128);

    [Theory]
    [MemberData(nameof(Widths))]
    public void IsAChainOfFusedMultiplyAddsInTheOrderOfTheReduction(int width)
    {
        var random = new System.Random(width);
        int[] sizes = [1, 2, 3, 4, 5, 6, 7, 12, 13, 15, 16, 17, 25, 31, 32, 33, 37, 48, 49, 63, 64, 65, 70, 97, 128, 131];
        for (int i = 0; i < 500; i++)
        {
            Check(width, Size(), Size(), Size(), (Layout)random.Next(4), (Start)random.Next(4), (Signs)random.Next(3), random);
        }

        // Reductions in several stretches, for wide and for narrow blocks; and an empty one.
        foreach ((int m, int n,
            int depth) in new[] { (5, 70, 300), (13, 3, 1100), (2, 131, 1024), (9, 16, 513), (4, 5, 0), (70, 2, 1024), (70, 2, 1025), (2, 70, 700), (900, 3,
                2), (4, 130, 600) })
        {
            Check(width, m, n, depth, Layout.Both, Start.Rows, Signs.Own, random);
            Check(width, m, n, depth, Layout.None, Start.None, Signs.Other, random);
        }

        int Size() => sizes[random.Next(sizes.Length)];
    }

    [Fact]
    public void AnotherOrderIsToldApart()
    {
        using var a = new Numbers(1, 700, false, new System.Random(1));
        using var b = new Numbers(700, 1, false, new System.Random(2));
        float backwards = 0;
        for (int p = 699; p >= 0; p--)
        {
            backwards = MathF.FusedMultiplyAdd(a[0, p], b[p, 0], backwards);
        }

        Assert.NotEqual(Chain(a, b, 0, 0, 0), backwards);
    }

    [Theory]
    [InlineData(512, 128, 256)]
    [InlineData(1023, 131, 65)]
    [InlineData(7, 1000, 700)]
    public void ThreadsChangeNothing(int m, int n, int depth)
    {
        using var a = new Numbers(m, depth, false, new System.Random(1));
        using var b = new Numbers(depth, n, true, new System.Random(2));
        using var alone = new Numbers(m, n, false, null);
        Assert.True(Product(a, b, alone, 2).Threads == 2, "too small to be shared");
        Crew.Compute(Product(a, b, alone, 1));
        for (int i = 0; i < 20; i++)
        {
            using var shared = new Numbers(m, n, false, null);
            Crew.Compute(Product(a, b, shared, 2 + (i % 2)));
            Assert.True(alone.All.SequenceEqual(shared.All));
        }
    }

    [Fact]
    public void ManyMayAskForHelpAtOnce()
    {
        Parallel.For(0, 4, seed =>
        {
            using var a = new Numbers(200, 128, false, new System.Random(seed));
            using var b = new Numbers(128, 200, true, new System.Random(100 + seed));
            using var alone = new Numbers(200, 200, false, null);
            using var shared = new Numbers(200, 200, false, null);
            Crew.Compute(Product(a, b, alone, 1));
            for (int i = 0; i < 200; i++)
            {
                shared.All.Fill(Untouched);
                Crew.Compute(Product(a, b, shared, 3));
                Assert.True(alone.All.SequenceEqual(shared.All));
            }
        });
    }

    private static MatrixProduct Product(Numbers a, Numbers b, Numbers c, int threads) =>
        new(a.Matrix, b.Matrix, c.Matrix, default, default, MatrixProduct.PreferredWidth, threads);

    private static void Check(int width, int m, int n, int depth, Layout layout, Start start, Signs signs, System.Random random)
    {
        using var a = new Numbers(m, depth, layout is Layout.Left or Layout.Both, random);
        using var b = new Numbers(depth, n, layout is Layout.Right or Layout.Both, random);
        using var first = new Numbers(m, n, false, random);
        using var c = new Numbers(m, n, false, null);
        using var other = new Numbers(m, n, false, random);
        const float Slope = 0.2f;
        MatrixView from = start switch { Start.None => default, Start.Rows => first.Matrix.Repeated, Start.Itself => c.Matrix, _ => first.Matrix };
        Rectifier rectifier = signs switch { Signs.None => default, Signs.Own => new Rectifier(c.Matrix, Slope), _ => new Rectifier(other.Matrix, Slope) };
        for (int i = 0; start == Start.Itself && i < m * n; i++)
        {
            c[i / n, i % n] = first[i / n, i % n];
        }

        var product = new MatrixProduct(a.Matrix, b.Matrix, c.Matrix, from, rectifier, width, 1 + random.Next(2));
        for (int part = product.Parts - 1; part >= 0; part--)
        {
            product.Compute(part);
        }

        bool isThin = n <= 4 && m > n && depth is > 4 and <= 1024 && layout is Layout.None or Layout.Right;
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                float begin = start switch { Start.None => 0, Start.Rows => first[0, j], _ => first[i, j] };
                float expected = isThin ? begin + Chains(a, b, i, j) : Chain(a, b, i, j, begin);
                float sign = signs switch { Signs.None => 1, Signs.Own => expected, _ => other[i, j] };
                expected = sign > 0 ? expected : expected * Slope;
                Assert.True(expected.Equals(c[i, j]), $"{width} bits, {m}×{n}×{depth} {layout} {start} {signs}: [{i}, {j}] is {c[i, j]:R}, not {expected:R}");
            }
        }

        Assert.Equal(c.All.Length - (m * n), c.All.Count(Untouched));
    }

    private static float Chain(Numbers a, Numbers b, int row, int column, float sum)
    {
        for (int p = 0; p < a.Columns; p++)
        {
            sum = MathF.FusedMultiplyAdd(a[row, p], b[p, column], sum);
        }

        return sum;
    }

    /// <summary>Sixteen chains, added up in pairs.</summary>
    private static float Chains(Numbers a, Numbers b, int row, int column)
    {
        float[] chains = new float[16];
        for (int p = 0; p < a.Columns; p++)
        {
            chains[p % 16] = MathF.FusedMultiplyAdd(a[row, p], b[p, column], chains[p % 16]);
        }

        for (int apart = 8; apart >= 4; apart /= 2)
        {
            for (int i = 0; i < apart; i++)
            {
                chains[i] += chains[i + apart];
            }
        }

        return chains[0] + chains[1] + (chains[2] + chains[3]);
    }

    private enum Layout
    {
        None,
        Left,
        Right,
        Both,
    }

    private enum Start
    {
        None,
        Rows,
        Whole,
        Itself,
    }

    private enum Signs
    {
        None,
        Own,
        Other,
    }

    /// <summary>A matrix inside a larger piece of memory, row after row or column after column.</summary>
    private sealed unsafe class Numbers : IDisposable
    {
        private const int Margin = 70;
        private readonly float* _memory;
        private readonly int _count;

        public Numbers(int rows, int columns, bool transposed, System.Random? random)
        {
            Columns = columns;
            int stride = (transposed ? rows : columns) + 3;
            _count = (stride * (transposed ? columns : rows)) + (2 * Margin);
            _memory = (float*)NativeMemory.Alloc((nuint)_count, sizeof(float));
            All.Fill(Untouched);
            Matrix = transposed
                ? new MatrixView(_memory + Margin, columns, rows, stride, 1).Transposed
                : new MatrixView(_memory + Margin, rows, columns, stride, 1);
            for (int i = 0; random is not null && i < rows; i++)
            {
                for (int j = 0; j < columns; j++)
                {
                    *Matrix.At(i, j) = (random.NextSingle() * 2) - 1;
                }
            }
        }

        public int Columns { get; }

        public MatrixView Matrix { get; }

        public Span<float> All => new(_memory, _count);

        public float this[int row, int column]
        {
            get => *Matrix.At(row, column);
            set => *Matrix.At(row, column) = value;
        }

        public void Dispose() => NativeMemory.Free(_memory);
    }
}
