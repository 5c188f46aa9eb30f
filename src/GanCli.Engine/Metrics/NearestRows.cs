using GanCli.Engine.Data;

namespace GanCli.Engine.Metrics;

/// <summary>A row of a set, and how far it lies from a point.</summary>
/// <param name="Row">Its number in the set.</param>
/// <param name="Distance">Euclidean, in double precision.</param>
public readonly record struct Neighbour(int Row, double Distance);

/// <summary>The rows of a set that lie nearest to given points: every row is compared with every point, and read once, a row at a time.</summary>
public static class NearestRows
{
    // Distances are first summed in single precision; which of these few is nearest is then decided in double.
    private const int Spare = 4;

    /// <summary>Searches.</summary>
    /// <param name="rows">The set.</param>
    /// <param name="points">[n × dimension of the set], of magnitude at most 10¹⁵.</param>
    /// <param name="count">Rows wanted for each point; fewer where the set has fewer.</param>
    /// <param name="threads">That work on it; the result does not depend on them.</param>
    /// <param name="except">For each point the number of the row that is left out, the point itself for instance; null: none is.</param>
    /// <param name="change">Applied to the numbers of each row before it is compared; null: none.</param>
    /// <returns>For each point its rows from the nearest on; of two as near, the first comes first.</returns>
    public static Neighbour[][] Of(RowSet rows, float[] points, int count, int threads, int[]? except = null, Action<float[]>? change = null)
    {
        var set = new PointSet(rows.Dimension, points, points.Length / rows.Dimension);
        int workers = Math.Clamp(threads, 1, Math.Max(1, rows.Count));
        var found = new Best[workers];
        Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers }, worker =>
        {
            found[worker] = new Best(set.Count, count + Spare);
            var row = new float[rows.Dimension];
            var distances = new float[set.PaddedCount];
            int last = (int)((worker + 1L) * rows.Count / workers);
            for (int number = (int)((long)worker * rows.Count / workers); number < last; number++)
            {
                Read(rows, number, row, change);
                set.SquaredDistances(row, 0, distances);
                found[worker].Take(number, distances, except);
            }
        });
        return [.. Enumerable.Range(0, set.Count).Select(point => Exact(rows, set, point, found, count, change))];
    }

    private static Neighbour[] Exact(RowSet rows, PointSet set, int point, Best[] found, int count, Action<float[]>? change)
    {
        var row = new float[rows.Dimension];
        IEnumerable<int> near = found.SelectMany(best => best.Of(point)).OrderBy(static one => one.Squared).ThenBy(static one => one.Row).Take(count + Spare)
            .Select(static one => one.Row);
        return [.. near.Select(number =>
        {
            Read(rows, number, row, change);
            return new Neighbour(number, Proximity.Distance(row, set[point]));
        }).OrderBy(static neighbour => neighbour.Distance).ThenBy(static neighbour => neighbour.Row).Take(count)];
    }

    private static void Read(RowSet rows, int number, float[] row, Action<float[]>? change)
    {
        rows.Copy(number, row);
        change?.Invoke(row);
    }

    /// <summary>The nearest rows so far of each point, in ascending order.</summary>
    private sealed class Best
    {
        private readonly int _kept;
        private readonly float[] _squared;
        private readonly int[] _rows;

        public Best(int points, int kept)
        {
            _kept = kept;
            _squared = new float[points * kept];
            _rows = new int[points * kept];
            Array.Fill(_squared, float.PositiveInfinity);
        }

        /// <summary>Takes a row where it is nearer than one of those; one as near came first.</summary>
        public void Take(int row, ReadOnlySpan<float> distances, int[]? except)
        {
            for (int point = 0, last = _kept - 1; last < _squared.Length; point++, last += _kept)
            {
                float distance = distances[point];
                if (distance < _squared[last] && except?[point] != row)
                {
                    int place = last;
                    for (; place > last - _kept + 1 && _squared[place - 1] > distance; place--)
                    {
                        (_squared[place], _rows[place]) = (_squared[place - 1], _rows[place - 1]);
                    }

                    (_squared[place], _rows[place]) = (distance, row);
                }
            }
        }

        public IEnumerable<(int Row, float Squared)> Of(int point) =>
            Enumerable.Range(point * _kept, _kept).Where(i => _squared[i] < float.PositiveInfinity).Select(i => (_rows[i], _squared[i]));
    }
}
