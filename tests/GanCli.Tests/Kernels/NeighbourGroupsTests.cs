using GanCli.Engine.Kernels;

namespace GanCli.Tests.Kernels;

/// <summary>Sizes up to eight go by sixteen groups where the processor can, the others and what is left over one by one.</summary>
public sealed class NeighbourGroupsTests
{
    public static TheoryData<int, int> Sizes()
    {
        var rows = new TheoryData<int, int>();
        foreach (int size in (int[])[2, 3, 4, 5, 6, 7, 8, 9, 17, 64])
        {
            foreach (int groups in (int[])[0, 1, 15, 16, 33, 200])
            {
                rows.Add(size, groups);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void TheLargestIsFoundAndGivenTo(int size, int groups)
    {
        // So few values that many groups have several largest ones.
        var random = new System.Random((100 * size) + groups);
        float[] numbers = [.. Enumerable.Range(0, size * groups).Select(_ => (float)random.Next(-4, 4))];
        float[] given = [.. Enumerable.Range(1, groups).Select(static i => i - 0.5f)];
        float[] largest = [.. Enumerable.Repeat(77f, groups)];
        float[] spread = [.. Enumerable.Repeat(77f, size * groups)];

        NeighbourGroups.Largest(numbers, size, largest);
        NeighbourGroups.Spread(numbers, size, given, spread);

        float[][] each = [.. numbers.Chunk(size)];
        Assert.Equal(each.Select(static group => group.Max()), largest);
        Assert.Equal(
            each.SelectMany((group, i) => group.Select((_, place) => place == Array.IndexOf(group, group.Max()) ? given[i] : 0)),
            spread);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(41)]
    [InlineData(84)]
    public void ANumberThatIsNoneShows(int place)
    {
        var numbers = new float[85];
        numbers[place] = float.NaN;
        var largest = new float[17];

        NeighbourGroups.Largest(numbers, 5, largest);

        Assert.Equal(place / 5, Assert.Single(Enumerable.Range(0, 17), i => float.IsNaN(largest[i])));
    }
}
