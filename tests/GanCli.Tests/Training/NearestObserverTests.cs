using GanCli.Engine.Data;
using GanCli.Engine.Data.Pictures;
using GanCli.Engine.Random;
using GanCli.Runs;

namespace GanCli.Tests.Training;

/// <summary>What a run of pictures says of the training pictures that are nearest to its own, against brute force over the source.</summary>
public sealed class NearestObserverTests
{
    private static readonly string[] Shared =
        ["evaluation.metrics=[]", "output.samples=16", "generator={kind: mlp, widths: [8], output-activation: tanh}"];

    [Theory]
    [InlineData(20, NearestPictures.HeldOut)]
    [InlineData(0, NearestPictures.Training)]
    public void TheyAreTheNearestOfAll(int heldOut, string reference)
    {
        using var runs = new TrainerRuns();
        (RunFolder run, _) = runs.Train([.. Shared, $"data={{kind: glyphs, pictures: 50, held-out: {heldOut}, size: 8}}"]);
        DataSource data = new GlyphsConfig { Pictures = 50, HeldOut = heldOut, Size = 8 }.Build(new RandomStreams(3));
        float[] training = data.Table!.ToArray();
        (float[] generated, NearestPictures info, NpyArray<float> pictures) = Read(run, 22);
        Assert.Equal([12, 4, 1, 8, 8], pictures.Shape);
        Assert.Equal((22L, 50, reference), (info.Step, info.Searched, info.ReferenceOf));
        for (int i = 0; i < 12; i++)
        {
            (int Row, double Distance)[] nearest = Nearest(training, generated.AsSpan(i * 64, 64), except: -1);
            Assert.Equal(nearest.Take(3).Select(static one => one.Row), info.Rows[i]);
            Assert.All(nearest.Zip(info.Distances[i]), static both => Assert.Equal(both.First.Distance, both.Second, 1e-5));
            Assert.Equal(
                [.. generated[(i * 64)..((i + 1) * 64)], .. nearest.Take(3).SelectMany(one => training[(one.Row * 64)..((one.Row + 1) * 64)])],
                pictures.Data[(i * 256)..((i + 1) * 256)]);
        }

        float[] real = data.HeldOut?.ToArray() ?? training;
        double[] expected = [.. Enumerable.Range(0, real.Length / 64)
            .Select(i => Nearest(training, real.AsSpan(i * 64, 64), heldOut == 0 ? i : -1)[0].Distance).Order()];
        Assert.Equal(expected.Length, info.Reference.Count);
        Assert.All(expected.Zip(info.Reference), static both => Assert.Equal(both.First, both.Second, 1e-5));
    }

    /// <summary>Of all stacks that could be drawn, the nearest has the nearest picture in each channel.</summary>
    [Theory]
    [InlineData(10)]
    [InlineData(0)]
    public void OfStacksTheyAreThoseOfEachChannel(int heldOut)
    {
        using var runs = new TrainerRuns();
        (RunFolder run, _) = runs.Train(
            [.. Shared, $"data={{kind: stacked, channels: 3, source: {{kind: glyphs, pictures: 9, held-out: {heldOut}, size: 8}}}}"]);
        float[] training = new GlyphsConfig { Pictures = 9, HeldOut = heldOut, Size = 8 }.Build(new RandomStreams(3)).Table!.ToArray();
        (float[] generated, NearestPictures info, NpyArray<float> pictures) = Read(run, 22);
        Assert.Equal([12, 4, 3, 8, 8], pictures.Shape);
        for (int i = 0; i < 12; i++)
        {
            double least = double.PositiveInfinity;
            int[] stack = [];
            for (int number = 0; number < 9 * 9 * 9; number++)
            {
                int[] rows = [number / 81, number / 9 % 9, number % 9];
                float[] whole = [.. rows.SelectMany(row => training[(row * 64)..((row + 1) * 64)])];
                double distance = Distance(whole, generated.AsSpan(i * 192, 192));
                (least, stack) = distance < least ? (distance, rows) : (least, stack);
            }

            Assert.Equal(9, info.Rows[i].Count);
            Assert.Equal(stack, info.Rows[i].Take(3));
            Assert.Equal(least, info.Distances[i][0], 1e-5);
            Assert.Equal(
                stack.SelectMany(row => training[(row * 64)..((row + 1) * 64)]), pictures.Data[(((i * 4) + 1) * 192)..(((i * 4) + 2) * 192)]);
        }

        // Held-out stacks are drawn without end; training pictures make three stacks of different pictures.
        Assert.Equal(heldOut > 0 ? 100 : 3, info.Reference.Count);
    }

    [Fact]
    public void PicturesOfATableAreComparedInItsUnits()
    {
        using var runs = new TrainerRuns();
        float[] table = [.. Enumerable.Range(0, 40 * 12).Select(static i => 1000 + (300 * MathF.Sin(i)))];
        Npy.Write(runs["pictures.npy"], table, 40, 3, 2, 2);
        (RunFolder run, _) = runs.Train(["evaluation.metrics=[]", "output.samples=12", $"data={{kind: npy, path: {runs["pictures.npy"]}}}"]);
        (float[] generated, NearestPictures info, _) = Read(run, 22);
        for (int i = 0; i < 12; i++)
        {
            double least = Enumerable.Range(0, 40).Min(row => 2 * Distance(table.AsSpan(row * 12, 12), generated.AsSpan(i * 12, 12)));
            Assert.Equal(least, info.Distances[i][0], 1e-2);
        }

        // Points have neither.
        (RunFolder points, _) = runs.Train([]);
        Assert.Empty(points.Nearest().Concat(points.Interpolations()));
    }

    private static (float[] Generated, NearestPictures Info, NpyArray<float> Pictures) Read(RunFolder run, long step) =>
        (Npy.Read(run.SamplesPath(step)).Data, NearestPictures.Read(run.NearestInfoPath(step)), Npy.Read(run.NearestPath(step)));

    private static (int Row, double Distance)[] Nearest(float[] training, Span<float> picture, int except)
    {
        var all = new List<(int Row, double Distance)>();
        for (int row = 0; row < training.Length / picture.Length; row++)
        {
            if (row != except)
            {
                all.Add((row, Distance(training.AsSpan(row * picture.Length, picture.Length), picture)));
            }
        }

        return [.. all.OrderBy(static one => one.Distance)];
    }

    // Numbers from −1 to 1 are half as far apart where black is 0 and white 1.
    private static double Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double squares = 0;
        for (int i = 0; i < a.Length; i++)
        {
            squares += Math.Pow((a[i] - (double)b[i]) / 2, 2);
        }

        return Math.Sqrt(squares);
    }
}
