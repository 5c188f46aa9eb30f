using System.IO.Compression;
using System.Text.Json;
using GanCli.Commands;
using GanCli.Engine.Data;
using GanCli.Engine.Data.Pictures;
using GanCli.Engine.Metrics;
using GanCli.Engine.Random;
using GanCli.Terminal;
using GanCli.Tests.Support;
using SkiaSharp;
using Npy = GanCli.Runs.Npy;

namespace GanCli.Tests.Commands;

public sealed class GivenFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The same pictures in the layouts and ranges that programs save: all are measured alike.</summary>
    [Fact]
    public void PicturesAreReadInAnyLayoutAndRange()
    {
        byte[] pixels = [.. Enumerable.Range(0, 40 * 2 * 3 * 4).Select(static i => (byte)(i * 37))];
        float[] plain = [.. pixels.Select(static pixel => (float)pixel)];
        int[] channelsLast = [.. Enumerable.Range(0, plain.Length).Select(static i => (i / 12 * 12) + (i % 3 * 4) + (i % 12 / 3))];
        Write("a.npy", plain, 80, 3, 2, 2);
        Write("b.npy", [.. channelsLast.Select(i => plain[i])], 80, 2, 2, 3);
        Write("c.npy", Array.ConvertAll(plain, static x => (x / 127.5f) - 1), 80, 3, 2, 2);
        Write("d.npy", Array.ConvertAll(plain, static x => x / 255), 80, 3, 2, 2);
        Bytes("e.npy", pixels, "(80, 3, 2, 2)");
        Zip("f.npz", ("arr_0.npy", "e.npy"));
        float[] expected = Array.ConvertAll(plain, static x => (x / 127.5f) - 1);
        foreach (string name in (string[])["a.npy", "b.npy", "c.npy", "d.npy", "e.npy", "f.npz"])
        {
            DataSource data = GivenArray.Read(_folder[name]);
            Assert.Equal([3, 2, 2], data.Shape);
            Assert.Equal(expected, data.Table!.ToArray(), static (a, b) => Math.Abs(a - b) < 1e-6);
            Assert.Equal((-1, 1), data.Range);
        }

        Assert.Equal(
            [$"{_folder["b.npy"]}: 80 pictures of 2 × 2, channels last, black is 0 and white 255"], GivenArray.Read(_folder["b.npy"]).Notes);
    }

    [Fact]
    public void AnArchiveMaySayWhatPicturesAre()
    {
        Bytes("x.npy", [.. Enumerable.Range(0, 6 * 4).Select(static i => (byte)i)], "(6, 2, 2)");
        Write("y.npy", [7, 3, 7, 3, 3, 9], 6);
        Zip("a.npz", ("y.npy", "y.npy"), ("x.npy", "x.npy"));
        DataSource data = GivenArray.Read(_folder["a.npz"]);
        Assert.Equal(["3", "7", "9"], data.Classes);
        Assert.Equal([1, 0, 1, 0, 0, 2], Enumerable.Range(0, 6).Select(row => data.TableLabels!.Of(row)));
        Write("y.npy", [7, 3], 2);
        Zip("b.npz", ("y.npy", "y.npy"), ("x.npy", "x.npy"));
        Assert.Equal($"{_folder["b.npz"]}: has 2 labels for 6 pictures", Assert.Throws<InvalidDataException>(() => GivenArray.Read(_folder["b.npz"])).Message);
    }

    [Fact]
    public void WhatCannotBeSamplesIsRefusedInALine()
    {
        Write("far.npy", [-3, 500, 0, 1, 0, 1, 0, 1], 2, 1, 2, 2);
        Refused("far.npy", "its numbers go from -3 to 500, so that nobody knows what black and white are; save pictures in [-1, 1], [0, 1] or 0 to 255");
        Write("odd.npy", new float[40], 2, 5, 2, 2);
        Refused("odd.npy", "its shape [2, 5, 2, 2] is none of pictures: [n, channels, height, width] or [n, height, width, channels]");
        Write("nan.npy", [1, 2, float.NaN, 4], 2, 2);
        Refused("nan.npy", "sample 2 holds NaN, which is not a finite number");
        Write("none.npy", [], 0, 2);
        Refused("none.npy", "holds no samples");
        Zip("two.npz", ("a.npy", "nan.npy"), ("b.npy", "far.npy"));
        Refused("two.npz", "has no array called samples, generated, images, pictures, x, data, arr_0; it has a.npy, b.npy");
        File.WriteAllBytes(_folder["cut.npz"], File.ReadAllBytes(_folder["two.npz"])[..^30]);
        Assert.StartsWith($"{_folder["cut.npz"]}: is damaged: ", Assert.Throws<InvalidDataException>(() => GivenArray.Read(_folder["cut.npz"])).Message,
            StringComparison.Ordinal);

        void Refused(string name, string why) =>
            Assert.Equal($"{_folder[name]}: {why}", Assert.Throws<InvalidDataException>(() => GivenArray.Read(_folder[name])).Message);
    }

    // A table of generated rows is in the data's own units, and is brought to those that real ones are measured in.
    [Fact]
    public void TablesAreMeasuredAsTheRealOneIsStandardized()
    {
        foreach ((string name, int count) in ((string, int)[])[("real.csv", 50), ("made.csv", 40)])
        {
            File.WriteAllLines(_folder[name], Enumerable.Range(0, count).Select(static i => FormattableString.Invariant($"{i},{i * i}")).Prepend("a,b"));
        }

        var files = new GivenFiles(_folder["made.csv"], _folder["real.csv"], null, null);
        Assert.Equal(40, files.Count);
        float[] real = files.Real.Table!.ToArray();
        Assert.All(files.Drawn().Chunk(2), row => Assert.Contains(real.Chunk(2), other =>
            Math.Abs(other[0] - row[0]) < 1e-5 && Math.Abs(other[1] - row[1]) < 1e-5));
        var (values, info) = files.Measure([new PrdcConfig()], new Ignored());
        Assert.Equal(1, values["precision"].Number);
        Assert.Equal(40, info.Metrics["precision"].SamplesFinal);
    }

    // An id and a text that the generated table lacks, and columns in another order: what is measured is what tables without them give.
    [Fact]
    public void ColumnsAreChosenAndLeftOut()
    {
        string[] numbers = [.. Enumerable.Range(0, 30).Select(static i => FormattableString.Invariant($"{i * i % 17},{i}"))];
        File.WriteAllLines(_folder["plain.csv"], numbers.Prepend("a,b"));
        File.WriteAllLines(_folder["full.csv"], numbers.Select(static (row, i) => FormattableString.Invariant($"x{i},{row},{7 * i}")).Prepend("name,a,b,id"));
        File.WriteAllLines(_folder["made.csv"], numbers.Select(static row => $"{row.Split(',')[1]},{row.Split(',')[0]},9").Prepend("b,a,extra"));
        float[] real = new GivenFiles(_folder["plain.csv"], _folder["plain.csv"], null, null).Real.Table!.ToArray();
        string[] expected = [.. real.Chunk(2).Select(static row => $"{row[0]:F4} {row[1]:F4}").Order(StringComparer.Ordinal)];
        foreach (GivenColumns columns in new[]
        {
            GivenColumns.Of(["a,b"], null), GivenColumns.Of(["a", "b"], []), GivenColumns.Of(null, ["name,id", "extra"]),
        })
        {
            var files = new GivenFiles(_folder["made.csv"], _folder["full.csv"], null, null, columns);
            Assert.Equal(["a", "b"], files.Real.Columns!);
            Assert.Equal(real, files.Real.Table!.ToArray());
            Assert.Equal(expected, files.Drawn().Chunk(2).Select(static row => $"{row[0]:F4} {row[1]:F4}").Order(StringComparer.Ordinal));
        }

        // By number, and in a config's own words.
        Assert.Equal(["b", "id"], new GivenFiles(_folder["full.csv"], _folder["full.csv"], null, null, GivenColumns.Of(["3,4"], null)).Real.Columns!);
        Assert.Equal(["a", "b"], new GivenFiles(
            _folder["made.csv"], $"{{kind: csv, path: '{_folder["full.csv"]}', leave-out: [name]}}", null, null, GivenColumns.Of(null, ["id,extra"]))
            .Real.Columns!);
    }

    [Fact]
    public void ColumnsThatAreNowhereAreRefusedInALine()
    {
        File.WriteAllText(_folder["one.csv"], "a,b\n1,2\n3,4\n");
        File.WriteAllText(_folder["other.csv"], "a,c\n1,2\n3,4\n");
        Write("rows.npy", [1, 2, 3, 4], 2, 2);
        Assert.Equal(
            $"--leave-out: no column is called 'id'; {_folder["other.csv"]} has a, c, {_folder["one.csv"]} has a, b",
            Refused<UsageException>("one.csv", "other.csv", GivenColumns.Of(null, ["b,c,id"])));
        Assert.Equal(
            $"{_folder["one.csv"]}: has no column 'c'; it has a, b", Refused<InvalidDataException>("one.csv", "other.csv", GivenColumns.Of(["a,c"], null)));
        Assert.Equal(
            $"{_folder["one.csv"]}: leave-out names every column",
            Refused<InvalidDataException>("one.csv", "one.csv", GivenColumns.Of(null, ["a,b"])));
        File.WriteAllText(_folder["more.csv"], "id,a,c\n7,1,2\n8,3,4\n");
        Assert.Equal(
            $"{_folder["one.csv"]} has samples of [2], {_folder["more.csv"]} of [3]; both must be alike, or --leave-out b,id,c compares a",
            Refused<UsageException>("one.csv", "more.csv", GivenColumns.Of(null, null)));
        Assert.Equal(
            $"{_folder["one.csv"]} has the columns a, b, {_folder["other.csv"]} a, c; both must have the same, or --leave-out b,c compares a",
            Refused<UsageException>("one.csv", "other.csv", GivenColumns.Of(null, null)));
        Assert.Equal(
            "--columns is for tables (CSV, TSV, Parquet), and neither file is one",
            Refused<UsageException>("rows.npy", "rows.npy", GivenColumns.Of(["a"], null)));
        Assert.Equal(
            "--columns says already which ones are taken; leave --leave-out away",
            Assert.Throws<UsageException>(() => GivenColumns.Of(["a"], ["b"])).Message);

        string Refused<T>(string generated, string real, GivenColumns columns)
            where T : Exception =>
            Assert.Throws<T>(() => new GivenFiles(_folder[generated], _folder[real], null, null, columns)).Message;
    }

    [Fact]
    public void BothSetsMustBeAlike()
    {
        Write("grey.npy", new float[2 * 16], 2, 1, 4, 4);
        Write("wide.npy", new float[2 * 25], 2, 1, 5, 5);
        Write("rows.npy", [1, 2, 3, 4], 2, 2);
        Assert.Equal(
            $"{_folder["wide.npy"]} has samples of [1, 5, 5], {_folder["grey.npy"]} of [1, 4, 4]; both must be alike",
            Assert.Throws<UsageException>(() => new GivenFiles(_folder["wide.npy"], _folder["grey.npy"], null, null)).Message);
        Assert.Equal(
            $"--generated: {_folder["no.npy"]}: no such file or folder",
            Assert.Throws<UsageException>(() => new GivenFiles(_folder["no.npy"], _folder["grey.npy"], null, null)).Message);
        Assert.Equal(
            $"--real: {_folder["no", "such"]}: no such file or folder",
            Assert.Throws<UsageException>(() => new GivenFiles(_folder["rows.npy"], _folder["no", "such"], null, null)).Message);
    }

    // Neither is enlarged, and an array says its side by itself.
    [Fact]
    public void FoldersOfPicturesAreBroughtToTheSmallerSide()
    {
        Pictures("large", 12);
        Pictures("small", 8);
        Write("array.npy", [.. Enumerable.Range(0, 2 * 3 * 100).Select(static i => (i % 7) / 7f)], 2, 3, 10, 10);
        Assert.Equal([3, 8, 8], new GivenFiles(_folder["small"], _folder["large"], null, null).Real.Shape);
        Assert.Equal([3, 8, 8], new GivenFiles(_folder["large"], _folder["small"], null, null).Real.Shape);
        Assert.Equal([3, 10, 10], new GivenFiles(_folder["array.npy"], _folder["large"], null, null).Real.Shape);
        Assert.Equal([3, 9, 9], new GivenFiles(_folder["small"], _folder["large"], 9, null).Real.Shape);
    }

    // Three times the same channel would weigh three times, and be another picture than an array's with one.
    [Fact]
    public void GreyFoldersHaveOneChannel()
    {
        Pictures("grey", 8, isGrey: true);
        Pictures("also", 8, isGrey: true);
        Pictures("coloured", 8);
        var both = new GivenFiles(_folder["grey"], _folder["also"], null, null);
        Assert.Equal([1, 8, 8], both.Real.Shape);
        Assert.Equal([1, 8, 8], both.Generated.Shape);
        Assert.Equal([3, 8, 8], new GivenFiles(_folder["grey"], _folder["coloured"], null, null).Real.Shape);
        Assert.Equal([3, 8, 8], new GivenFiles(_folder["coloured"], _folder["grey"], null, null).Real.Shape);
    }

    // What the program says: all classes of held-out pictures, none of noise.
    [Fact]
    public async Task HeldOutPicturesShowTheirClassesAndNoiseNone()
    {
        var glyphs = new GlyphsConfig { Characters = "0147", Size = 12, Pictures = 2400, HeldOut = 400, Noise = 0 };
        DataSource data = glyphs.Build(new RandomStreams(0));
        Write("held.npy", data.HeldOut!.ToArray(), 400, 1, 12, 12);
        float[] noise = new float[400 * 144];
        new RandomStream(3, StreamId.Evaluation).Uniform(0, noise);
        Write("noise.npy", noise, 400, 12, 12);
        const string Real = "{kind: glyphs, characters: '0147', size: 12, pictures: 2400, held-out: 400, noise: 0}";
        var program = new ProgramUnderTest { WorkingDirectory = _folder.FullName };
        string[] metrics = ["--metrics", "class-coverage", "--json"];
        ProgramResult trained = await program.RunAsync("train-classifier", "--data", Real, "--threads", "1", "--epochs", "4", "--json");
        Assert.Equal((0, 400), (trained.ExitCode, JsonDocument.Parse(trained.Data).RootElement.GetProperty("tested").GetInt32()));
        Assert.Equal(4, await Modes("held.npy", "--page", "page.html"));
        Assert.Equal(0, await Modes("noise.npy"));
        Assert.Contains("Valid pictures", await File.ReadAllTextAsync(_folder["page.html"]), StringComparison.Ordinal);
        ProgramResult nothing = await program.RunAsync("eval", "--generated", "noise.npy", "--real", Real, "--metrics", "class-coverage");
        Assert.Contains(" none of the 4 classes is held: 0% of the pictures are valid ones of any class\n", nothing.Talk, StringComparison.Ordinal);
        Write("three.npy", [.. data.HeldOut!.ToArray().Chunk(144).Where(static (_, i) => i % 4 != 2).SelectMany(static row => row)], 300, 1, 12, 12);
        ProgramResult three = await program.RunAsync("eval", "--generated", "three.npy", "--real", Real, "--metrics", "class-coverage");
        Assert.Matches(
            @" lost: 4 \([0-2](\.\d+)?% in place of 25%, 95%: 0(\.\d+)?% to [1-4](\.\d+)?%\)\n", three.Talk.Replace("\r", "", StringComparison.Ordinal));
        Write("four.npy", [.. Enumerable.Range(0, 100).SelectMany(_ => data.HeldOut!.ToArray().Take(4 * 144))], 400, 1, 12, 12);
        ProgramResult json = await program.RunAsync(["eval", "--generated", "three.npy", "--real", Real, .. metrics]);
        JsonElement shares = JsonDocument.Parse(json.Data).RootElement.GetProperty("metrics").GetProperty("mode-frequency");
        Assert.Equal([0.25, 0.25, 0.25, 0.25], shares.GetProperty("weights").EnumerateArray().Select(static weight => weight.GetDouble()));
        JsonElement intervals = shares.GetProperty("intervals");
        foreach ((JsonElement share, JsonElement interval) in shares.GetProperty("value").EnumerateArray().Zip(intervals.EnumerateArray()))
        {
            // Wilson's: the shares p from which the one seen is 1.96 deviations away solve (s − p)² = z² p (1 − p) / n.
            Assert.All(interval.EnumerateArray(), end =>
                Assert.Equal(Math.Pow(share.GetDouble() - end.GetDouble(), 2), 3.8414588 * end.GetDouble() * (1 - end.GetDouble()) / 300, 1e-9));
        }

        ProgramResult four = await program.RunAsync("eval", "--generated", "four.npy", "--real", Real, "--metrics", "class-coverage");
        Assert.Matches(
            @" narrow: ([1-4]) of the \1 classes that are held; the median has 0% of the data's width\n",
            four.Talk.Replace("\r", "", StringComparison.Ordinal));
        ProgramResult refused = await program.RunAsync("eval", "--generated", "held.npy");
        Assert.Equal((2, "error: --generated needs --real FILE: what the samples are compared with\n"), (refused.ExitCode, refused.Talk));

        async Task<int> Modes(string file, params string[] more)
        {
            ProgramResult result = await program.RunAsync(["eval", "--generated", file, "--real", Real, .. metrics, .. more]);
            Assert.True(result.ExitCode == 0, result.Talk);
            return JsonDocument.Parse(result.Data).RootElement.GetProperty("metrics").GetProperty("modes").GetProperty("value").GetInt32();
        }
    }

    public void Dispose() => _folder.Dispose();

    private void Pictures(string name, int side, bool isGrey = false)
    {
        Directory.CreateDirectory(_folder[name]);
        for (int i = 0; i < 3; i++)
        {
            using var bitmap = new SKBitmap(side, side);
            byte red = (byte)(80 * i);
            bitmap.Erase(isGrey ? new SKColor(red, red, red) : new SKColor(red, 9, 200));
            using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
            File.WriteAllBytes(_folder[name, FormattableString.Invariant($"{i}.png")], data.ToArray());
        }
    }

    private void Write(string name, float[] numbers, params long[] shape) => Npy.Write(_folder[name], numbers, shape);

    private void Bytes(string name, byte[] bytes, string shape)
    {
        string header = $"{{'descr': '|u1', 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n";
        File.WriteAllBytes(_folder[name], [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. System.Text.Encoding.ASCII.GetBytes(header), .. bytes]);
    }

    private void Zip(string name, params (string Entry, string File)[] entries)
    {
        using ZipArchive archive = ZipFile.Open(_folder[name], ZipArchiveMode.Create);
        foreach ((string entry, string file) in entries)
        {
            archive.CreateEntryFromFile(_folder[file], entry);
        }
    }

    private sealed class Ignored : IProgress<Preparation>
    {
        public void Report(Preparation value)
        {
        }
    }
}
