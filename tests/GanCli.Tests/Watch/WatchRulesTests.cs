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
    [InlineData("3 3 50 50 80", "lhhpp", WatchWord.PartialCollapse)] // the worse word needs two looks, too
    [InlineData("3 3 50 50 80 80", "lhhppc", WatchWord.Collapsed)]
    [InlineData("80", "l", WatchWord.Learning)] // one look is too few
    [InlineData("7 7 7", "lll", WatchWord.Healthy)] // between the lines the word stays; the end decides
    public void Coverage(string uncovered, string words, WatchWord end)
    {
        var rules = new WatchRules(new WatchThresholds());
        var history = new WatchHistory();
        string said = "";
        foreach (string share in uncovered.Split(' '))
        {
            history = rules.After(history, 500 * (history.Looks + 1), Seen(double.Parse(share, null) / 100), [], 0);
            said += history.Coverage.ToString().ToLowerInvariant()[0];
        }

        Assert.Equal(words, said);
        Assert.Equal(end, rules.Words(history, isFinal: true)[0]);
    }

    /// <summary>A collapse has one date, however much of the data it has come to; and it is known when it was found stuck.</summary>
    [Fact]
    public void ACollapseKeepsItsDate()
    {
        var rules = new WatchRules(new WatchThresholds());
        WatchHistory history = Play(rules, [.. "3 3 50 50 80 80 80 80".Split(' ').Select(static share => (Seen(double.Parse(share, null) / 100), 0.0))]);

        Assert.Equal(WatchWord.Collapsed, rules.Words(history, isFinal: true)[0]);
        Assert.Equal((history.Runs[WatchWord.PartialCollapse].Since, history.Recent[^1].Step),
            (rules.Since(history, WatchWord.Collapsed), history.StuckAt));
    }

    /// <summary>A look more or less is the difference: six in a row with a tenth uncovered, and no better.</summary>
    [Theory]
    [InlineData("40 40 40 40 40", false)]
    [InlineData("40 40 40 40 40 40", true)]
    [InlineData("40 40 40 9 40 40 40 40 40", false)]
    [InlineData("43 42 41 41 41 41", true)] // three points in six looks would be better
    [InlineData("45 44 44 43 43 41", false)]
    [InlineData("3 3 20 20 20 20 20 20", true)]
    public void StuckIsAtPatience(string uncovered, bool stuck)
    {
        var rules = new WatchRules(new WatchThresholds());
        Assert.Equal(stuck, rules.IsStuck(Play(rules, [.. uncovered.Split(' ').Select(static share => (Seen(double.Parse(share, null) / 100), 0.0))])));
    }

    [Fact]
    public void PatienceOfOneLookStillTakesTwo()
    {
        var rules = new WatchRules(new WatchThresholds { Patience = 1 });
        Assert.False(rules.IsStuck(Play(rules, (Seen(0.9), 0))));
        Assert.True(rules.IsStuck(Play(rules, (Seen(0.9), 0), (Seen(0.9), 0))));
    }

    /// <summary>Each at its line, at two looks in a row.</summary>
    [Theory]
    [InlineData(WatchWord.PoorSamples, 0.5, 1, 0)]
    [InlineData(WatchWord.Narrow, 0, 0.33, 0)]
    [InlineData(WatchWord.Diverging, 0, 1, 0.5)]
    public void QualityNeedsTwoLooks(WatchWord word, double offData, double narrow, double outOfReach)
    {
        var rules = new WatchRules(new WatchThresholds());
        WatchSignals bad = Seen(0) with { OffData = offData, Narrow = narrow, OutOfReach = outOfReach };

        Assert.DoesNotContain(word, Said(rules, (bad, 0)));
        Assert.DoesNotContain(word, Said(rules, (bad, 0), (Seen(0), 0), (bad, 0)));
        Assert.Equal([word, WatchWord.Healthy], Said(rules, (bad, 0), (bad, 0)));
        Assert.Equal([word, WatchWord.Healthy], rules.Once(bad));
        Assert.Equal([WatchWord.Healthy], rules.Once(Seen(0) with { OffData = 0.49, Narrow = 0.34, OutOfReach = 0.49 }));
    }

    /// <summary>At three of four looks most samples went elsewhere; the date is that of the third.</summary>
    [Fact]
    public void HoppingIsThreeOfFour()
    {
        var rules = new WatchRules(new WatchThresholds());
        Assert.DoesNotContain(WatchWord.ModeHopping, Said(rules, (Seen(0), 0.9), (Seen(0), 0.9), (Seen(0), 0.5), (Seen(0), 0.5)));
        WatchHistory history = Play(rules, (Seen(0), 0.9), (Seen(0), 0.1), (Seen(0), 0.9), (Seen(0), 0.6), (Seen(0), 0.1));
        Assert.DoesNotContain(WatchWord.ModeHopping, rules.Words(history, isFinal: false));
        history = Play(rules, (Seen(0), 0.9), (Seen(0), 0.1), (Seen(0), 0.9), (Seen(0), 0.6));
        Assert.Equal(WatchWord.ModeHopping, rules.Words(history, isFinal: false)[0]);
        Assert.Equal(2000, rules.Since(history, WatchWord.ModeHopping));
    }

    /// <summary>A word has the date of the first look that showed it, and keeps it.</summary>
    [Fact]
    public void WordsKeepTheirDates()
    {
        var rules = new WatchRules(new WatchThresholds());
        WatchHistory history = Play(rules, [.. "3 3 20 30 20 25".Split(' ').Select(static share => (Seen(double.Parse(share, null) / 100), 0.0))]);

        Assert.Equal(WatchWord.PartialCollapse, rules.Words(history, isFinal: false)[0]);
        Assert.Equal(1500, rules.Since(history, WatchWord.PartialCollapse));
    }

    private static IReadOnlyList<WatchWord> Said(WatchRules rules, params (WatchSignals Look, double Moved)[] looks) =>
        rules.Words(Play(rules, looks), isFinal: false);

    private static WatchHistory Play(WatchRules rules, params (WatchSignals Look, double Moved)[] looks) => looks.Aggregate(
        new WatchHistory(), (history, look) => rules.After(history, 500 * (history.Looks + 1), look.Look, [], look.Moved));

    private static WatchSignals Seen(double uncovered) => new(uncovered, 0, 0, 0, Narrow: 1, 0);
}
