using GanCli.Engine.Metrics;

namespace GanCli.Engine.Watch;

/// <summary>Squared distances of all pairs of points.</summary>
internal sealed class DistanceTable
{
    private readonly float[] _squared;

    public DistanceTable(PointSet points)
    {
        Count = points.Count;
        _squared = new float[Count * Count];
        var row = new float[points.PaddedCount];
        for (int i = 0; i < Count; i++)
        {
            // Distances are symmetric to the last bit: the other half is copied.
            int first = i / PointSet.Tile * PointSet.Tile;
            points.SquaredDistances(points[i], first, row.AsSpan(first));
            for (int j = i; j < Count; j++)
            {
                _squared[(i * Count) + j] = _squared[(j * Count) + i] = row[j];
            }
        }
    }

    /// <summary>Points.</summary>
    public int Count { get; }

    /// <summary>The squared distance of two.</summary>
    public float this[int i, int j] => _squared[(i * Count) + j];

    /// <summary>From each point the others in order of distance, of two as near the first first.</summary>
    /// <param name="size">How many are wanted, the point itself, which comes first, included.</param>
    /// <param name="nth">Which other one's distance is wanted beside that of the nearest; the farthest where there are fewer.</param>
    /// <returns>Neighbours of each point, one point after another; distances to the nearest other one and to the <paramref name="nth"/>.</returns>
    public (int[] Neighbours, double[] Nearest, double[] Nth) Neighbours(int size, int nth)
    {
        var neighbours = new int[Count * size];
        var nearest = new double[Count];
        var distances = new double[Count];
        var keys = new ulong[Count];
        for (int point = 0; point < Count; point++)
        {
            // Bits of floats that are not negative are in the order of the numbers.
            for (int other = 0; other < Count; other++)
            {
                keys[other] = other == point ? (uint)point : ((ulong)(BitConverter.SingleToUInt32Bits(this[point, other]) + 1) << 32) | (uint)other;
            }

            Array.Sort(keys);
            for (int i = 0; i < size; i++)
            {
                neighbours[(point * size) + i] = (int)(uint)keys[i];
            }

            nearest[point] = Distance(keys[1]);
            distances[point] = Distance(keys[Math.Min(nth, Count - 1)]);
        }

        return (neighbours, nearest, distances);

        static double Distance(ulong key) => Math.Sqrt(BitConverter.UInt32BitsToSingle((uint)(key >> 32) - 1));
    }
}
