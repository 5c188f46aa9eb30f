using GanCli.Reporting;
using GanCli.Reporting.Charts;
using GanCli.Reporting.Drawing;
using GanCli.Reporting.Reading;
using GanCli.Runs;
using GanCli.Tests.Support;
using SkiaSharp;

namespace GanCli.Tests.Reporting;

public sealed class PictureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EveryPictureOfARingIsDrawnAndNamesItsAxes()
    {
        ReportPictures pictures = new(RunRecord.Read(new SyntheticRun().WriteRing(_folder.FullName)));
        Dictionary<string, string[]> words = new(StringComparer.Ordinal)
        {
            ["samples"] = ["Samples at step 10,000", "x", "y", "real", "generated"],
            ["metric-modes"] = ["Modes held", "step (generator updates)", "modes held", "this run 8/8", "perfect sampler 8/8"],
            ["metric-hq"] = ["High-quality samples", "share of samples", "20%", "this run 74.0%", "perfect sampler 98.9% (98.5% to 99.2%)"],
            ["metric-reverse-kl"] = ["Reverse KL", "nats, logarithmic", "0.001"],
            ["metric-sliced-wasserstein"] = ["Sliced Wasserstein distance", "distance"],
            ["metric-mmd"] = ["MMD²"],
            ["metric-spread"] = ["Spread within modes", "ratio to the mode’s own"],
            ["losses"] = ["Losses", "step (generator updates)", "loss (mean over a batch)", "discriminator", "generator", "10,000"],
            ["evolution"] = ["step 500", "step 10,000"],
            ["mode-shares"] = ["Share of samples in each mode", "mode", "share of samples", "1", "8", "26% lie in no mode"],
            ["mode-spreads"] = ["Spread within each mode", "ratio to the mode’s own"],
            ["surface"] = ["D’s output at step 10,000", "x", "y", "undecided (0)"],
            ["gradients"] = ["Gradient norms", "Euclidean norm, logarithmic", "step (generator updates)"],
            ["outputs"] = ["D’s outputs", "mean of logits", "on real", "on generated"],
        };
        Assert.Equal(words.Keys, pictures.All.Select(picture => picture.Name));
        foreach (Picture picture in pictures.All)
        {
            Check(picture);
            Assert.Superset(words[picture.Name].ToHashSet(StringComparer.Ordinal), SvgWords.Of(picture.ToSvg()).ToHashSet(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void ACurvesLegendIsOfTheCurveAndOfAsManySamples()
    {
        // At the end four times the samples: the final value and its references are no points of this curve.
        RunRecord run = RunRecord.Read(new SyntheticRun().WriteRing(_folder.FullName));
        MetricDescription about = run.Metric("reverse-kl")!.About
            with { Uninformed = new("uniform", 2500, 0.02, 0.01, 0.03), UninformedFinal = new("uniform", 10_000, 0.005, 0.004, 0.006) };
        MetricCurve curve = new("reverse-kl", about, new Series([100, 200], [0.5, 0.0025]), 0.0004);
        Assert.Equal(
            ["this run 0.0025", "perfect sampler 0.00128 (0.0004 to 0.0028)", "featureless blob 0.02"],
            MetricChart.Draw(run, curve)!.Keys.Select(key => key.Text));

        // Without a curve the value at the end stands beside the references at the end.
        Assert.Equal(
            ["this run 0.0004", "perfect sampler 0.00032 (0.0001 to 0.0007)", "featureless blob 0.005, beyond the picture"],
            MetricChart.Draw(run, curve with { Curve = Series.Empty })!.Keys.Select(key => key.Text));
    }

    [Fact]
    public void WhatIsDrawnHasItsKeyInANarrowPictureToo()
    {
        UninformedScore blob = new("uniform", 2500, 0.5123, 0.5, 0.52);
        ReportPictures pictures = new(RunRecord.Read(new SyntheticRun { Blob = blob }.WriteRing(_folder.FullName)));
        IReadOnlyList<string> words = SvgWords.Of(pictures.Metrics.Single(picture => picture.Name == "metric-hq").ToSvg());
        Assert.Contains(words, word => word.StartsWith("this run", StringComparison.Ordinal));
        Assert.Contains(words, word => word.StartsWith("perfect", StringComparison.Ordinal));
        Assert.Contains(words, word => word.EndsWith("blob 51.2%", StringComparison.Ordinal));
    }

    [Fact]
    public void APictureIsTheSameEveryTimeItIsDrawn()
    {
        RunRecord run = RunRecord.Read(new SyntheticRun().WriteRing(_folder.FullName));
        foreach ((Picture first, Picture second) in new ReportPictures(run).All.Zip(new ReportPictures(run).All))
        {
            string svg = first.ToSvg();
            Assert.Equal(svg, first.ToSvg());
            Assert.Equal(second.ToPng(), first.ToPng());
        }
    }

    [Fact]
    public void OneDimensionIsAHistogramOfFiftyBins()
    {
        RunRecord run = RunRecord.Read(new SyntheticRun().WriteOneDimension(_folder.FullName));
        ReportPictures pictures = new(run);
        Check(pictures.Samples!);
        Assert.Contains("50 bins", pictures.Samples!.Caption, StringComparison.Ordinal);
        Assert.Superset(new HashSet<string>(StringComparer.Ordinal) { "x", "share of samples", "real", "generated" }, SvgWords.Of(pictures.Samples.ToSvg())
            .ToHashSet(StringComparer.Ordinal));
        Assert.Null(pictures.Surface);
        Assert.Equal(10, pictures.Evolution!.Panels.Count);
        Check(pictures.Evolution);
    }

    [Fact]
    public void SharesOfClassesBearTheirNamesAndIntervals()
    {
        string[] classes = ["bag", "boot", "coat", "dress", "top", "shirt", "shoe", "heel"];
        ReportPictures pictures = new(RunRecord.Read(new SyntheticRun { Classes = classes, Modes = [8] }.WriteRing(_folder.FullName)));
        Assert.Superset(classes.Append("class").Append("95% interval").ToHashSet(StringComparer.Ordinal), SvgWords.Of(pictures.ModeShares!.ToSvg())
            .ToHashSet(StringComparer.Ordinal));
        Check(pictures.ModeShares!);
        classes[1] = "ankle boot with laces";
        ReportPictures numbered = new(RunRecord.Read(new SyntheticRun { Classes = classes, Modes = [8] }.WriteRing(_folder.FullName)));
        Assert.Equal("1 bag, 2 ankle boot with laces, 3 coat, 4 dress, 5 top, 6 shirt, 7 shoe, 8 heel.", numbered.ModeShares!.Caption);
    }

    [Fact]
    public void ATableIsAHistogramForEachColumn()
    {
        ReportPictures pictures = new(RunRecord.Read(new SyntheticRun().WriteTable(_folder.FullName)));
        Assert.Equal(["area m²", "rooms", "age", "rent €", "distance km", "floor"], pictures.Samples!.Panels.Select(panel => panel.Panel.Title));
        Check(pictures.Samples);
        Assert.Null(pictures.ModeShares);
    }

    [Fact]
    public void WideDataShowTheirFirstSixteenColumns()
    {
        RunFolder folder = RunFolder.Create(_folder.FullName, "wide", DateTimeOffset.UnixEpoch, "0");
        new DataInfo { Kind = "highdim-1200", Dimension = 1200, Columns = [] }.Write(folder.DataInfoPath);
        Npy.Write(folder.RealSamplesPath, new float[1200 * 4], 4, 1200);
        Npy.Write(folder.SamplesPath(1), new float[1200 * 4], 4, 1200);
        ReportPictures pictures = new(RunRecord.Read(folder));
        Assert.Equal(16, pictures.Samples!.Panels.Count);
        Assert.Equal("The first 16 of 1,200 columns; share of samples in each of 50 bins.", pictures.Samples.Caption);
        Check(pictures.Samples);
    }

    [Fact]
    public void PicturesAreShownAsPicturesBesideRealOnes()
    {
        RunFolder folder = RunFolder.Create(_folder.FullName, "pictures", DateTimeOffset.UnixEpoch, "0");
        new DataInfo { Kind = "npy", Dimension = 12, Shape = [3, 2, 2], Columns = [] }.Write(folder.DataInfoPath);
        float[] numbers = [.. Enumerable.Range(0, 12 * 9).Select(static i => (float)i / 107)];
        Npy.Write(folder.RealSamplesPath, numbers, 9, 3, 2, 2);
        Npy.Write(folder.SamplesPath(1), numbers, 9, 3, 2, 2);
        RunRecord run = RunRecord.Read(folder);
        ReportPictures pictures = new(run);
        Assert.Equal(["generated", "real"], pictures.Samples!.Panels.Select(static panel => panel.Panel.Title));
        Assert.Equal("The first pictures of each, 3 × 2 × 2 (channels × height × width), all on one scale from 0 (black) to 1 (white).",
            pictures.Samples.Caption);
        Check(pictures.Samples);

        // Picture 4 of rows of 3: second row, second column; channels lie one behind another.
        using SKBitmap mosaic = PictureGrid.Mosaic(run.LastSamples!, run.Shape, new PictureGrid.Brightness(0, 1), 3);
        Assert.Equal((8, 8), (mosaic.Width, mosaic.Height));
        for (int y = 0; y < 2; y++)
        {
            for (int x = 0; x < 2; x++)
            {
                byte[] expected = [.. Enumerable.Range(0, 3).Select(channel => (byte)Math.Round(255 * numbers[(4 * 12) + (channel * 4) + (y * 2) + x]))];
                SKColor pixel = mosaic.GetPixel(3 + x, 3 + y);
                Assert.Equal<IEnumerable<byte>>(expected, [pixel.Red, pixel.Green, pixel.Blue]);
            }
        }

        Assert.Equal(0, mosaic.GetPixel(2, 0).Alpha);
        // At its end a run of pictures has rows from one latent to another.
        Assert.Null(pictures.Interpolation);
        Npy.Write(folder.InterpolationPath(1), numbers.AsSpan(0, 12 * 8), 2, 4, 3, 2, 2);
        File.WriteAllText(folder.ResolvedJsonPath, """{"prior":{"kind":"mixture"}}""");
        Picture strip = new ReportPictures(RunRecord.Read(folder)).Interpolation!;
        Check(strip);
        Assert.Equal((1136, 564 + 26), (strip.Width, strip.Height));
        Assert.Contains("through latents that training never draws", strip.Caption, StringComparison.Ordinal);
        Assert.Contains("What to look for", strip.Caption, StringComparison.Ordinal);
        Npy.Write(folder.InterpolationPath(1), numbers.AsSpan(0, 12 * 8), 2, 4, 12);
        Assert.Null(new ReportPictures(RunRecord.Read(folder)).Interpolation);

        // And its first pictures beside the training pictures nearest to them; those nearer than held-out ones are marked.
        Assert.Null(pictures.Nearest);
        Npy.Write(folder.NearestPath(1), numbers.AsSpan(0, 12 * 8), 2, 4, 3, 2, 2);
        NearestPictures info = new()
        {
            Step = 1,
            Searched = 1200,
            Rows = [[3, 1, 2], [0, 4, 5]],
            Distances = [[0.5, 1, 1.25], [0.25, 3, 4]],
            ReferenceOf = NearestPictures.HeldOut,
            Reference = [.. Enumerable.Range(0, 40).Select(static i => 0.3 + (0.1 * i))],
        };
        info.Write(folder.NearestInfoPath(1));
        Picture nearest = new ReportPictures(RunRecord.Read(folder)).Nearest!;
        Check(nearest);
        Assert.Equal(["0.5 · 1 · 1.25", "* 0.25 · 3 · 4"], nearest.Panels.Select(static panel => panel.Panel.Title).Order(StringComparer.Ordinal).Reverse());
        Assert.Equal(
            "Orange: generated. Blue: the nearest of 1,200 training pictures, above them their distances, Euclidean over all pixels (in the data’s own units). "
                + "Median distance to the nearest: 0.375 for these, 2.25 for 40 real pictures that training never saw. 1 of 2, marked *, lies nearer than 95% "
                + "of those do, where chance alone would give 1 in 20: look whether it is a copy; plain and blurred pictures are near to many.",
            nearest.Caption);
        (info with { ReferenceOf = NearestPictures.Training, Reference = [0.1, 0.2] }).Write(folder.NearestInfoPath(1));
        Assert.EndsWith(
            "0.15 for 2 training pictures (each left out of its own search). None lies nearer than 95% of those do: no sign of copies, pixel by pixel.",
            new ReportPictures(RunRecord.Read(folder)).Nearest!.Caption, StringComparison.Ordinal);
        (info with { Reference = [] }).Write(folder.NearestInfoPath(1));
        Assert.EndsWith("no other real pictures to compare with.", new ReportPictures(RunRecord.Read(folder)).Nearest!.Caption, StringComparison.Ordinal);

        PictureGrid.Brightness scale = PictureGrid.Brightness.Of(new SampleSet(1, [-1, float.NaN, 3, float.PositiveInfinity]));
        Assert.Equal<IEnumerable<byte>>([0, 128, 255, 255, 0], new[] { -5, 1, 3, 9, float.NaN }.Select(scale.Level));
    }

    [Fact]
    public void LegendsSayWhatAFrameCannotShow()
    {
        RunFolder folder = new SyntheticRun { SampleFiles = 1 }.WriteRing(_folder.FullName);
        Npy.Write(folder.SamplesPath(10_000), [0, 0, 0, 1, 50, 0, 0, float.NaN], 4, 2);
        RunRecord run = RunRecord.Read(folder);
        string svg = SampleChart.Draw(run, run.Samples(folder.SamplesPath(10_000))!, 10_000).ToSvg();
        Assert.Contains("50% of generated lie outside", SvgWords.Of(svg));
    }

    [Fact]
    public void ASpikeDoesNotFlattenTheCurve()
    {
        RunRecord run = RunRecord.Read(new SyntheticRun { LossRows = 1000 }.WriteRing(_folder.FullName));
        Panel losses = CurveChart.Losses(run)!;
        Assert.InRange(losses.Limits.Top, 1.5, 3.5);
        Assert.Contains(losses.Keys, key => key.Text.StartsWith("peak 6.", StringComparison.Ordinal)
            && key.Text.EndsWith("at step 5,000, beyond the frame", StringComparison.Ordinal));
    }

    [Fact]
    public void WhatRemediesLogIsDrawnAndNamed()
    {
        RunFolder folder = new SyntheticRun().WriteRing(_folder.FullName);
        File.WriteAllText(folder.ResolvedJsonPath,
            """{"loss":{"kind":"began"},"regularizers":[{"kind":"r1"},{"kind":"veegan"},{"kind":"r1"},{"kind":"instance-noise"}]}""");
        using (MetricsLog log = new(folder.MetricsPath))
        {
            for (int i = 1; i <= 100; i++)
            {
                log.Append(100 * i, new Dictionary<string, RowValue>(StringComparer.Ordinal)
                {
                    ["r1.discriminator"] = i,
                    ["r1-2.discriminator"] = Math.Exp(-0.1 * i),
                    ["veegan.generator"] = 250 - i,
                    ["instance-noise.std"] = 0.1 - (0.001 * i),
                    ["began.k"] = 0.5,
                    ["r12.discriminator"] = 1,
                });
            }
        }

        Dictionary<string, string[]> words = new(StringComparer.Ordinal)
        {
            ["remedy-began-k"] = ["began: k", "k"],
            ["remedy-r1-discriminator"] = ["r1 in the discriminator’s loss", "term of the loss", "discriminator", "step (generator updates)", "10,000"],
            ["remedy-r1-2-discriminator"] = ["r1-2 in the discriminator’s loss", "term of the loss, logarithmic", "0.01"],
            ["remedy-veegan-generator"] = ["veegan in the generator’s loss", "term of the loss", "generator"],
            ["remedy-instance-noise-std"] = ["instance-noise: std", "std", "0.06"],
        };
        ReportPictures pictures = new(RunRecord.Read(folder));
        Assert.Equal(words.Keys, pictures.Remedies.Select(picture => picture.Name));
        Assert.Equal(pictures.Remedies, pictures.All.TakeLast(5));
        foreach (Picture picture in pictures.Remedies)
        {
            Check(picture);
            Assert.Superset(words[picture.Name].ToHashSet(StringComparer.Ordinal), SvgWords.Of(picture.ToSvg()).ToHashSet(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void OutputsAreCalledWhatTheyAre()
    {
        RunFolder folder = new SyntheticRun().WriteRing(_folder.FullName);
        RunManifest manifest = RunManifest.Read(folder.ManifestPath);
        using (MetricsLog log = new(folder.MetricsPath))
        {
            log.Append(10_000,
                new Dictionary<string, RowValue>(StringComparer.Ordinal) { ["margin"] = 2.5, ["critic-values.real"] = 1, ["critic-values.fake"] = 2 });
        }

        Assert.Superset(Words("mean of logits", "on real", "on generated"), Outputs());
        Assert.Superset(Words("“real”", "“generated”", "undecided (0)", "logits −7.51 to 1.1"), Surface());
        (manifest with { DiscriminatorOutput = new DiscriminatorOutput("scores") { Undecided = 0.5 } }).Write(folder.ManifestPath);
        Assert.Superset(Words("undecided (0.5)", "scores −7.51 to 1.1"), Surface());
        (manifest with { DiscriminatorOutput = DiscriminatorOutput.CriticValues }).Write(folder.ManifestPath);
        Assert.Superset(Words("mean of critic values", "on real", "on generated"), Outputs());
        Assert.Superset(Words("higher", "lower", "critic values −7.51 to 1.1"), Surface());
        Assert.DoesNotContain(Surface(), word => word.StartsWith("undecided", StringComparison.Ordinal));
        (manifest with { DiscriminatorOutput = DiscriminatorOutput.Relative }).Write(folder.ManifestPath);
        Assert.Superset(Words("D’s margin", "mean D(x) − D(G(z))", "real over generated"), Outputs());

        HashSet<string> Outputs() => SvgWords.Of(new ReportPictures(RunRecord.Read(folder)).Outputs!.ToSvg()).ToHashSet(StringComparer.Ordinal);
        HashSet<string> Surface() => SvgWords.Of(new ReportPictures(RunRecord.Read(folder)).Surface!.ToSvg()).ToHashSet(StringComparer.Ordinal);
        static HashSet<string> Words(params string[] words) => words.ToHashSet(StringComparer.Ordinal);
    }

    [Fact]
    public void ASurfaceSpeaksOfModesOnlyWhereThereAreSome()
    {
        RunFolder folder = new SyntheticRun().WriteRing(_folder.FullName);
        Assert.Equal("Deeper colour: more certain. Circles: the modes of the data.", Caption());
        (DataInfo.Read(folder.DataInfoPath) with { Modes = null }).Write(folder.DataInfoPath);
        Assert.Equal("Deeper colour: more certain.", Caption());

        string Caption() => new ReportPictures(RunRecord.Read(folder)).Surface!.Caption;
    }

    [Fact]
    public void LowErrorsAreColouredAsReal()
    {
        RunFolder folder = new SyntheticRun().WriteRing(_folder.FullName);
        string higher = Svg();
        var surface = Npy.Read(folder.Surfaces()[^1].Path);
        Npy.Write(folder.Surfaces()[^1].Path, [.. surface.Data.Select(value => 1 - value)], 64, 64);
        string wrong = Svg();
        RunManifest manifest = RunManifest.Read(folder.ManifestPath);
        (manifest with { DiscriminatorOutput = new DiscriminatorOutput("errors") { Undecided = 1, RealIsLower = true } }).Write(folder.ManifestPath);
        Assert.NotEqual(Heat(higher), Heat(wrong));
        Assert.Equal(Heat(higher), Heat(Svg()));

        string Svg() => new ReportPictures(RunRecord.Read(folder)).Surface!.ToSvg();
        static string Heat(string svg) => Assert.Single(svg.Split('"'), static part => part.StartsWith("data:image/png;base64,", StringComparison.Ordinal));
    }

    [Fact]
    public void HistogramsCountEveryNumberOnce()
    {
        Histogram histogram = Histogram.Of([-1, 0, 0.5, 1, 1, 2, double.NaN, 0.99], 0, 1, bins: 2);
        Assert.Equal([1 / 8.0, 4 / 8.0], histogram.Shares);
        Assert.Equal(3 / 8.0, histogram.Outside, 12);
    }

    [Fact]
    public void TheContourIsWhereTheFunctionIsZero()
    {
        const int side = 41;
        float[] circle = [.. Enumerable.Range(0, side * side).Select(i => 100f - (float)(Math.Pow((i % side) - 20, 2) + Math.Pow((i / side) - 20, 2)))];
        (double X1, double Y1, double X2, double Y2)[] pieces = [.. Contour.Zero(circle, side)];
        double length = pieces.Sum(piece => Math.Sqrt(Math.Pow(piece.X2 - piece.X1, 2) + Math.Pow(piece.Y2 - piece.Y1, 2)));
        Assert.Equal(2 * Math.PI * 10, length, 0.3);
        Assert.All(pieces, piece => Assert.Equal(10, Math.Sqrt(Math.Pow(piece.X1 - 20, 2) + Math.Pow(piece.Y1 - 20, 2)), 0.05));
    }

    [Fact]
    public void ASaddleHasTwoSeparatePieces()
    {
        // Positive corners below left and above right, and a positive middle: the pieces cut off the other two corners.
        (double X1, double Y1, double X2, double Y2)[] pieces = [.. Contour.Zero([3, -1, -1, 3], 2)];
        Assert.Equal([(0.75, 0, 1, 0.25), (0.25, 1, 0, 0.75)], pieces);
    }

    [Fact]
    public void TheFilmHasAFrameForEachArray()
    {
        RunRecord run = RunRecord.Read(new SyntheticRun().WriteRing(_folder.FullName));
        byte[] film = TrainingAnimation.Draw(run)!;
        Assert.InRange(film.Length, 10_000, 2_000_000);
        using SKCodec codec = SKCodec.Create(new MemoryStream(film));
        Assert.Equal((20, 360, 360), (codec.FrameCount, codec.Info.Width, codec.Info.Height));
        Assert.All(codec.FrameInfo.Take(19), frame => Assert.Equal(250, frame.Duration));
        Assert.Equal(2000, codec.FrameInfo[^1].Duration);
    }

    [Fact]
    public void AStripSpreadsEvenlyFromFirstToLast()
    {
        Assert.Equal([0, 11, 22, 33, 44, 55, 66, 77, 88, 99], EvolutionStrip.Spread([.. Enumerable.Range(0, 100)], 10));
        Assert.Equal([0, 1, 2], EvolutionStrip.Spread([0, 1, 2], 10));
    }

    [Fact]
    public void ATrainingRunDrawsItself()
    {
        RunFolder folder = new SyntheticRun().WriteRing(_folder.FullName);
        Assert.Equal(folder.PicturePath(500), RunPictures.DrawSamples(folder, 500));
        Assert.Null(RunPictures.DrawSamples(folder, 501));
        IReadOnlyList<string> curves = RunPictures.DrawCurves(folder);
        Assert.Equal(["losses.png", "metrics.png"], curves.Select(Path.GetFileName));
        Assert.All([.. curves, folder.PicturePath(500)], path => Assert.True(Shades(SKBitmap.Decode(path)) > 20));
    }

    private static void Check(Picture picture)
    {
        using SKBitmap bitmap = SKBitmap.Decode(picture.ToPng());
        Assert.Equal((2 * picture.Width, 2 * picture.Height), (bitmap.Width, bitmap.Height));
        Assert.True(Shades(bitmap) > 20, $"{picture.Name} is blank");
    }

    private static int Shades(SKBitmap bitmap) => bitmap.Pixels.Distinct().Count();
}
