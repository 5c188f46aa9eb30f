using System.Text.Json;
using GanCli.Engine.Sessions;
using GanCli.Engine.Watch;

namespace GanCli.Tests.Watch;

/// <summary>The period in which samples come back to where they were; a letter is the cell that most of them are in at a look.</summary>
public sealed class RecurrenceTests
{
    [Theory]
    [InlineData("abababab", 200L)]
    [InlineData("abcabcabcabcabca", 300L)]
    [InlineData("aabbaabbaabbaabb", 400L)]
    [InlineData("abcdefghabcdefgh", 800L)]
    [InlineData("aaaaaaaaaaaaaaaa", null)] // never away
    [InlineData("abcdefghijklmnop", null)] // never back
    [InlineData("abcdefghijklabcd", null)] // back after twelve, but not yet twice
    [InlineData("abc", null)]
    [InlineData("a", null)]
    public void ThePeriodIsTheShortestLagAfterWhichSamplesAreBack(string cells, long? period) =>
        Assert.Equal(period, Recurrence.Of(Track(cells, noise: 0)));

    /// <summary>By 512 samples a look, of which a tenth are elsewhere.</summary>
    [Theory]
    [InlineData("abcdabcdabcdabcd", 400L)]
    [InlineData("aaaaaaaaaaaaaaaa", null)]
    public void NoiseHidesNone(string cells, long? period) => Assert.Equal(period, Recurrence.Of(Track(cells, noise: 0.1)));

    /// <summary>Where no look ever returns there is mostly none: what chance makes of places at random.</summary>
    [Fact]
    public void PlacesAtRandomSeldomHaveAPeriod()
    {
        var random = new System.Random(5);
        int found = Enumerable.Range(0, 200).Count(_ =>
            Recurrence.Of(Track(string.Concat(Enumerable.Range(0, 16).Select(_ => (char)('a' + random.Next(8)))), noise: 0.1)) is not null);

        Assert.InRange(found, 0, 20);
    }

    /// <summary>A checkpoint of a version before this.</summary>
    [Fact]
    public void AHistoryWithoutATrackIsRead()
    {
        string json = JsonSerializer.Serialize(
            new WatchHistory { Looks = 1, Recent = [new WatchedShare(5, 0.5)], Shares = [[1.0]] }, EngineJson.Default.WatchHistory);
        WatchHistory read = JsonSerializer.Deserialize(json.Replace("\"track\":[],", "", StringComparison.Ordinal), EngineJson.Default.WatchHistory)!;

        Assert.DoesNotContain("track", json.Replace("\"track\":[],", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Empty(read.Track);
        Assert.True(read.IsPossible(5));
    }

    private static WatchedShares[] Track(string cells, double noise)
    {
        var random = new System.Random(3);
        return
        [
            .. cells.Select((cell, i) =>
            {
                var counts = new double[16];
                for (int sample = 0; sample < 512; sample++)
                {
                    counts[random.NextDouble() < noise ? random.Next(16) : cell - 'a'] += 1 / 512.0;
                }

                return new WatchedShares(100 * (i + 1), counts);
            }),
        ];
    }
}
