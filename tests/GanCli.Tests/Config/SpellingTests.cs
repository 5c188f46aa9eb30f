using CsCheck;
using GanCli.Engine.Config;

namespace GanCli.Tests.Config;

public sealed class SpellingTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("stepz", "steps", 1)]
    [InlineData("wasserstien", "wasserstein", 1)]
    [InlineData("ca", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    public void DistancesAreTheKnownOnes(string a, string b, int expected) => Assert.Equal(expected, Spelling.Distance(a, b));

    [Fact]
    public void TheDistanceIsSymmetricAndOneForOneEdit() =>
        Gen.Select(Gen.Char['a', 'e'].Array[1, 12], Gen.Char['a', 'e'].Array[1, 12]).Sample((a, b) =>
        {
            string first = new(a);
            string second = new(b);
            Assert.Equal(Spelling.Distance(first, second), Spelling.Distance(second, first));
            Assert.Equal(1, Spelling.Distance(first, first + "x"));
            Assert.Equal(0, Spelling.Distance(first, first));
        });

    [Theory]
    [InlineData("radios", "radius")]
    [InlineData("d_steps", "d-steps")]
    [InlineData("Radius", "radius")]
    [InlineData("wass", "wasserstein")]
    [InlineData("x", null)]
    [InlineData("temperature", null)]
    public void TheNearestWordIsFound(string word, string? expected) =>
        Assert.Equal(expected, Spelling.Nearest(word, ["modes", "radius", "std", "d-steps", "wasserstein"]));

    [Theory]
    [InlineData("gausian", "gaussian mixture uniform truncated-gaussian")]
    [InlineData("UNIFORM", "uniform mixture gaussian truncated-gaussian")]
    public void WordsAreSortedByTheirDistance(string word, string expected) =>
        Assert.Equal(expected, string.Join(' ', Spelling.NearestFirst(word, ["truncated-gaussian", "uniform", "mixture", "gaussian"])));
}
