using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace GanCli.Engine.Kernels;

/// <summary>c = start + a b in single precision. Every element is one chain of fused multiply-adds in the order of the reduction, or, where the
/// result is a few columns wide, sixteen such chains (<see cref="ThinColumnsProduct"/>), whatever the width of the registers and the number
/// of threads: the same bits on every machine.</summary>
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
    private readonly ThinShape _thin;
    private readonly int _width;
    private readonly int _widePanels;
    private readonly int _panelsAPart;
    private readonly int _panels;
    private readonly int _chunkRows;
    private readonly int _chunks;

    /// <param name="a">[M, P].</param>
    /// <param name="b">[P, N].</param>
    /// <param name="c">[M, N].</param>
    /// <param name="start">[M, N], what the sums begin with; default for zeros.</param>
    /// <param name="rectifier">What to do with the sums; its signs may be c itself. Default for nothing.</param>
    /// <param name="width">Bits of a register: 512, 256 or 128. The result does not depend on it.</param>
    /// <param name="threads">Threads that may work on it, the caller's own included.</param>
    public MatrixProduct(MatrixView a, MatrixView b, MatrixView c, MatrixView start, Rectifier rectifier, int width, int threads)
    {
        Operations = 2L * c.Rows * c.Columns * a.Columns;
        Threads = Operations >= 2 * PartOperations ? threads : 1;
        _width = width;
        (_a, _b, _c, _start, _rectifier) = (a, b, c, start, rectifier);
        _thin = ThinProducts.ShapeOf(a, b, c, start, rectifier);
        if (_thin == ThinShape.None && c.Columns <= NarrowLanes / 2 && c.Rows > c.Columns)
        {
            // Few columns would leave most lanes idle; many columns of few rows don't.
            (_a, _b, _c, _start, _rectifier) = (b.Transposed, a.Transposed, c.Transposed, start.Transposed, rectifier.Transposed);
            _thin = ThinProducts.ShapeOf(_a, _b, _c, _start, _rectifier);
        }

        if (_thin != ThinShape.None)
        {
            Parts = 1;
            return;
        }

        _widePanels = width == 512 ? (_c.Columns + (WideLanes / 2) - 1) / WideLanes : 0;
        int narrow = Math.Max(0, _c.Columns - (_widePanels * WideLanes));
        _panels = _widePanels + ((narrow + NarrowLanes - 1) / NarrowLanes);
        int tiles = (_c.Rows + MatrixTile.Rows - 1) / MatrixTile.Rows;

        // One thread takes all panels at once: a stretch of a is then in the caches for all but the first of them.
        _panelsAPart = Threads > 1 ? 1 : Math.Max(1, _panels);
        long wanted = Threads > 1 ? Math.Clamp(Operations / _panels / PartOperations, 1, tiles) : 1;
        _chunkRows = (int)((tiles + wanted - 1) / wanted) * MatrixTile.Rows;
        _chunks = (_c.Rows + _chunkRows - 1) / _chunkRows;
        Parts = _panels / _panelsAPart * _chunks;
    }

    /// <summary>Processors without fused multiply-add would have to imitate it, a hundred times slower than libtorch.</summary>
    public static bool IsSupported => Fma.IsSupported || AdvSimd.IsSupported;

    /// <summary>The widest registers worth using here: 512, 256 or 128 bits.</summary>
    public static int PreferredWidth { get; } =
        Avx512F.IsSupported && Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>Multiplications and additions, two for each multiply-add.</summary>
    public long Operations { get; }

    /// <summary>Threads that are worth working on it.</summary>
    public int Threads { get; }

    /// <summary>Pieces that may be computed in any order, on any thread.</summary>
    public int Parts { get; }

    private static int WideLanes => 64;

    private static int NarrowLanes => 16;

    /// <summary>Computes one of the <see cref="Parts"/>.</summary>
    [SkipLocalsInit]
    public void Compute(int part)
    {
        if (_thin != ThinShape.None)
        {
            ThinProducts.Compute(_thin, _a, _b, _c, _start, _rectifier);
            return;
        }

        // Zeroed memory would cost as much as a small product.
        byte* memory = stackalloc byte[((BlockCount + (MatrixTile.Rows * WideLanes)) * sizeof(float)) + CacheLine];
        float* block = (float*)(((nint)memory + CacheLine - 1) & ~(nint)(CacheLine - 1));
        (int group, int chunk) = Math.DivRem(part, _chunks);
        int first = chunk * _chunkRows;
        int end = Math.Min(first + _chunkRows, _c.Rows);
        int stretch = BlockCount / (_widePanels > 0 ? WideLanes : NarrowLanes);
        int p = 0;
        do
        {
            int depth = Math.Min(stretch, _b.Rows - p);
            for (int panel = group * _panelsAPart; panel < (group + 1) * _panelsAPart; panel++)
            {
                if (panel < _widePanels)
                {
                    Compute<Lanes64Of512>(panel * WideLanes, first, end, p, depth, block);
                    continue;
                }

                int column = (_widePanels * WideLanes) + ((panel - _widePanels) * NarrowLanes);
                switch (_width)
                {
                    case 512:
                        Compute<Lanes16Of512>(column, first, end, p, depth, block);
                        break;
                    case 256:
                        Compute<Lanes16Of256>(column, first, end, p, depth, block);
                        break;
                    default:
                        Compute<Lanes16Of128>(column, first, end, p, depth, block);
                        break;
                }
            }

            p += depth;
        }
        while (p < _b.Rows);
    }

    /// <summary>One stretch of the reduction for one panel of columns. Later stretches go on with what the earlier ones left.</summary>
    private void Compute<TLanes>(int column, int first, int end, int p, int depth, float* block)
        where TLanes : struct, ILanes<TLanes>
    {
        int columns = Math.Min(TLanes.Count, _c.Columns - column);
        bool inPlace = columns == TLanes.Count && _c.ColumnStride == 1 && IsInLine(_start) && IsInLine(_rectifier.Signs);
        bool last = p + depth == _b.Rows;
        float* edge = block + BlockCount;
        MatrixView b = _b.Part(p, depth, column, columns);

        // What only six rows need is not worth a copy.
        if (end - first > MatrixTile.Rows || columns < TLanes.Count || b.ColumnStride != 1)
        {
            MatrixTile.Pack<TLanes>(b, block);
            b = new MatrixView(block, depth, columns, TLanes.Count, 1);
        }

        MatrixView from = p == 0 ? _start : _c;
        int rows;
        for (int row = first; row < end; row += rows)
        {
            rows = MatrixTile.RowsOf(end - row);
            float* start = from.Start == null ? null : from.At(row, column);
            float* a = _a.At(row, p);
            MatrixView c = _c.Part(row, rows, column, columns);
            Prefetch(row + rows, end, p, depth);
            if (inPlace)
            {
                float* sign = last && _rectifier.Signs.Start != null ? _rectifier.Signs.At(row, column) : null;
                MatrixTile.Multiply<TLanes>(
                    rows, depth, a, _a.RowStride, _a.ColumnStride, b.Start, b.RowStride, start, from.RowStride, c.Start, c.RowStride,
                    sign, _rectifier.Signs.RowStride, _rectifier.Slope);
                continue;
            }

            var inLine = new MatrixView(edge, rows, columns, TLanes.Count, 1);
            if (start != null)
            {
                from.Part(row, rows, column, columns).CopyTo(inLine);
            }

            MatrixTile.Multiply<TLanes>(
                rows, depth, a, _a.RowStride, _a.ColumnStride, b.Start, b.RowStride, start == null ? null : edge, TLanes.Count, edge, TLanes.Count, null, 0, 0);
            if (last)
            {
                _rectifier.Apply(inLine, c, row, column);
            }

            inLine.CopyTo(c);
        }
    }

    /// <summary>Asks for the next rows of a, if a stretch takes only a piece of each: the processor foresees what goes on without a gap, and no more.
    /// Measured on 512 × 256 times 256 × 128: 224 µs became 160.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Prefetch(int row, int end, int p, int depth)
    {
        if (!Sse.IsSupported || _a.ColumnStride != 1 || depth == _a.Columns)
        {
            return;
        }

        end = Math.Min(row + MatrixTile.Rows, end);
        for (; row < end; row++)
        {
            float* from = _a.At(row, p);
            for (int i = 0; i < depth; i += CacheLine / sizeof(float))
            {
                Sse.Prefetch0(from + i);
            }
        }
    }

    private static bool IsInLine(MatrixView matrix) => matrix.Start == null || matrix.ColumnStride == 1;
}
