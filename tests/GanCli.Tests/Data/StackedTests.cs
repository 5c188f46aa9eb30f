using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Data.Pictures;
using GanCli.Engine.Random;

namespace GanCli.Tests.Data;

public sealed class StackedTests
{
    private const int Size = 28 * 28;
    private static readonly RandomStreams Streams = new(5);
    private static readonly GlyphsConfig Glyphs = new() { Pictures = 60, HeldOut = 20 };

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void EachChannelIsAPictureOfTheClassThatTheLabelSays(int channels)
    {
        const int Count = 400;
        DataSource stacked = new StackedConfig { Source = Glyphs, Channels = channels }.Build(Streams);
        RowSet grey = Glyphs.Build(Streams).Table!;
        Assert.Equal([channels, 28, 28], stacked.Shape);
        Assert.Null(stacked.Table);
        Assert.Equal((-1, 1), stacked.Range);
        float[] rows = new float[Count * channels * Size];
        long[] labels = new long[Count];
        stacked.Fill(Streams.Data, 11, rows);
        stacked.FillLabels(Streams.Data, 11, labels);
        Dictionary<string, int> places = Places(grey);
        var seen = new HashSet<int>();
        for (int i = 0; i < Count; i++)
        {
            string name = stacked.Classes![(int)labels[i]];
            Assert.Equal(channels, name.Length);
            for (int channel = 0; channel < channels; channel++)
            {
                int place = places[Text(rows.AsSpan(((i * channels) + channel) * Size, Size))];
                Assert.Equal(name[channel], (char)('0' + (place % 10)));
                seen.Add(place);
            }
        }

        Assert.Equal(60, seen.Count);
    }

    [Fact]
    public void ASampleDependsOnItsIndexOnly()
    {
        DataSource stacked = new StackedConfig { Source = Glyphs }.Build(Streams);
        (float[] whole, long[] labels) = Draw(stacked, 0, 300);
        foreach ((int first, int count) in ((int, int)[])[(0, 1), (1, 1), (2, 255), (3, 257), (299, 1), (5, 0)])
        {
            (float[] rows, long[] some) = Draw(stacked, first, count);
            Assert.Equal(whole[(first * 3 * Size)..((first + count) * 3 * Size)], rows);
            Assert.Equal(labels[first..(first + count)], some);
        }

        Assert.NotEqual(labels, Draw(stacked, 300, 300).Labels);
    }

    [Fact]
    public void AllThousandModesAreAsLikely()
    {
        const int Count = 40_000;
        DataSource stacked = new StackedConfig { Source = Glyphs }.Build(Streams);
        Assert.Equal(1000, stacked.Classes!.Count);
        Assert.Equal(("000", "123", "999"), (stacked.Classes[0], stacked.Classes[123], stacked.Classes[999]));
        long[] labels = new long[Count];
        stacked.FillLabels(Streams.Data, 0, labels);
        int[] counts = new int[1000];
        foreach (long label in labels)
        {
            counts[label]++;
        }

        // χ² with 999 degrees of freedom: mean 999, deviation 45.
        Assert.InRange(counts.Sum(static count => (count - 40.0) * (count - 40.0) / 40), 800, 1200);
    }

    [Fact]
    public void HeldOutStacksAreMadeOfHeldOutPictures()
    {
        RowSet heldOut = new StackedConfig { Source = Glyphs }.Build(Streams).HeldOut!;
        RowSet again = new StackedConfig { Source = Glyphs }.Build(new RandomStreams(1, 5, 1)).HeldOut!;
        Dictionary<string, int> places = Places(Glyphs.Build(Streams).HeldOut!);
        Assert.Equal((10_000, 3 * Size), (heldOut.Count, heldOut.Dimension));
        var seen = new HashSet<int>();
        float[] row = new float[3 * Size];
        float[] other = new float[3 * Size];
        for (int i = 0; i < 200; i++)
        {
            heldOut.Copy(i, row);
            again.Copy(i, other);
            Assert.Equal(row, other);
            for (int channel = 0; channel < 3; channel++)
            {
                seen.Add(places[Text(row.AsSpan(channel * Size, Size))]);
            }
        }

        Assert.Equal(20, seen.Count);
        Assert.Null(new StackedConfig { Source = Glyphs with { HeldOut = 0 } }.Build(Streams).HeldOut);
    }

    [Fact]
    public void LongerNamesAreToldApart() =>
        Assert.Equal("cat,dog", new StackedSource(new Named(), 2, Streams).Classes[1]);

    [Fact]
    public void WhatCannotBeStackedIsSaid()
    {
        var check = new ConfigCheck();
        new StackedConfig { Source = new RingConfig() }.Validate(check);
        Assert.Equal([("source", "ring gives no grey pictures with labels, which stacks are made of")], check.Faults);
        Assert.Equal(
            "data.source: 17 classes make 4,913 stacks of 3; at most 4,096 can be counted: keep fewer with source.classes, or take channels: 2",
            Assert.Throws<InvalidDataException>(
                static () => new StackedConfig { Source = Glyphs with { Characters = "0123456789abcdefg" } }.Build(Streams)).Message);
        Assert.Equal(4096, new StackedConfig { Source = Glyphs with { Characters = "0123456789abcdef" } }.Build(Streams).Classes!.Count);
    }

    private static Dictionary<string, int> Places(RowSet rows)
    {
        float[] row = new float[Size];
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < rows.Count; i++)
        {
            rows.Copy(i, row);
            places.Add(Text(row), i);
        }

        return places;
    }

    private static string Text(ReadOnlySpan<float> row) => Convert.ToBase64String(System.Runtime.InteropServices.MemoryMarshal.AsBytes(row));

    private static (float[] Rows, long[] Labels) Draw(DataSource source, long first, int count)
    {
        float[] rows = new float[count * source.Dimension];
        long[] labels = new long[count];
        source.Fill(Streams.Data, first, rows);
        source.FillLabels(Streams.Data, first, labels);
        return (rows, labels);
    }

    private sealed class Named : DataSource
    {
        public override IReadOnlyList<long> Shape => [1, 2, 2];

        public override IReadOnlyList<string> Classes => ["cat", "dog"];

        public override void Fill(RandomStream stream, long first, Span<float> rows) => throw new NotSupportedException();
    }
}
