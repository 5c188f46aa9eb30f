using GanCli.Engine.Data;
using GanCli.Engine.Metrics;
using GanCli.Engine.Random;

namespace GanCli.Tests.Metrics;

public sealed class RealSamplesTests
{
    [Fact]
    public void EndlessSourceGivesItsFreshSamples()
    {
        var data = new Noise(3);
        Assert.Equal(Samples.Draw(data, 50, 1), RealSamples.Draw(data, 50, Samples.Stream.ForLane(1)));
    }

    [Theory]
    [InlineData(10, 4, 4)]
    [InlineData(10, 10, 10)]
    [InlineData(10, 25, 10)]
    [InlineData(2, 25, 2)]
    public void FixedSetGivesDifferentRows(int size, int asked, int expected)
    {
        var rows = RealSamples.Draw(Numbered(size), asked, Samples.Stream).Chunk(2).ToArray();
        Assert.Equal(expected, rows.Length);
        Assert.Equal(expected, rows.Select(row => row[0]).Distinct().Count());
        Assert.All(rows, row => Assert.Equal(row[0] + 0.5f, row[1]));
    }

    [Fact]
    public void SetOfOneRowGivesItTwice() => Assert.Equal([0, 0.5f, 0, 0.5f], RealSamples.Draw(Numbered(1), 25, Samples.Stream));

    [Fact]
    public void EveryRowIsAsLikelyInEveryPlace()
    {
        const int Repetitions = 4000;
        var counts = new int[4, 5];
        for (var step = 0; step < Repetitions; step++)
        {
            var rows = RealSamples.Draw(Numbered(5), 4, Samples.Stream.At(step));
            for (var place = 0; place < 4; place++)
            {
                counts[place, (int)rows[2 * place]]++;
            }
        }

        foreach (var count in counts)
        {
            Assert.Equal(Repetitions / 5.0, count, 4.5 * Math.Sqrt(Repetitions * 0.2 * 0.8));
        }
    }

    [Fact]
    public void FixedSetOfUnknownOriginIsSplitInHalves()
    {
        var (generated, real) = RealSamples.DrawTwice(Numbered(11), 100, Samples.Stream);
        Assert.Equal((10, 10), (generated.Length, real.Length));
        Assert.Equal(10, generated.Concat(real).Where((_, i) => i % 2 == 0).Distinct().Count());

        // A larger split begins with the rows of a smaller one.
        var (few, fewReal) = RealSamples.DrawTwice(Numbered(11), 3, Samples.Stream);
        Assert.Equal(generated[..6], few);
        Assert.Equal(real[..6], fewReal);
        Assert.Equal(5, new Evaluator(Numbered(11), null).Perfect(100, Samples.Stream)["mmd"].Samples);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void TinySetsStillHaveScores(int size) =>
        Assert.All(new Evaluator(Numbered(size), null).Perfect(100, Samples.Stream).Values, score => Assert.True(double.IsFinite(score.Median)));

    [Fact]
    public void FixedSetOfAMixtureIsComparedWithTheMixture()
    {
        var data = new RingConfig { Samples = 50 }.Build(new RandomStreams(0));
        var (generated, real) = RealSamples.DrawTwice(data, 200, Samples.Stream);
        Assert.Equal((400, 100), (generated.Length, real.Length));
        Assert.Equal(200, generated.Chunk(2).Select(row => (row[0], row[1])).Distinct().Count());
        Assert.Equal(200, new Evaluator(data, null).Perfect(200, Samples.Stream)["hq"].Samples);
    }

    // Rows (0, 0.5), (1, 1.5), …
    private static FiniteSource Numbered(int rows) => new([.. Enumerable.Range(0, 2 * rows).Select(i => (i / 2) + (i % 2 * 0.5f))], 2);
}
