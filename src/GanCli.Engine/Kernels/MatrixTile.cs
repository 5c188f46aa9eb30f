using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GanCli.Engine.Kernels;

/// <summary>The innermost part of a matrix product: six rows by one block of columns, held in registers while the reduction runs.</summary>
internal static unsafe class MatrixTile
{
    /// <summary>Rows that are worked on together: with 64 columns their sums fill 24 of AVX-512's 32 registers.</summary>
    public const int Rows = 6;

    /// <summary>Rows of the next tile: six, or four where that leaves none over.</summary>
    /// <param name="left">Rows that are left.</param>
    public static int RowsOf(int left) => left is 4 or 8 ? 4 : Math.Min(Rows, left);

    /// <summary>c[r, j] = start[r, j] + Σₚ a[r, p] b[p, j], one chain of fused multiply-adds in the order of p, for as many columns as there are
    /// lanes, rectified while they are in registers. Rows that a matrix does not have repeat its last row: the same numbers are written once more.</summary>
    /// <param name="rows">Rows, 1 to 6; up to 4 cost less.</param>
    /// <param name="depth">Values of p.</param>
    /// <param name="a">a[0, 0].</param>
    /// <param name="aRow">Numbers from one row of a to the next.</param>
    /// <param name="aDepth">Numbers from one p to the next.</param>
    /// <param name="b">b[0, 0]; columns lie side by side.</param>
    /// <param name="bDepth">Numbers from one p to the next.</param>
    /// <param name="start">start[0, 0], or null for zeros; columns lie side by side.</param>
    /// <param name="startRow">Numbers from one row of start to the next.</param>
    /// <param name="c">c[0, 0]; columns lie side by side. May be start.</param>
    /// <param name="cRow">Numbers from one row of c to the next.</param>
    /// <param name="sign">What tells where to rectify: c for the sums' own signs, null for nowhere; columns lie side by side.</param>
    /// <param name="signRow">Numbers from one row of signs to the next.</param>
    /// <param name="slope">The rectifier's.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TLanes>(
        int rows, int depth, float* a, nint aRow, nint aDepth, float* b, nint bDepth, float* start, nint startRow, float* c, nint cRow,
        float* sign, nint signRow, float slope)
        where TLanes : struct, ILanes<TLanes>
    {
        nint r1 = Math.Min(1, rows - 1);
        nint r2 = Math.Min(2, rows - 1);
        nint r3 = Math.Min(3, rows - 1);
        nint r4 = Math.Min(4, rows - 1);
        nint r5 = Math.Min(5, rows - 1);
        TLanes c0 = default;
        TLanes c1 = default;
        TLanes c2 = default;
        TLanes c3 = default;
        TLanes c4 = default;
        TLanes c5 = default;
        if (start != null)
        {
            c0 = TLanes.Load(start);
            c1 = TLanes.Load(start + (r1 * startRow));
            c2 = TLanes.Load(start + (r2 * startRow));
            c3 = TLanes.Load(start + (r3 * startRow));
            c4 = TLanes.Load(start + (r4 * startRow));
            c5 = TLanes.Load(start + (r5 * startRow));
        }

        nint a1 = r1 * aRow;
        nint a2 = r2 * aRow;
        nint a3 = r3 * aRow;
        nint a4 = r4 * aRow;
        nint a5 = r5 * aRow;
        for (; depth > 0; depth--)
        {
            TLanes numbers = TLanes.Load(b);
            c0 = TLanes.MultiplyAdd(a, numbers, c0);
            c1 = TLanes.MultiplyAdd(a + a1, numbers, c1);
            c2 = TLanes.MultiplyAdd(a + a2, numbers, c2);
            c3 = TLanes.MultiplyAdd(a + a3, numbers, c3);
            if (rows > 4)
            {
                c4 = TLanes.MultiplyAdd(a + a4, numbers, c4);
                c5 = TLanes.MultiplyAdd(a + a5, numbers, c5);
            }

            a += aDepth;
            b += bDepth;
        }

        if (sign == c)
        {
            c0 = TLanes.Rectify(c0, c0, slope);
            c1 = TLanes.Rectify(c1, c1, slope);
            c2 = TLanes.Rectify(c2, c2, slope);
            c3 = TLanes.Rectify(c3, c3, slope);
            c4 = TLanes.Rectify(c4, c4, slope);
            c5 = TLanes.Rectify(c5, c5, slope);
        }
        else if (sign != null)
        {
            c0 = TLanes.Rectify(c0, TLanes.Load(sign), slope);
            c1 = TLanes.Rectify(c1, TLanes.Load(sign + (r1 * signRow)), slope);
            c2 = TLanes.Rectify(c2, TLanes.Load(sign + (r2 * signRow)), slope);
            c3 = TLanes.Rectify(c3, TLanes.Load(sign + (r3 * signRow)), slope);
            c4 = TLanes.Rectify(c4, TLanes.Load(sign + (r4 * signRow)), slope);
            c5 = TLanes.Rectify(c5, TLanes.Load(sign + (r5 * signRow)), slope);
        }

        TLanes.Store(c0, c);
        TLanes.Store(c1, c + (r1 * cRow));
        TLanes.Store(c2, c + (r2 * cRow));
        TLanes.Store(c3, c + (r3 * cRow));
        if (rows > 4)
        {
            TLanes.Store(c4, c + (r4 * cRow));
            TLanes.Store(c5, c + (r5 * cRow));
        }
    }

    /// <summary>Copies rows of b, one lane block apart; lanes beyond its columns become zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack<TLanes>(MatrixView b, float* packed)
        where TLanes : struct, ILanes<TLanes>
    {
        int lanes = TLanes.Count;
        if (b.Columns < lanes)
        {
            new Span<float>(packed, b.Rows * lanes).Clear();
        }
        else if (b.ColumnStride == 1)
        {
            float* from = b.Start;
            for (int p = 0; p < b.Rows; p++)
            {
                TLanes.Store(TLanes.Load(from), packed);
                from += b.RowStride;
                packed += lanes;
            }

            return;
        }

        if (b.ColumnStride == 1)
        {
            for (int p = 0; p < b.Rows; p++)
            {
                new ReadOnlySpan<float>(b.At(p, 0), b.Columns).CopyTo(new Span<float>(packed + (p * lanes), lanes));
            }

            return;
        }

        int j = 0;
        if (Sse.IsSupported && b.RowStride == 1)
        {
            for (; j <= b.Columns - 4; j += 4)
            {
                PackFour(b.At(0, j), b.ColumnStride, b.Rows, packed + j, lanes);
            }
        }

        for (; j < b.Columns; j++)
        {
            for (int p = 0; p < b.Rows; p++)
            {
                packed[(p * lanes) + j] = *b.At(p, j);
            }
        }
    }

    /// <summary>Four columns that each lie in one piece: blocks of 4 × 4 change places in registers, several times as fast as one by one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackFour(float* from, nint column, int rows, float* to, nint lanes)
    {
        for (; rows >= 4; rows -= 4)
        {
            Vector128<float> v0 = Vector128.Load(from);
            Vector128<float> v1 = Vector128.Load(from + column);
            Vector128<float> v2 = Vector128.Load(from + (2 * column));
            Vector128<float> v3 = Vector128.Load(from + (3 * column));
            Vector128<float> low01 = Sse.UnpackLow(v0, v1);
            Vector128<float> low23 = Sse.UnpackLow(v2, v3);
            Vector128<float> high01 = Sse.UnpackHigh(v0, v1);
            Vector128<float> high23 = Sse.UnpackHigh(v2, v3);
            Sse.MoveLowToHigh(low01, low23).Store(to);
            Sse.MoveHighToLow(low23, low01).Store(to + lanes);
            Sse.MoveLowToHigh(high01, high23).Store(to + (2 * lanes));
            Sse.MoveHighToLow(high23, high01).Store(to + (3 * lanes));
            from += 4;
            to += 4 * lanes;
        }

        for (; rows > 0; rows--)
        {
            Vector128.Create(from[0], from[column], from[2 * column], from[3 * column]).Store(to);
            from++;
            to += lanes;
        }
    }
}
