using GanCli.Engine.Data;
using GanCli.Engine.Data.Pictures;
using GanCli.Engine.Random;

namespace GanCli.Tests.Data.Pictures;

/// <summary>What all sources of pictures do with the keys that they share.</summary>
public sealed class PictureDataConfigTests
{
    private const int Each = 100;

    private static readonly string[] Names = ["ant", "bee", "cat", "dog"];

    [Fact]
    public void AllPicturesStayInTheirOrder()
    {
        DataSource source = new Numbered().Build(new RandomStreams(1));

        Assert.Equal(4 * Each, source.Table!.Count);
        Assert.Equal(Enumerable.Range(0, 4 * Each), Rows(source.Table));
        Assert.Equal(Names, source.Classes);
        Assert.Equal(4 * Each, source.HeldOut!.Count);
    }

    [Fact]
    public void ClassesAreKeptAndNumberedAnew()
    {
        DataSource source = new Numbered { Classes = ["dog", "bee"] }.Build(new RandomStreams(1));

        Assert.Equal(["bee", "dog"], source.Classes);
        Assert.Equal(Enumerable.Range(0, 4 * Each).Where(static row => row % 4 is 1 or 3), Rows(source.Table!));
        Assert.All(Drawn(source, 500), static sample => Assert.Equal(sample.Row % 4 == 1 ? 0 : 1, sample.Label));
        Assert.Equal(2 * Each, source.HeldOut!.Count);
    }

    /// <summary>Shares are decimal: 7% of 100 are 7, although 0.07 · 100 is a little more in binary.</summary>
    [Theory]
    [InlineData(0.07, 7)]
    [InlineData(0.29, 29)]
    [InlineData(0.015, 2)]
    [InlineData(0.001, 1)]
    [InlineData(1, 100)]
    public void ARareClassKeepsExactlyItsShareOfBothParts(double share, int expected)
    {
        DataSource source = new Numbered { Balance = new Dictionary<string, double> { ["cat"] = share } }.Build(new RandomStreams(1));

        foreach (RowSet rows in new[] { source.Table!, source.HeldOut! })
        {
            Assert.Equal(
                [Each, Each, expected, Each],
                Enumerable.Range(0, 4).Select(number => Rows(rows).Count(row => row % 4 == number)));
            Assert.Equal(Rows(rows).Order(), Rows(rows));
            Assert.Equal(rows.Count, Rows(rows).Distinct().Count());
        }
    }

    [Fact]
    public void FewerSamplesAreForTrainingAloneAndBalanceComesFirst()
    {
        DataSource source = new Numbered { Samples = 50, Classes = ["ant", "bee"], Balance = new Dictionary<string, double> { ["bee"] = 0.01 } }
            .Build(new RandomStreams(1));

        Assert.Equal((50, 101), (source.Table!.Count, source.HeldOut!.Count));
        Assert.Equal(101, new Numbered { Samples = 5000, Classes = ["ant", "bee"], Balance = new Dictionary<string, double> { ["bee"] = 0.01 } }
            .Build(new RandomStreams(1)).Table!.Count);
    }

    [Fact]
    public void TheChoiceFollowsFromTheDataSeed()
    {
        var config = new Numbered { Samples = 60, Balance = new Dictionary<string, double> { ["ant"] = 0.5 } };

        Assert.Equal(Rows(config.Build(new RandomStreams(1, 2, 3)).Table!), Rows(config.Build(new RandomStreams(7, 2, 9)).Table!));
        Assert.NotEqual(Rows(config.Build(new RandomStreams(1, 2, 3)).Table!), Rows(config.Build(new RandomStreams(1, 3, 3)).Table!));
        DataSource source = config.Build(new RandomStreams(1));
        Assert.NotEqual(Rows(source.Table!).Where(static row => row % 4 == 0), Rows(source.HeldOut!).Where(static row => row % 4 == 0));
    }

    /// <summary>χ² over 100 pictures of a class, 2,000 seeds, one of ten kept: 99 degrees of freedom, whose 99.9% quantile is 149. Drawn without
    /// replacement the statistic is the smaller by the share that is kept.</summary>
    [Fact]
    public void EveryPictureIsKeptAsOften()
    {
        var counts = new double[Each];
        var config = new Numbered { Classes = ["cat"], Balance = new Dictionary<string, double> { ["cat"] = 0.1 } };
        for (ulong seed = 0; seed < 2000; seed++)
        {
            foreach (int row in Rows(config.Build(new RandomStreams(seed)).Table!))
            {
                counts[row / 4]++;
            }
        }

        Assert.InRange(counts.Sum(static count => (count - 200) * (count - 200) / (200 * 0.9)), 61, 149);
    }

    [Fact]
    public void LabelsAreThoseOfTheSamples()
    {
        DataSource source = new Numbered().Build(new RandomStreams(1));
        List<(int Row, long Label)> drawn = Drawn(source, 1000);

        Assert.All(drawn, static sample => Assert.Equal(sample.Row % 4, sample.Label));
        Assert.Equal(4, drawn.Select(static sample => sample.Label).Distinct().Count());
        var tail = new long[300];
        source.FillLabels(new RandomStreams(1).Data, 700, tail);
        Assert.Equal(drawn[700..].Select(static sample => sample.Label), tail);
    }

    [Fact]
    public void FaultsNameTheKey()
    {
        Assert.Equal("data.classes: 'cow' is none of the classes: ant, bee, cat, dog", Fault(new Numbered { Classes = ["cow"] }));
        Assert.Equal(
            "data.balance: 'cat' is left out by data.classes; name it there, or drop it here",
            Fault(new Numbered { Classes = ["ant"], Balance = new Dictionary<string, double>(StringComparer.Ordinal) { ["cat"] = 0.5 } }));
        Assert.Equal(
            "data.balance: 'cow' is none of the classes: ant, bee, cat, dog",
            Fault(new Numbered { Balance = new Dictionary<string, double> { ["cow"] = 1 } }));
        Assert.Equal("data.classes: these pictures have no labels", Fault(new Numbered { Classes = ["cat"], Labelled = false }));
        DataSource unlabelled = new Numbered { Labelled = false, Samples = 30 }.Build(new RandomStreams(1));
        Assert.Null(unlabelled.Classes);
        Assert.Equal(30, unlabelled.Table!.Count);
        Assert.Throws<NotSupportedException>(() => unlabelled.FillLabels(new RandomStreams(1).Data, 0, new long[3]));

        static string Fault(Numbered config) => Assert.Throws<InvalidDataException>(() => config.Build(new RandomStreams(1))).Message;
    }

    private static List<(int Row, long Label)> Drawn(DataSource source, int count)
    {
        var rows = new float[count * source.Dimension];
        var labels = new long[count];
        source.Fill(new RandomStreams(1).Data, 0, rows);
        source.FillLabels(new RandomStreams(1).Data, 0, labels);
        return [.. rows.Chunk(source.Dimension).Select(Row).Zip(labels)];
    }

    private static List<int> Rows(RowSet rows) => [.. rows.ToArray().Chunk(rows.Dimension).Select(Row)];

    // Its two bytes.
    private static int Row(float[] picture) => (256 * ByteRows.Byte(picture[0])) + ByteRows.Byte(picture[1]);

    /// <summary>Pictures of two pixels that spell their number; their class is the number modulo 4.</summary>
    private sealed record Numbered : PictureDataConfig
    {
        public bool Labelled { get; init; } = true;

        internal override bool DependsOnSeed => false;

        internal override PictureSource Read(RandomStreams streams)
        {
            byte[] pixels = [.. Enumerable.Range(0, Names.Length * Each).SelectMany(static row => new[] { (byte)(row / 256), (byte)row })];
            byte[] labels = [.. Enumerable.Range(0, Names.Length * Each).Select(static row => (byte)(row % 4))];
            var set = new PictureSet([1, 1, 2], pixels, Labelled ? new LabelSet(Names, labels) : null);
            return new PictureSource(set, set);
        }
    }
}
