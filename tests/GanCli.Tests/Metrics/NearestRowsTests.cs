using GanCli.Engine.Data;
using GanCli.Engine.Metrics;

namespace GanCli.Tests.Metrics;

public sealed class NearestRowsTests
{
    /// <summary>By brute force in double precision, however many threads search; ties go to the first row.</summary>
    [Theory]
    [InlineData(500, 64, 40, 3, 1)]
    [InlineData(501, 7, 33, 3, 2)]
    [InlineData(90, 300, 1, 5, 7)]
    [InlineData(2, 5, 3, 3, 4)]
    public void AreThoseOfBruteForce(int count, int dimension, int points, int wanted, int threads)
    {
        var random = new System.Random(5);
        byte[] bytes = new byte[count * dimension];
        random.NextBytes(bytes);

        // Some rows are there twice.
        bytes.AsSpan(0, dimension).CopyTo(bytes.AsSpan((count - 1) * dimension));
        var rows = new ByteRows(bytes, dimension);
        float[] given = [.. Enumerable.Range(0, points * dimension).Select(_ => (random.NextSingle() * 2) - 1)];
        rows.Copy(0, given.AsSpan(0, dimension));
        Neighbour[][] found = NearestRows.Of(rows, given, wanted, threads);
        int[] except = [.. Enumerable.Range(0, points).Select(i => i % count)];
        Neighbour[][] others = NearestRows.Of(rows, given, wanted, threads, except);
        Neighbour[][] halved = NearestRows.Of(rows, given, wanted, threads, change: static row =>
        {
            for (int i = 0; i < row.Length; i++)
            {
                row[i] /= 2;
            }
        });
        for (int point = 0; point < points; point++)
        {
            Check(Expected(point, 1, except: -1), found[point]);
            Check(Expected(point, 1, except[point]), others[point]);
            Check(Expected(point, 0.5, except: -1), halved[point]);
        }

        Assert.Equal([0, count - 1], found[0].Take(2).Select(static neighbour => neighbour.Row));
        Assert.Equal(0, found[0][0].Distance);
        Assert.Equal((count - 1, 0), (others[0][0].Row, others[0][0].Distance));

        (int Row, double Distance)[] Expected(int point, double factor, int except) =>
        [
            .. Enumerable.Range(0, count).Where(row => row != except).Select(row => (row, Math.Sqrt(Enumerable.Range(0, dimension).Sum(i =>
                Math.Pow((float)(((bytes[(row * dimension) + i] / 127.5f) - 1) * factor) - (double)given[(point * dimension) + i], 2)))))
                .OrderBy(static neighbour => neighbour.Item2).ThenBy(static neighbour => neighbour.row).Take(wanted),
        ];

        static void Check((int Row, double Distance)[] expected, Neighbour[] actual)
        {
            Assert.Equal(expected.Select(static one => one.Row), actual.Select(static one => one.Row));
            Assert.All(expected.Zip(actual), static both => Assert.Equal(both.First.Distance, both.Second.Distance, 1e-9));
        }
    }
}
