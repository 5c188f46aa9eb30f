using System.Text.Json;
using GanCli.Engine.Data;
using GanCli.Engine.Metrics;
using GanCli.Engine.Random;
using GanCli.Engine.Watch;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.Watch;

/// <summary>A look's signals against what NumPy and SciPy made of saved arrays (<c>Reference/reference.py</c>) and against plain loops.</summary>
public sealed class LookTests
{
    private static readonly JsonElement Expected = JsonDocument.Parse(File.ReadAllText(PathOf("expected.json"))).RootElement;

    [Theory]
    [InlineData("ring")]
    [InlineData("rare")]
    [InlineData("high")]
    public void SignalsAreThoseOfTheSecondImplementation(string set)
    {
        (RealBank bank, float[] generated) = Load(set);
        var look = Look.At(bank, generated);
        JsonElement expected = Expected.GetProperty(set);

        Assert.Equal(expected.GetProperty("clusters").GetInt32(), look.Clusters);
        Assert.Equal(expected.GetProperty("starved-clusters").GetInt32(), look.StarvedClusters);
        Assert.Equal(expected.GetProperty("of-clusters").GetDouble(), look.Signals.OfClusters, 1e-12);
        Assert.Equal(expected.GetProperty("starved-neighbourhoods").GetDouble(), look.Signals.StarvedNeighbourhoods, 1e-12);
        Assert.Equal(expected.GetProperty("off-data-distance").GetDouble(), bank.OffData, 1e-5);
        Assert.Equal(expected.GetProperty("off-data").GetDouble(), look.Signals.OffData, 1e-12);
    }

    [Theory]
    [InlineData("ring")]
    [InlineData("high")]
    public void CellsAreThoseOfPlainLoops(string set)
    {
        (RealBank bank, float[] generated) = Load(set);
        var look = Look.At(bank, generated);

        double[] starved = [.. bank.Cells.Select(division =>
        {
            int[] real = Nearest(division.Centres!, bank.Rows, bank.Points.Dimension);
            int[] made = Nearest(division.Centres!, generated, bank.Points.Dimension);
            Assert.Equal(division.CellOf, real);

            // Shares of cells are whole counts: compared without rounding.
            return Enumerable.Range(0, division.Real.Length).Sum(cell =>
                4 * made.Count(each => each == cell) * real.Length < real.Count(each => each == cell) * made.Length
                    ? real.Count(each => each == cell) / (double)real.Length : 0);
        })];
        Assert.Equal([6, 8, 8, 10, 10, 12, 12, 16, 16, 16], bank.Cells.Select(static division => division.Real.Length));
        Assert.Equal(starved.Average(), look.Signals.OfCells, 1e-12);
    }

    /// <summary>A quarter of a cell's share is the line: just below it the cell is starved.</summary>
    [Theory]
    [InlineData(13, false)]
    [InlineData(12, true)]
    public void ACellIsStarvedBelowAQuarterOfItsShare(int samples, bool isStarved)
    {
        // Two clusters of as many rows: 13 of 104 samples are a quarter of a half.
        float[] bank = [.. Line(0, 100), .. Line(1000, 100)];
        float[] generated = [.. Enumerable.Repeat(1000.5f, samples), .. Enumerable.Repeat(0.5f, 104 - samples)];
        var look = Look.At(new RealBank(1, bank), generated);

        Assert.Equal((2, isStarved ? 1 : 0, isStarved ? 0.5 : 0), (look.Clusters, look.StarvedClusters, look.Signals.OfClusters));
    }

    /// <summary>Statement 3 is not statement 1: blur and bridges are poor samples, and leave nothing out.</summary>
    [Fact]
    public void ABlurredRingIsCoveredAndPoor()
    {
        DataSource ring = new RingConfig().Build(new RandomStreams(0));
        var bank = RealBank.Of(ring, 1024, new RandomStreams(1).Evaluation);
        float[] blurred = RealSamples.Draw(new RingConfig { Std = 0.5 }.Build(new RandomStreams(0)), 512, new RandomStreams(2).Evaluation);
        float[] fresh = RealSamples.Draw(ring, 512, new RandomStreams(2).Evaluation);

        Assert.Equal(0, Look.At(bank, blurred).Signals.Uncovered);
        Assert.InRange(Look.At(bank, blurred).Signals.OffData, 0.9, 1);
        Assert.Equal(0, Look.At(bank, fresh).Signals.Uncovered);
        Assert.InRange(Look.At(bank, fresh).Signals.OffData, 0, 0.1);
        Assert.InRange(Look.At(bank, fresh).Signals.Narrow, 0.8, 1.25);
    }

    /// <summary>Samples a fifth as wide as the modes lie a fifth as far apart, however many modes are left out.</summary>
    [Theory]
    [InlineData(8)]
    [InlineData(5)]
    public void TightnessIsThatOfTheModesThatAreCovered(int modes)
    {
        DataSource ring = new RingConfig { Std = 0.1 }.Build(new RandomStreams(0));
        double[] weights = [.. Enumerable.Range(0, 8).Select(mode => mode < modes ? 1.0 : 0)];
        DataSource tight = new RingConfig { Std = 0.02, Weights = weights }.Build(new RandomStreams(0));
        var look = Look.At(
            RealBank.Of(ring, 1024, new RandomStreams(1).Evaluation), RealSamples.Draw(tight, 512, new RandomStreams(2).Evaluation));

        Assert.Equal((8 - modes) / 8.0, look.Signals.OfClusters, 0.05);
        Assert.InRange(look.Signals.Narrow, 0.16, 0.24);
    }

    [Fact]
    public void MovedIsTheTotalVariationOfTheCells()
    {
        var bank = new RealBank(1, [.. Line(0, 100), .. Line(1000, 100)]);
        var left = Look.At(bank, [.. Enumerable.Repeat(0.5f, 50)]);
        var both = Look.At(bank, [.. Enumerable.Repeat(0.5f, 25), .. Enumerable.Repeat(1000.5f, 25)]);

        Assert.Equal(0, left.MovedSince(left.Shares));
        Assert.Equal(0.5, both.MovedSince(left.Shares)!.Value, 1e-12);
        Assert.Null(both.MovedSince([.. left.Shares.Skip(1)]));
    }

    /// <summary>Rows repeated in a table are one row of the bank, and a bank may have fewer rows than a partition has cells.</summary>
    [Fact]
    public void OfATableEqualRowsCountOnce()
    {
        using var folder = new TemporaryFolder();
        string path = folder["few.npy"];
        Npy.Write(path, [.. Enumerable.Range(0, 60).SelectMany(static i => new float[] { i % 3, 1 })], [60, 2]);
        var bank = RealBank.Of(new NpyConfig { Path = path }.Build(new RandomStreams(0)), 1024, new RandomStreams(0).Evaluation);

        Assert.Equal(3, bank.Count);
        Assert.Equal(0, Look.At(bank, bank.Rows).Signals.OfCells);
        Assert.InRange(Look.At(bank, bank.Rows[..2]).Signals.Uncovered, 0.6, 0.7);
    }

    /// <summary>Nine rows of ten are the same: who draws from the table leaves nothing out, and who never draws that value leaves nine tenths out.</summary>
    [Fact]
    public void ARowThatIsNineTenthsOfATableCountsForNineTenths()
    {
        using var folder = new TemporaryFolder();
        string path = folder["zeros.npy"];
        Npy.Write(path, [.. Enumerable.Range(0, 2000).Select(static i => i % 10 == 0 ? 1 + (i / 10 % 9) : 0f)], [2000, 1]);
        DataSource data = new NpyConfig { Path = path }.Build(new RandomStreams(0));
        var bank = RealBank.Of(data, 1024, new RandomStreams(0).Evaluation);
        float[] drawn = new float[512];
        data.Fill(new RandomStreams(1).Evaluation, 0, drawn);

        Assert.InRange(Look.At(bank, drawn).Signals.Uncovered, 0, 0.04);
        Assert.Equal(1, Look.At(bank, drawn).Signals.Narrow);
        Assert.InRange(Look.At(bank, [.. drawn.Where(static value => value > 0)]).Signals.Uncovered, 0.85, 0.95);
    }

    /// <summary>Cells hold more of the rows they were made of than of others; shares are counted on others.</summary>
    [Theory]
    [InlineData(784)]
    [InlineData(3072)]
    public void FreshSamplesLeaveNothingOutInManyDimensions(int dimension)
    {
        DataSource data = new MixtureConfig { Means = [new double[dimension]], Stds = [1] }.Build(new RandomStreams(0));
        var bank = RealBank.Of(data, 1024, new RandomStreams(1).Evaluation);

        Assert.InRange(Look.At(bank, RealSamples.Draw(data, 512, new RandomStreams(2).Evaluation)).Signals.Uncovered, 0, 0.05);
    }

    /// <summary>What has no samples, and what has broken ones, is a look like any other.</summary>
    [Fact]
    public void NothingBreaksIt()
    {
        float[][] banks = [[.. Line(0, 32)], [3, 3], [.. Enumerable.Repeat(1f, 40)]];
        float[][] samples = [[0], [float.NaN, 1, 2], [float.PositiveInfinity], [1e30f, -1e30f], [.. Enumerable.Repeat(0.5f, 512)]];
        Assert.All(banks, rows => Assert.All(samples, generated =>
        {
            var look = Look.At(new RealBank(1, rows), generated);
            Assert.All(
                [look.Signals.Uncovered, look.Signals.StarvedNeighbourhoods, look.Signals.OffData, look.Signals.OutOfReach, .. look.UncoveredRows],
                static value => Assert.InRange(value, 0, 1));
            Assert.True(double.IsFinite(look.Signals.Narrow));
        }));
        Assert.Equal(1, Look.At(new RealBank(1, banks[0]), [float.NaN, float.NaN]).Signals.Uncovered);
        Assert.Equal(1, Look.At(new RealBank(1, banks[0]), [1e30f, -1e30f]).Signals.OutOfReach);
    }

    private static IEnumerable<float> Line(float from, int count) => Enumerable.Range(0, count).Select(i => from + (i / (float)count));

    private static int[] Nearest(float[] centres, float[] rows, int dimension) =>
    [
        .. rows.Chunk(dimension).Select(row => Enumerable.Range(0, centres.Length / dimension)
            .MinBy(cell => Enumerable.Range(0, dimension).Sum(j => Math.Pow(row[j] - (double)centres[(cell * dimension) + j], 2)))),
    ];

    private static (RealBank Bank, float[] Generated) Load(string set)
    {
        NpyArray<float> real = Npy.Read(PathOf($"{set}-real.npy"));
        return (new RealBank((int)real.Shape[1], real.Data), Npy.Read(PathOf($"{set}-generated.npy")).Data);
    }

    private static string PathOf(string name) => Repository.PathOf("tests", "GanCli.Tests", "Watch", "Reference", name);
}
