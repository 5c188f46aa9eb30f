using GanCli.Engine.Data;
using GanCli.Engine.Metrics;
using GanCli.Engine.Random;

namespace GanCli.Engine.Watch;

/// <summary>Rows of a table, equal ones once.</summary>
internal static class DistinctRows
{
    // A table of so many times as many rows is read to its end, where few of them differ.
    private const int ReadWhole = 8;

    /// <summary>Draws rows in random order.</summary>
    /// <param name="table">The table.</param>
    /// <param name="count">How many different ones, at most. Of a table of more than 8 times as many rows so many are drawn, equal or not.</param>
    /// <param name="random">A lane and step of its own.</param>
    /// <returns>[n × dimension], n at least 2: a table of equal rows gives one twice.</returns>
    public static float[] Of(RowSet table, int count, RandomStream random)
    {
        var seen = new HashSet<RowKey>();
        var rows = new List<float[]>();
        float[] shuffled = RealSamples.Pick(table, table.Count <= ReadWhole * count ? table.Count : count, random);
        for (int i = 0; i < shuffled.Length && rows.Count < count; i += table.Dimension)
        {
            float[] row = shuffled[i..(i + table.Dimension)];
            if (seen.Add(new RowKey(row)))
            {
                rows.Add(row);
            }
        }

        return rows.Count > 1 ? [.. rows.SelectMany(static row => row)] : [.. rows[0], .. rows[0]];
    }

    /// <summary>A row by its numbers.</summary>
    private readonly struct RowKey(float[] numbers) : IEquatable<RowKey>
    {
        private readonly float[] _numbers = numbers;

        public bool Equals(RowKey other) => _numbers.AsSpan().SequenceEqual(other._numbers);

        public override bool Equals(object? obj) => obj is RowKey other && Equals(other);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            foreach (float number in _numbers)
            {
                hash.Add(number);
            }

            return hash.ToHashCode();
        }
    }
}
