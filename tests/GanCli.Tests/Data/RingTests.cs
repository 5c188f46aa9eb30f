using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Random;

namespace GanCli.Tests.Data;

public sealed class RingTests
{
    private static readonly RandomStreams Streams = new(11);

    [Fact]
    public void ModesAreEvenlySpaced()
    {
        var mixture = new RingConfig { Modes = 8, Radius = 2, Std = 0.02 }.Build(Streams).Mixture!;
        Assert.Equal(8, mixture.Count);
        for (var mode = 0; mode < 8; mode++)
        {
            Assert.Equal(2 * Math.Cos(Math.PI * mode / 4), mixture.Means[mode][0], 1e-15);
            Assert.Equal(2 * Math.Sin(Math.PI * mode / 4), mixture.Means[mode][1], 1e-15);
            Assert.Equal([0.02, 0.02], mixture.Stds[mode]);
            Assert.Equal(0.125, mixture.Weights[mode]);
        }
    }

    [Fact]
    public void EndpointIncludedGivesSevenPlacesOneOfDoubleWeight()
    {
        var mixture = new RingConfig { EndpointIncluded = true }.Build(Streams).Mixture!;
        Assert.Equal([0.25, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125], mixture.Weights);

        // numpy.linspace(0, 2π, 8): the last angle falls on the first.
        for (var place = 0; place < 8; place++)
        {
            Assert.Equal(2 * Math.Cos(2 * Math.PI * place / 7), mixture.Means[place % 7][0], 1e-14);
            Assert.Equal(2 * Math.Sin(2 * Math.PI * place / 7), mixture.Means[place % 7][1], 1e-14);
        }
    }

    [Fact]
    public void SamplesHaveTheWeightsAndSpread()
    {
        var source = new RingConfig { Modes = 4, Radius = 1, Std = 0.05, Weights = [1, 2, 3, 0] }.Build(Streams);
        const int Count = 60_000;
        var rows = new float[Count * 2];
        source.Fill(Streams.Data, 0, rows);
        var (counts, squares) = (new int[4], 0.0);
        for (var i = 0; i < Count; i++)
        {
            var (x, y) = (rows[2 * i], rows[(2 * i) + 1]);
            var mode = (int)Math.Round(Math.Atan2(y, x) / (Math.PI / 2) + 4) % 4;
            counts[mode]++;
            var mean = source.Mixture!.Means[mode];
            squares += Math.Pow(x - mean[0], 2) + Math.Pow(y - mean[1], 2);
        }

        Assert.Equal(0, counts[3]);
        for (var mode = 0; mode < 3; mode++)
        {
            var share = (mode + 1) / 6.0;
            Assert.Equal(share, counts[mode] / (double)Count, 5 * Math.Sqrt(share * (1 - share) / Count));
        }

        // Σ (deviation / σ)² follows χ² with 2 · Count degrees of freedom.
        Assert.Equal(2.0 * Count, squares / (0.05 * 0.05), 5 * Math.Sqrt(4.0 * Count));
    }

    [Fact]
    public void BadCombinationsAreReported()
    {
        var check = new ConfigCheck();
        new RingConfig { Modes = 1, EndpointIncluded = true, Weights = [1, 2] }.Validate(check);
        new RingConfig { Modes = 2, Weights = [0, 0] }.Validate(check);
        Assert.Equal(
            [
                ("weights", "has 2 numbers for 1 modes"),
                ("endpoint-included", "needs at least 2 modes"),
                ("weights", "can't be given when endpoint-included decides them; remove one of the two"),
                ("weights", "must have a positive, finite sum"),
            ],
            check.Faults);
    }
}
