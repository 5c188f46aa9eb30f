using System.Globalization;
using System.Text;
using GanCli.Commands;
using GanCli.Engine.Data;
using GanCli.Engine.Random;
using GanCli.Runs;
using GanCli.Terminal;
using GanCli.Tests.Runs;
using GanCli.Tests.Support;
using SkiaSharp;

namespace GanCli.Tests.EndToEnd;

[Collection(TrainedRuns.Name)]
public sealed class SampleTests(TrainedRuns runs)
{
    private static readonly StreamTraits Terminal = new(IsTerminal: true, HasColour: false, 80);

    [Fact]
    public async Task TheSameSeedGivesTheSameSamplesOnEveryCall()
    {
        string first = await Sample("-n", "7");

        Assert.Equal(first, await Sample("-n", "7"));
        Assert.Equal(first, await Sample("-n", "7", "--seed", "0"));
        Assert.NotEqual(first, await Sample("-n", "7", "--seed", "1"));
        Assert.Equal(8, Lines(first).Length);
        Assert.StartsWith("x,y\n", first, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARunIsNamedAsAWordToo()
    {
        string first = (await runs.GanOk("sample", runs.Ring.Id, "-n", "3")).Data;

        Assert.Equal((await runs.GanOk("sample", "--checkpoint", runs.Ring.Id, "-n", "3")).Data, first);
        Assert.Equal(0, (await runs.Gan("eval", "ring/latest", "-n", "64")).ExitCode);
        ProgramResult both = await runs.Gan("eval", "latest", "--checkpoint", "latest");
        Assert.Equal((2, "error: 'latest' and --checkpoint latest: name one of them\n"), (both.ExitCode, both.Talk));
    }

    // A person is told what was written; a script, and a reader of stdout, nothing that they did not ask for.
    [Fact]
    public void OnATerminalItSaysWhatItWrote()
    {
        (string told, string latents) = (runs["told.csv"], runs["told-latents.npy"]);
        string[] both = ["-n", "1200", "--out", told, "--latents", latents];
        Assert.Equal(
            $"1,200 samples in {told}, latents in {latents} (ring, averaged weights after 40 steps)\n", Talk(Terminal, both));
        Assert.Equal(
            $"1 sample in {told} (ring, raw weights after 40 steps)\n", Talk(Terminal, "-n", "1", "--out", told, "--weights", "raw"));
        Assert.Equal("", Talk(Terminal, "-n", "2"));
        Assert.Equal("", Talk(StreamTraits.Plain, both));

        string Talk(StreamTraits traits, params string[] arguments)
        {
            var recorded = new RecordedOutput(traits);
            Assert.Equal(0, CommandLine.Run(["sample", runs.Ring.Id, "--runs-dir", runs["runs"], .. arguments], recorded.Output));
            return recorded.Talk;
        }
    }

    [Fact]
    public async Task AnyNumberOfSamplesIsThePrefixOfAnyOther()
    {
        string most = await Sample("-n", "5000");
        Assert.Equal(5001, Lines(most).Length);
        // Where all units of a layer this narrow are silent, samples coincide.
        Assert.InRange(Lines(most)[1..].Distinct(StringComparer.Ordinal).Count(), 4000, 5000);

        foreach (int count in (int[])[1, 10, 1023, 1024, 1025])
        {
            string some = await Sample("-n", count.ToString(CultureInfo.InvariantCulture));
            Assert.Equal(count + 1, Lines(some).Length);
            Assert.StartsWith(some, most, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task EveryFormHoldsTheSameNumbers()
    {
        string data = await Sample("-n", "1500");
        await Sample("-n", "1500", "--out", runs["samples.csv"]);
        await Sample("-n", "1500", "--out", runs["samples.npy"]);

        Assert.Equal(data, await File.ReadAllTextAsync(runs["samples.csv"], TestContext.Current.CancellationToken));
        var array = Npy.ReadDoubles(runs["samples.npy"]);
        Assert.Equal([1500, 2], array.Shape);
        Assert.Equal(Numbers(data), array.Data.Select(static x => (float)x));
        Assert.Empty(Directory.GetFiles(runs.Folder, "*.tmp"));
    }

    /// <summary>Arrays of pictures go in and come out, and every command takes them for what they are.</summary>
    [Fact]
    public async Task SamplesKeepTheirShape()
    {
        float[] pictures = [.. Enumerable.Range(0, 40 * 2 * 3 * 4).Select(static i => MathF.Sin(i))];
        Npy.Write(runs["pictures.npy"], pictures, 40, 2, 3, 4);
        RunFolder run = await runs.Train(
            "--config", "ring.yaml", "--set", "name=pictures", "--set", "data={kind: npy, path: pictures.npy}", "--set", "evaluation.metrics=null", "--set",
            "evaluation.best=null");
        Assert.Equal([2, 3, 4], DataInfo.Read(run.DataInfoPath).Shape!);
        Assert.Equal([2, 3, 4], Npy.Read(run.RealSamplesPath).Shape.Skip(1));
        Assert.All(Directory.GetFiles(Path.GetDirectoryName(run.RealSamplesPath)!, "step-*.npy"),
            static path => Assert.Equal([2, 3, 4], Npy.Read(path).Shape.Skip(1)));
        File.Delete(runs["pictures.npy"]);
        await runs.GanOk("sample", run.Id, "-n", "7", "--out", runs["made.npy"]);
        NpyArray<float> made = Npy.Read(runs["made.npy"]);
        Assert.Equal([7, 2, 3, 4], made.Shape);
        string text = (await runs.GanOk("sample", run.Id, "-n", "7")).Data;
        Assert.Equal(made.Data, Numbers(text));
        await runs.GanOk("report", run.Id);
        await runs.GanOk("runs", "rm", run.Id, "--yes");
    }

    /// <summary>Pixel for pixel what the array holds, as one file and as a folder of them.</summary>
    [Theory]
    [InlineData("{kind: stacked, source: {kind: glyphs, pictures: 50, held-out: 10, size: 12}}", 3)]
    [InlineData("{kind: glyphs, pictures: 50, held-out: 10, size: 12}", 1)]
    public async Task PicturesAreWrittenAsPictures(string data, int channels)
    {
        RunFolder run = await runs.Train(
            "--config", "ring.yaml", "--set", "name=grey", "--set", $"data={data}", "--set", "evaluation.metrics=null", "--set", "evaluation.best=null");
        await runs.GanOk("sample", run.Id, "-n", "11", "--out", "made.npy");
        await runs.GanOk("sample", run.Id, "-n", "11", "--out", "grid.png");
        await runs.GanOk("sample", run.Id, "-n", "11", "--out", "one/");
        await runs.GanOk("sample", run.Id, "-n", "11", "--out", "two", "--format", "png");
        float[] made = Npy.Read(runs["made.npy"]).Data;
        using SKBitmap grid = SKBitmap.Decode(runs["grid.png"]);
        Assert.Equal(((4 * 13) - 1, (3 * 13) - 1), (grid.Width, grid.Height));
        string[] names = [.. Enumerable.Range(0, 11).Select(static i => $"{i:00}.png")];
        Assert.Equal(names, Directory.GetFiles(runs["one"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        for (int i = 0; i < 11; i++)
        {
            byte[] file = await File.ReadAllBytesAsync(runs["one", names[i]], TestContext.Current.CancellationToken);
            Assert.Equal(file, await File.ReadAllBytesAsync(runs["two", names[i]], TestContext.Current.CancellationToken));

            // PNG's header: 8 bits, 0 grey, 2 red, green and blue.
            Assert.Equal((8, channels == 1 ? 0 : 2), (file[24], file[25]));
            using SKBitmap picture = SKBitmap.Decode(file);
            Assert.Equal((12, 12), (picture.Width, picture.Height));
            for (int p = 0; p < 144; p++)
            {
                byte[] levels = [.. Enumerable.Range(0, 3).Select(c => ByteRows.Byte(made[(((i * channels) + (channels == 1 ? 0 : c)) * 144) + p]))];
                var expected = new SKColor(levels[0], levels[1], levels[2]);
                Assert.Equal(expected, picture.GetPixel(p % 12, p / 12));
                Assert.Equal(expected, grid.GetPixel((i % 4 * 13) + (p % 12), (i / 4 * 13) + (p / 12)));
            }
        }

        Assert.Equal(0, grid.GetPixel(12, 0).Alpha);
        Assert.Empty(Directory.GetFileSystemEntries(runs.Folder, "*.tmp"));
        DataInfo info = DataInfo.Read(run.DataInfoPath);
        Assert.Equal([-1, 1], info.Range!);
        Assert.Equal(channels == 1 ? 10 : 1000, info.Classes!.Count);

        // The run's own rows at its end go from the first of its pictures to the second, and so on.
        NpyArray<float> rows = Npy.Read(run.InterpolationPath(40));
        float[] shown = Npy.Read(run.SamplesPath(40)).Data;
        Assert.Equal([6, 12, channels, 12, 12], rows.Shape);
        for (int end = 0; end < 12; end++)
        {
            Assert.Equal(shown.AsSpan(end * channels * 144, channels * 144),
                rows.Data.AsSpan(((end / 2 * 12) + (end % 2 * 11)) * channels * 144, channels * 144));
        }

        if (channels == 3)
        {
            await WalksAreRowsAndFilms(run, made);
        }

        // Nothing is overwritten, and other files are taken by their ending.
        ProgramResult again = await runs.Gan("sample", run.Id, "-n", "2", "--out", "one");
        Assert.Equal((2, "error: --out one: is there already; nothing was written. Name another folder\n"), (again.ExitCode, again.Talk));
        Directory.Delete(runs["one"], recursive: true);
        Directory.Delete(runs["two"], recursive: true);
        await runs.GanOk("runs", "rm", run.Id, "--yes");
    }

    [Fact]
    public async Task RawAndAveragedWeightsAreToldApart()
    {
        string average = await Sample("-n", "3", "--weights", "average");

        Assert.Equal(average, await Sample("-n", "3"));
        Assert.NotEqual(average, await Sample("-n", "3", "--weights", "raw"));
    }

    [Fact]
    public async Task AWalkBeginsAndEndsAtTheFirstTwoSamples()
    {
        string[] samples = Lines(await Sample("-n", "2"));
        string[] walk = Lines(await Sample("--interpolate", "5"));

        Assert.Equal(6, walk.Length);
        Assert.Equal(samples, new[] { walk[0], walk[1], walk[^1] });
        Assert.Equal(5, walk[1..].Distinct(StringComparer.Ordinal).Count());

        // Several follow each other, pair by pair, and do not depend on how many they are.
        string[] walks = Lines(await Sample("--interpolate", "5", "--pairs", "500"));
        string[] ends = Lines(await Sample("-n", "1000"));
        Assert.Equal(2501, walks.Length);
        Assert.Equal(walk, walks[..6]);
        Assert.Equal(ends[1..], Enumerable.Range(0, 500).SelectMany(m => new[] { walks[(5 * m) + 1], walks[(5 * m) + 5] }));
    }

    [Fact]
    public async Task ACheckpointIsNamedByFileRunOrLatest()
    {
        string byRun = await Sample("-n", "3");

        Assert.Equal(byRun, (await runs.GanOk("sample", "-n", "3", "--checkpoint", runs.Ring.CheckpointPath(40))).Data);
        Assert.NotEqual(byRun, (await runs.GanOk("sample", "-n", "3", "--checkpoint", runs.Ring.CheckpointPath(20))).Data);
        ProgramResult latest = await runs.GanOk("sample", "-n", "3");
        Assert.Equal((await runs.GanOk("sample", "-n", "3", "--checkpoint", "latest")).Data, latest.Data);
        Assert.Equal((await runs.GanOk("sample", "-n", "3", "--checkpoint", runs.Table.Id)).Data, latest.Data);
    }

    [Fact]
    public async Task SamplesOfATableAreInItsOwnUnitsWithTheFileGone()
    {
        Assert.False(File.Exists(runs["table.csv"]));

        ProgramResult result = await runs.GanOk("sample", "-n", "50", "--checkpoint", runs.Table.Id);

        Assert.StartsWith("height,weight\n", result.Data, StringComparison.Ordinal);
        float[] numbers = [.. Numbers(result.Data)];
        // Means 1,000,019.5 and −0.5195, deviations 11.5 and 0.0115: untrained outputs are a few of them away at most.
        Assert.All(numbers.Where(static (_, i) => i % 2 == 0), static height => Assert.InRange(height, 999_900, 1_000_140));
        Assert.All(numbers.Where(static (_, i) => i % 2 == 1), static weight => Assert.InRange(weight, -0.65, -0.4));
    }

    [Fact]
    public async Task SamplesOfATableAreWrittenAsItsColumnsAre()
    {
        float[] rounded = [.. Numbers((await runs.GanOk("sample", "-n", "50", "--checkpoint", runs.Table.Id)).Data)];
        float[] raw = [.. Numbers((await runs.GanOk("sample", "-n", "50", "--raw", "--checkpoint", runs.Table.Id)).Data)];

        float[] heights = [.. raw.Where(static (_, i) => i % 2 == 0)];
        Assert.Contains(heights, static height => height != MathF.Round(height));
        Assert.Equal(heights.Select(static height => Math.Clamp(MathF.Round(height), 1_000_000, 1_000_039)), rounded.Where(static (_, i) => i % 2 == 0));

        // Weights have decimals: they are no whole numbers, and stay as the generator gives them.
        Assert.Equal(raw.Where(static (_, i) => i % 2 == 1), rounded.Where(static (_, i) => i % 2 == 1));
        await runs.GanOk("sample", "-n", "50", "--checkpoint", runs.Table.Id, "--out", "samples.tsv");
        string[] tabbed = File.ReadAllLines(runs["samples.tsv"]);
        Assert.Equal("height\tweight", tabbed[0]);
        Assert.Equal(rounded, tabbed[1..].SelectMany(static line => line.Split('\t')).Select(static cell => float.Parse(cell, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task AParquetFileHoldsTheSameNumbersAndCanBeTrainedOn()
    {
        await runs.GanOk("sample", "-n", "1500", "--checkpoint", runs.Table.Id, "--out", "samples.parquet");
        await runs.GanOk("sample", "-n", "1500", "--checkpoint", runs.Table.Id, "--output", "same.csv");
        DataSource parquet = new ParquetConfig { Path = runs["samples.parquet"], Standardize = false }.Build(new RandomStreams(1));
        DataSource csv = new CsvConfig { Path = runs["same.csv"], Standardize = false }.Build(new RandomStreams(1));

        Assert.Equal(["height", "weight"], parquet.Columns!);
        Assert.Equal(csv.Table!.ToArray(), parquet.Table!.ToArray());
        Assert.Equal(0, parquet.Forms![0].Decimals);
        Assert.Equal("PAR1", Encoding.ASCII.GetString(await File.ReadAllBytesAsync(runs["samples.parquet"], TestContext.Current.CancellationToken), 0, 4));
        Assert.Empty(Directory.GetFiles(runs.Folder, "*.tmp"));

        using Workshop workshop = new();
        File.Copy(runs["samples.parquet"], workshop["samples.parquet"]);
        await workshop.GanOk("train", "--config", "table.yaml", "--quiet", "--set", "data={kind: parquet, path: samples.parquet}");
        Assert.StartsWith("height,weight\n", (await workshop.GanOk("sample", "-n", "2")).Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LatentsCanBeWrittenAndTaken()
    {
        string drawn = await Sample("-n", "1500", "--latents", runs["z.npy"]);
        NpyArray<float> latents = Npy.Read(runs["z.npy"]);
        Assert.Equal(1500, latents.Shape[0]);

        Assert.Equal(drawn, await Sample("--from-latents", runs["z.npy"]));
        int width = (int)latents.Shape[1];
        Npy.Write(runs["z.npy"], latents.Data.AsSpan(7 * width, width), 1, width);
        Assert.Equal(Lines(drawn)[8], Lines(await Sample("--from-latents", runs["z.npy"]))[1]);

        foreach ((float[] data, long[] shape, string fault) in ((float[], long[], string)[])
            [([1, 2, 3], [3], "has the shape [3]; the latents of this generator are [N, " + width + "]"),
             (new float[2 * (width + 1)], [2, width + 1], $"has the shape [2, {width + 1}]; the latents of this generator are [N, {width}]"),
             ([], [0, width], "holds no latents"),
             ([.. Enumerable.Repeat(float.NaN, width)], [1, width], "latent 1 is not finite")])
        {
            Npy.Write(runs["z.npy"], data, shape);
            ProgramResult refused = await runs.Gan("sample", "--checkpoint", runs.Ring.Id, "--from-latents", runs["z.npy"]);
            Assert.Equal((74, $"error: {runs["z.npy"]}: {fault}\n"), (refused.ExitCode, refused.Talk));
        }

        ProgramResult both = await runs.Gan("sample", "--checkpoint", runs.Ring.Id, "--from-latents", runs["z.npy"], "-n", "3");
        Assert.Equal((2, "error: --from-latents says which samples; leave out -n, --seed, --interpolate and --latents\n"), (both.ExitCode, both.Talk));
    }

    [Fact]
    public async Task MillionsOfSamplesTakeNoMoreMemoryThanAFew()
    {
        const string Script =
            """
            import os, resource, subprocess, sys
            # A small nursery, so that garbage that nobody has needed to collect yet does not count.
            subprocess.run(sys.argv[1:], check=True, env={**os.environ, "DOTNET_GCgen0size": "400000"})
            print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
            """;

        async Task<long> Kilobytes(string count) => long.Parse(
            await Python.Run(
                Script, ProgramUnderTest.DefaultPath, "sample", "--checkpoint", runs.Ring.CheckpointPath(40), "-n", count, "--out", runs[$"{count}.npy"]),
            CultureInfo.InvariantCulture);
        // The collector takes its time to settle: measured, 20,000 kB until the third million, 2,000 kB in the next three.
        long few = await Kilobytes("3000000");
        long many = await Kilobytes("6000000");

        // The further samples alone are 24,000 kB.
        Assert.InRange(many - few, long.MinValue, 11_000);
        Assert.Equal(48_000_128, new FileInfo(runs["6000000.npy"]).Length);
    }

    [Theory]
    [InlineData("-n 0", 2, "error: -n is 0; it must be at least 1")]
    [InlineData("-n -5", 2, "error: -n is -5; it must be at least 1")]
    [InlineData("--seed -1", 2, "error: --seed is -1; it must not be negative")]
    [InlineData("--interpolate 1", 2, "error: --interpolate is 1; it must be from 2 to 100,000")]
    [InlineData("--pairs 3", 2, "error: --pairs says how many walks between latents; add --interpolate N, the samples on each")]
    [InlineData("--interpolate 5 --pairs 0", 2, "error: --pairs is 0; it must be from 1 to 20,000, 100,000 samples in all")]
    [InlineData("--interpolate 5 --pairs 20001", 2, "error: --pairs is 20001; it must be from 1 to 20,000, 100,000 samples in all")]
    [InlineData("--out film.gif", 2, "error: --out film.gif: a film shows a walk between latents; add --interpolate N, for instance 24")]
    [InlineData("--interpolate 5 --out film.gif", 2, "error: --out film.gif: a film takes pictures, [1 or 3, height, width]; the samples of this "
        + "generator are [2]: name a file, for instance walk.csv")]
    [InlineData("--out samples.txt", 2, "error: --out samples.txt: the ending must be .csv, .tsv, .npy, .parquet, .png or .gif, or / for a folder of "
        + "pictures, or - for CSV on stdout")]
    [InlineData("--out pictures/", 2, "error: --out pictures/: a folder takes pictures, [1 or 3, height, width]; the samples of this "
        + "generator are [2]: name a file, for instance samples.csv")]
    [InlineData("--out pictures --format png", 2, "error: --out pictures: a folder takes pictures, [1 or 3, height, width]; the samples of "
        + "this generator are [2]: name a file, for instance samples.csv")]
    [InlineData("--format jpg", 2, "error: --format jpg: must be one of csv, tsv, npy, parquet, png, gif")]
    [InlineData("--format npy", 2, "error: --format npy needs a file: add --out")]
    [InlineData("--out runs --format csv", 2, "error: --out runs: is a folder, which takes PNG files only; name a file")]
    [InlineData("--out nowhere/samples.csv", 74, "error: nowhere/samples.csv: there is no such folder")]
    [InlineData("--out nowhere/samples.parquet", 74, "error: nowhere/samples.parquet: there is no such folder")]
    [InlineData("--out nowhere/samples.npy", 74, "error: nowhere/samples.npy: there is no such folder")]
    [InlineData("--checkpoint nosuch", 2, "error: no run 'nosuch' in {runs}; the newest are {table} (table), {ring} (ring)")]
    public async Task WhatCannotBeDoneIsSaidInOneLine(string line, int code, string message)
    {
        ProgramResult result = await runs.Gan(["sample", .. line.Split(' ')]);

        string expected = message.Replace("{runs}", runs["runs"], StringComparison.Ordinal)
            .Replace("{table}", runs.Table.Id, StringComparison.Ordinal)
            .Replace("{ring}", runs.Ring.Id, StringComparison.Ordinal);
        Assert.Equal(expected + "\n", result.Talk);
        Assert.Equal(code, result.ExitCode);
        Assert.Empty(result.Data);
        Assert.Empty(Directory.GetFiles(runs.Folder, "*.tmp"));
    }

    [Fact]
    public async Task AReaderWhoLeavesIsNoFailure()
    {
        string bash = Tools.Require("bash");
        ProgramUnderTest shell = runs.Program with { Path = bash };

        ProgramResult result = await shell.RunAsync("-c", $"'{ProgramUnderTest.DefaultPath}' sample -n 100000000 | head -n 1; echo ${{PIPESTATUS[0]}}");

        Assert.Equal("height,weight\n141\n", result.Data);
        Assert.Empty(result.Talk);
    }

    /// <summary>A row for each pair, and a film through all four latents and back, without the first picture again at its end.</summary>
    private async Task WalksAreRowsAndFilms(RunFolder run, float[] made)
    {
        await runs.GanOk("sample", run.Id, "--interpolate", "5", "--pairs", "2", "--out", "strip.png");
        await runs.GanOk("sample", run.Id, "--interpolate", "5", "--pairs", "2", "--out", "strip.npy");
        await runs.GanOk("sample", run.Id, "--interpolate", "5", "--pairs", "2", "--out", "film.gif");
        float[] walks = Npy.Read(runs["strip.npy"]).Data;
        const int size = 3 * 144;
        Assert.Equal(made[..size], walks[..size]);
        Assert.Equal(made[size..(2 * size)], walks[(4 * size)..(5 * size)]);
        Assert.Equal(made[(2 * size)..(3 * size)], walks[(5 * size)..(6 * size)]);
        using SKBitmap strip = SKBitmap.Decode(runs["strip.png"]);
        Assert.Equal(((5 * 13) - 1, (2 * 13) - 1), (strip.Width, strip.Height));
        using SKCodec film = SKCodec.Create(runs["film.gif"]);
        Assert.Equal((4 * 4, 252, 252, -1), (film.FrameCount, film.Info.Width, film.Info.Height, film.RepetitionCount));
        foreach ((int frame, int row) in ((int, int)[])[(0, 0), (2, 2), (4, 4), (8, 5), (10, 7), (12, 9)])
        {
            using SKBitmap picture = new(film.Info);
            Assert.Equal(SKCodecResult.Success, film.GetPixels(picture.Info, picture.GetPixels(), new SKCodecOptions(frame)));
            for (int p = 0; p < 144; p++)
            {
                byte[] levels = [.. Enumerable.Range(0, 3).Select(c => ByteRows.Byte(walks[(row * size) + (c * 144) + p]))];
                SKColor pixel = picture.GetPixel((p % 12 * 21) + 20, (p / 12 * 21) + 10);
                Assert.Equal(new SKColor(levels[0], levels[1], levels[2]), strip.GetPixel((row % 5 * 13) + (p % 12), (row / 5 * 13) + (p / 12)));
                Assert.InRange(Math.Abs(pixel.Red - levels[0]) + Math.Abs(pixel.Green - levels[1]) + Math.Abs(pixel.Blue - levels[2]), 0, 80);
            }
        }

        ProgramResult wide = await runs.Gan("sample", run.Id, "--interpolate", "3000", "--out", "wide.png");
        Assert.Equal(
            (2, "error: --out wide.png: a row of 3,000 pictures is 38,999 pixels wide, more than 32,767; take fewer, or a folder: --format png and a name "
                + "without ending\n"),
            (wide.ExitCode, wide.Talk));
        ProgramResult longer = await runs.Gan("sample", run.Id, "--interpolate", "3000", "--out", "long.gif");
        Assert.Equal(
            (2, "error: --out long.gif: a film has at most 5,000 pictures, and this one would have 5,998; ask for fewer samples or pairs\n"),
            (longer.ExitCode, longer.Talk));
    }

    private async Task<string> Sample(params string[] arguments) => (await runs.GanOk(["sample", "--checkpoint", runs.Ring.Id, .. arguments])).Data;

    private static string[] Lines(string csv) => csv.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<float> Numbers(string csv) =>
        Lines(csv).Skip(1).SelectMany(static line => line.Split(',')).Select(static number => float.Parse(number, CultureInfo.InvariantCulture));
}
