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

    [Theory]
    [InlineData(344, 10_000, 344)]
    [InlineData(344, 100, 100)]
    [InlineData(1, 100, 2)]
    public void ASetHasNoMoreThanItsRows(int rows, int asked, int available) => Assert.Equal(available, RealSamples.Available(Numbered(rows), asked));

    [Fact]
    public void AnEndlessSourceHasAll() => Assert.Equal(10_000, RealSamples.Available(new Noise(3), 10_000));

    [Fact]
    public void CountsOfAFixedSetAreThoseOfTheSamplesThatWereCompared()
    {
        // One half plays the perfect sampler; a blob is compared with all rows.
        var table =
            new Evaluator(Numbered(344), [new MmdConfig(), new SlicedWassersteinConfig { Directions = 2 }]).Describe(100, 10_000, Samples.Stream).Metrics;
        Assert.All(table.Values, metric => Assert.Equal((100, 344), (metric.Samples, metric.SamplesFinal)));
        Assert.All(table.Values, metric => Assert.Equal((100, 172), (metric.Perfect!.Samples, metric.PerfectFinal!.Samples)));
        Assert.All(table.Values, metric => Assert.Equal((100, 344), (metric.Uninformed!.Samples, metric.UninformedFinal!.Samples)));

        // Of a known mixture the perfect sampler has no end, and nor has what looks at generated samples alone.
        var ring = new Evaluator(new RingConfig { Samples = 300 }.Build(new RandomStreams(0)), [new ModeCoverageConfig(), new PrdcConfig(), new MmdConfig()])
            .Describe(100, 2000, Samples.Stream).Metrics;
        foreach (var name in new[] { "precision", "mmd" })
        {
            Assert.Equal((300, 300, 300), (ring[name].SamplesFinal, ring[name].PerfectFinal!.Samples, ring[name].UninformedFinal!.Samples));
        }

        Assert.Equal((2000, 2000, 2000), (ring["hq"].SamplesFinal, ring["hq"].PerfectFinal!.Samples, ring["hq"].UninformedFinal!.Samples));
    }

    [Fact]
    public void TheTestForCopiesSaysThatHalfOfTheHeldOutRowsPlayedThePerfectSampler()
    {
        float[] rows = [.. Enumerable.Range(0, 400).Select(i => i * 0.37f % 1)];
        var data = new FiniteSource(rows[..300], [1], heldOut: new Lazy<RowSet>(new FloatRows(rows.AsMemory(300), 1)));
        var copying = new Evaluator(data, [new DataCopyingConfig()]).Describe(20, 10_000, Samples.Stream).Metrics["data-copying"];
        Assert.Equal((20, 50), (copying.Perfect!.Samples, copying.PerfectFinal!.Samples));
        Assert.Equal((2500, 2500), (copying.SamplesFinal, copying.UninformedFinal!.Samples));
    }

    // Rows (0, 0.5), (1, 1.5), …
    private static FiniteSource Numbered(int rows) => new([.. Enumerable.Range(0, 2 * rows).Select(i => (i / 2) + (i % 2 * 0.5f))], [2]);
}
