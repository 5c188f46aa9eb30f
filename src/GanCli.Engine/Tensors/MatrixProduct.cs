using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace GanCli.Engine.Tensors;

/// <summary>c = start + a b in single precision. Every element is one chain of fused multiply-adds in the order of the reduction, whatever
/// the width of the registers and the number of threads: the same bits on every machine.</summary>
/// <remarks>libtorch's library takes an AVX2 kernel on AMD processors: measured on a core of an EPYC (Zen 5), 97 GFLOP/s where this reaches more
/// than twice that.</remarks>
internal readonly unsafe struct MatrixProduct
{
    /// <summary>Numbers of b that are worked on at once, 32 KiB: they stay in the nearest cache while all rows of a pass by.</summary>
    private const int BlockCount = 8192;

    /// <summary>Operations worth handing to another thread: some 20 µs on a fast core.</summary>
    private const long PartOperations = 4_000_000;

    private const int CacheLine = 64;

    private readonly MatrixView _a;
    private readonly MatrixView _b;
    private readonly MatrixView _c;
    private readonly MatrixView _start;
    private readonly Rectifier _rectifier;
    private readonly int _width;
    private readonly int _widePanels;
    private readonly int _chunkRows;
    private readonly int _chunks;

    /// <param name="a">[M, P].</param>
    /// <param name="b">[P, N].</param>
    /// <param name="c">[M, N].</param>
    /// <param name="start">[M, N], what the sums begin with; default for zeros.</param>
    /// <param name="rectifier">What to do with the sums; its signs may be c itself. Default for nothing.</param>
    /// <param name="width">Bits of a register: 512, 256 or 128. The result does not depend on it.</param>
    public MatrixProduct(MatrixView a, MatrixView b, MatrixView c, MatrixView start, Rectifier rectifier, int width)
    {
        // Few columns would leave most lanes idle; many columns of few rows don't.
        (_a, _b, _c, _start, _rectifier) = c.Columns <= NarrowLanes / 2 && c.Rows > c.Columns
            ? (b.Transposed, a.Transposed, c.Transposed, start.Transposed, rectifier.Transposed)
            : (a, b, c, start, rectifier);
        _width = width;
        _widePanels = width == 512 ? (_c.Columns + (WideLanes / 2) - 1) / WideLanes : 0;
        int narrow = Math.Max(0, _c.Columns - (_widePanels * WideLanes));
        int panels = _widePanels + ((narrow + NarrowLanes - 1) / NarrowLanes);
        Operations = 2L * _c.Rows * _c.Columns * _a.Columns;
        long wanted = Math.Clamp(Operations / panels / PartOperations, 1, (_c.Rows + MatrixTile.Rows - 1) / MatrixTile.Rows);
        int tiles = (_c.Rows + MatrixTile.Rows - 1) / MatrixTile.Rows;
        _chunkRows = (int)((tiles + wanted - 1) / wanted) * MatrixTile.Rows;
        _chunks = (_c.Rows + _chunkRows - 1) / _chunkRows;
        Parts = panels * _chunks;
        IsLarge = Operations >= 2 * PartOperations;
    }

    /// <summary>Processors without fused multiply-add would have to imitate it, a hundred times slower than libtorch.</summary>
    public static bool IsSupported => Fma.IsSupported || AdvSimd.IsSupported;

    /// <summary>The widest registers worth using here: 512, 256 or 128 bits.</summary>
    public static int PreferredWidth { get; } =
        Avx512F.IsSupported && Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>Multiplications and additions, two for each multiply-add.</summary>
    public long Operations { get; }

    /// <summary>Pieces that may be computed in any order, on any thread.</summary>
    public int Parts { get; }

    /// <summary>Worth sharing among threads.</summary>
    public bool IsLarge { get; }

    private static int WideLanes => 64;

    private static int NarrowLanes => 16;

    /// <summary>Computes one of the <see cref="Parts"/>.</summary>
    [SkipLocalsInit]
    public void Compute(int part)
    {
        // Zeroed memory would cost as much as a small product.
        byte* memory = stackalloc byte[((BlockCount + (MatrixTile.Rows * WideLanes)) * sizeof(float)) + CacheLine];
        float* block = (float*)(((nint)memory + CacheLine - 1) & ~(nint)(CacheLine - 1));
        (int panel, int chunk) = Math.DivRem(part, _chunks);
        int first = chunk * _chunkRows;
        int end = Math.Min(first + _chunkRows, _c.Rows);
        if (panel < _widePanels)
        {
            Compute<Lanes64Of512>(panel * WideLanes, first, end, block);
            return;
        }

        int column = (_widePanels * WideLanes) + ((panel - _widePanels) * NarrowLanes);
        switch (_width)
        {
            case 512:
                Compute<Lanes16Of512>(column, first, end, block);
                break;
            case 256:
                Compute<Lanes16Of256>(column, first, end, block);
                break;
            default:
                Compute<Lanes16Of128>(column, first, end, block);
                break;
        }
    }

    private void Compute<TLanes>(int column, int first, int end, float* block)
        where TLanes : struct, ILanes<TLanes>
    {
        int columns = Math.Min(TLanes.Count, _c.Columns - column);
        bool inPlace = columns == TLanes.Count && _c.ColumnStride == 1 && (_start.Start == null || _start.ColumnStride == 1);
        float* edge = block + BlockCount;
        int p = 0;
        do
        {
            int depth = Math.Min(BlockCount / TLanes.Count, _b.Rows - p);
            MatrixView b = _b.Part(p, depth, column, columns);

            // What only six rows need is not worth a copy.
            bool asIs = end - first <= MatrixTile.Rows && columns == TLanes.Count && b.ColumnStride == 1;
            if (!asIs)
            {
                MatrixTile.Pack<TLanes>(b, block);
                b = new MatrixView(block, depth, columns, TLanes.Count, 1);
            }

            // Later stretches of the reduction go on with what the earlier ones left.
            MatrixView from = p == 0 ? _start : _c;
            for (int row = first; row < end; row += MatrixTile.Rows)
            {
                int rows = Math.Min(MatrixTile.Rows, end - row);
                float* start = from.Start == null ? null : from.At(row, column);
                float* a = _a.At(row, p);
                MatrixView c = _c.Part(row, rows, column, columns);
                if (inPlace)
                {
                    MatrixTile.Multiply<TLanes>(rows, depth, a, _a.RowStride, _a.ColumnStride, b.Start, b.RowStride, start, from.RowStride, c.Start, c.RowStride);
                }
                else
                {
                    var inLine = new MatrixView(edge, rows, columns, TLanes.Count, 1);
                    if (start != null)
                    {
                        Copy(from.Part(row, rows, column, columns), inLine);
                    }

                    MatrixTile.Multiply<TLanes>(
                        rows, depth, a, _a.RowStride, _a.ColumnStride, b.Start, b.RowStride, start == null ? null : edge, TLanes.Count, edge, TLanes.Count);
                    if (p + depth == _b.Rows)
                    {
                        _rectifier.Apply(inLine, c, row, column);
                    }

                    Copy(inLine, c);
                }

                if (inPlace && p + depth == _b.Rows)
                {
                    _rectifier.Apply(c, c, row, column);
                }
            }

            p += depth;
        }
        while (p < _b.Rows);
    }

    private static void Copy(MatrixView from, MatrixView to)
    {
        for (int row = 0; row < from.Rows; row++)
        {
            float* source = from.At(row, 0);
            float* target = to.At(row, 0);
            if (from.ColumnStride == 1 && to.ColumnStride == 1)
            {
                new ReadOnlySpan<float>(source, from.Columns).CopyTo(new Span<float>(target, to.Columns));
                continue;
            }

            for (int column = 0; column < from.Columns; column++)
            {
                target[column * to.ColumnStride] = source[column * from.ColumnStride];
            }
        }
    }
}
