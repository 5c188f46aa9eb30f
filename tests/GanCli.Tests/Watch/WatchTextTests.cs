using GanCli.Runs;

namespace GanCli.Tests.Watch;

/// <summary>Verdicts in words.</summary>
public sealed class WatchTextTests
{
    [Theory]
    [InlineData(WatchWord.PartialCollapse, 3200L,
        "partial collapse (38% of the data uncovered since step 3,200; 2 of 8 clusters get next to nothing), poor samples", "partial collapse, 38% uncovered")]
    [InlineData(WatchWord.PartialCollapse, null, "partial collapse (38% of the data uncovered; 2 of 8 clusters get next to nothing), poor samples",
        "partial collapse, 38% uncovered")]
    [InlineData(WatchWord.Learning, 0L, "learning (38% of the data uncovered; 2 of 8 clusters get next to nothing), poor samples", "learning, 38% uncovered")]
    [InlineData(WatchWord.ModeHopping, 0L,
        "mode hopping (61% of the samples went elsewhere since the last look; 38% of the data uncovered), poor samples", "mode hopping, 38% uncovered")]
    [InlineData(WatchWord.Diverging, 40L, "diverging since step 40, poor samples", "diverging")]
    public void SayWhatHoldsAndSinceWhen(WatchWord word, long? since, string clause, string brief)
    {
        var evidence = new Dictionary<string, double> { ["clusters"] = 8, ["starved-clusters"] = 2, ["moved"] = 0.61, ["off-data"] = 0.7 };
        var verdict = new WatchVerdict(word, since, 0.38, evidence) { All = [word, WatchWord.PoorSamples, WatchWord.Healthy] };

        Assert.Equal(clause, WatchText.Clause(verdict));
        Assert.Equal(brief, WatchText.Short(verdict));
    }

    /// <summary>What a blob would be called, too, is no merit.</summary>
    [Theory]
    [InlineData(true, "healthy (the data are covered since step 40)", "healthy")]
    [InlineData(null, "healthy (the data are covered since step 40)", "healthy")]
    [InlineData(false, "healthy (the data are covered since step 40; a featureless blob would be called so, too)", "healthy°")]
    public void HealthyIsMarkedWhereABlobIsToo(bool? beats, string clause, string brief)
    {
        var verdict = new WatchVerdict(WatchWord.Healthy, 40, 0, new Dictionary<string, double>()) { BeatsUninformed = beats };

        Assert.Equal(clause, WatchText.Clause(verdict));
        Assert.Equal(brief, WatchText.Short(verdict));
    }

    [Theory]
    [InlineData(WatchWord.ModeHopping, "mode hopping (60% of the samples went elsewhere since the last look, back every 2,000 steps; "
        + "10% of the data uncovered)")]
    [InlineData(WatchWord.Collapsed, "collapsed (10% of the data uncovered since step 40), mode hopping (back every 2,000 steps)")]
    public void HoppingHasItsPeriod(WatchWord first, string clause) => Assert.Equal(
        clause,
        WatchText.Clause(new WatchVerdict(first, 40, 0.1, new Dictionary<string, double> { ["moved"] = 0.6, ["period"] = 2000 })
        {
            All = first == WatchWord.ModeHopping ? [first] : [first, WatchWord.ModeHopping],
        }));

    [Fact]
    public void EveryWordReadsBack() =>
        Assert.All(
            Enum.GetValues<WatchWord>(),
            static word => Assert.Equal(word, WatchText.Of(new WatchVerdict(word, 0, 0, new Dictionary<string, double>()).Word)));

    [Theory]
    [InlineData("sleeping")]
    [InlineData("")]
    [InlineData(null)]
    public void AWordOfALaterVersionIsNone(string? word) => Assert.Null(WatchText.Of(word));
}
