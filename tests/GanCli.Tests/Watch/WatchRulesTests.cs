using GanCli.Engine.Watch;
using GanCli.Runs;

namespace GanCli.Tests.Watch;

/// <summary>What the watch says after given looks, a word a look: h healthy, l learning, p partial collapse, c collapsed.</summary>
public sealed class WatchRulesTests
{
    /// <param name="uncovered">Per cent, a look each.</param>
    /// <param name="words">The word after each.</param>
    /// <param name="end">The word if the run ended there.</param>
    [Theory]
    [InlineData("90 60 20 4 3 2", "llllhh", WatchWord.Healthy)] // healthy needs two looks
    [InlineData("40 40 40 40 40 40 40", "lllllpp", WatchWord.PartialCollapse)] // given six looks, and no better
    [InlineData("90 88 85 82 78 75 72", "lllllll", WatchWord.PartialCollapse)] // improves: still learning; at the end it is what it is
    [InlineData("90 90 90 90 90 90 90", "lllllcc", WatchWord.Collapsed)]
    [InlineData("3 3 20 20 20", "lhhpp", WatchWord.PartialCollapse)] // lost again: two looks
    [InlineData("3 3 20 3 20 3", "lhhhhh", WatchWord.Changing)] // one look at a time is noise; the last two differ
    [InlineData("3 3 20 20 7 7 3 3", "lhhpppph", WatchWord.Healthy)]
    [InlineData("3 3 80 80 30", "lhhcp", WatchWord.PartialCollapse)]
    [InlineData("80", "l", WatchWord.Learning)] // one look is too few
    [InlineData("7 7 7", "lll", WatchWord.Healthy)] // between the lines the word stays; the end decides
    public void Coverage(string uncovered, string words, WatchWord end)
    {
        var rules = new WatchRules(new WatchThresholds());
        var history = new WatchHistory();
        string said = "";
        foreach (string share in uncovered.Split(' '))
        {
            history = rules.After(history, 500 * (history.Looks + 1), LookOf(double.Parse(share, null) / 100), 0);
            said += history.Coverage.ToString().ToLowerInvariant()[0];
        }

        Assert.Equal(words, said);
        Assert.Equal(end, rules.Words(history, isFinal: true)[0]);
    }

    private static Look LookOf(double uncovered) => new()
    {
        OfCells = uncovered,
        OfClusters = 0,
        StarvedNeighbourhoods = 0,
        OffData = 0,
        Narrow = 1,
        OutOfReach = 0,
        Clusters = 1,
        StarvedClusters = 0,
        Shares = [[1]],
        UncoveredRows = [],
    };
}
