using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GanCli.Engine.Metrics;

/// <summary>Points laid out for fast distances: tiles of 32 points, coordinate by coordinate. The arithmetic is the same on every machine.</summary>
internal sealed class PointSet
{
    /// <summary>Points in a tile: four vectors, so that each coordinate read serves 32 distances.</summary>
    public const int Tile = 32;

    private readonly float[] _tiles;
    private readonly float[] _rows;

    /// <param name="dimension">Numbers in one point.</param>
    /// <param name="rows">Points, [n × dimension], of magnitude at most 10¹⁵.</param>
    /// <param name="count">How many of them, the first, are taken.</param>
    public PointSet(int dimension, float[] rows, int count)
    {
        Dimension = dimension;
        Count = count;
        PaddedCount = (Count + Tile - 1) / Tile * Tile;
        _rows = rows;
        _tiles = new float[PaddedCount * dimension];

        // What is computed from the padding compares as false with everything.
        Array.Fill(_tiles, float.NaN);
        for (var i = 0; i < Count; i++)
        {
            for (var j = 0; j < dimension; j++)
            {
                _tiles[(((i / Tile * dimension) + j) * Tile) + (i % Tile)] = rows[(i * dimension) + j];
            }
        }
    }

    public int Dimension { get; }

    public int Count { get; }

    /// <summary><see cref="Count"/> rounded up to whole tiles.</summary>
    public int PaddedCount { get; }

    /// <summary>Point <paramref name="index"/>, [dimension].</summary>
    public ReadOnlySpan<float> this[int index] => _rows.AsSpan(index * Dimension, Dimension);

    /// <summary>Squared distances of a point to the points of this set. Distances are symmetric to the last bit, and 0 for equal points.</summary>
    /// <param name="point">A point, [dimension].</param>
    /// <param name="first">Index of the first point wanted, a multiple of <see cref="Tile"/>.</param>
    /// <param name="distances">Receives distances to points <paramref name="first"/> …; NaN for the padding. A whole number of tiles.</param>
    // Optimized at once: a short run measures before the runtime would get round to it (here and in the other inner loops).
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SquaredDistances(ReadOnlySpan<float> point, int first, Span<float> distances)
    {
        ref var target = ref MemoryMarshal.GetReference(distances);
        for (var start = 0; start < distances.Length; start += Tile)
        {
            ref var tile = ref _tiles[(first + start) * point.Length];
            var (a, b, c, d) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
            for (var j = 0; j < point.Length; j++)
            {
                // Multiplied and added apart: fused where a machine has it would differ from one that has not.
                var coordinate = Vector256.Create(point[j]);
                var at = (nuint)(j * Tile);
                var e = coordinate - Vector256.LoadUnsafe(ref tile, at);
                var f = coordinate - Vector256.LoadUnsafe(ref tile, at + 8);
                var g = coordinate - Vector256.LoadUnsafe(ref tile, at + 16);
                var h = coordinate - Vector256.LoadUnsafe(ref tile, at + 24);
                a += e * e;
                b += f * f;
                c += g * g;
                d += h * h;
            }

            a.StoreUnsafe(ref target, (nuint)start);
            b.StoreUnsafe(ref target, (nuint)start + 8);
            c.StoreUnsafe(ref target, (nuint)start + 16);
            d.StoreUnsafe(ref target, (nuint)start + 24);
        }
    }

    /// <summary>The point of this set that is nearest; of several, the first.</summary>
    /// <param name="point">A point, [dimension].</param>
    /// <param name="distances">Receives the squared distances to all, [<see cref="PaddedCount"/>]; infinite for the padding and for the
    /// point left out.</param>
    /// <param name="except">The point left out, the one asked about, or −1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public (int Index, float SquaredDistance) Nearest(ReadOnlySpan<float> point, Span<float> distances, int except = -1)
    {
        SquaredDistances(point, 0, distances);
        distances[Count..].Fill(float.PositiveInfinity);
        if (except >= 0)
        {
            distances[except] = float.PositiveInfinity;
        }

        var least = Vector256.Create(float.PositiveInfinity);
        foreach (var vector in MemoryMarshal.Cast<float, Vector256<float>>(distances))
        {
            least = Vector256.ConditionalSelect(Vector256.LessThan(vector, least), vector, least);
        }

        var smallest = least[0];
        for (var lane = 1; lane < Vector256<float>.Count; lane++)
        {
            smallest = Math.Min(smallest, least[lane]);
        }

        return (distances.IndexOf(smallest), smallest);
    }
}
