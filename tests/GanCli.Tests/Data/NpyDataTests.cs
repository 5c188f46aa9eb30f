using System.IO.Compression;
using System.Security.Cryptography;
using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Random;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.Data;

public sealed class NpyDataTests : IDisposable
{
    private static readonly RandomStreams Streams = new(3);

    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder["rows.npy"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void RowsAreStandardizedAndInvertible()
    {
        float[] given = [1, 10, 2, 30, 6, 20];
        Npy.Write(FilePath, given, 3, 2);
        var source = new NpyConfig { Path = FilePath }.Build(Streams);
        Assert.Equal(["1", "2"], source.Columns!);
        Assert.Equal([3.0, 20.0], source.Standardization!.Means.Select(mean => Math.Round(mean, 12)));
        Assert.Equal(Math.Sqrt(14 / 3.0), source.Standardization.Deviations[0], 1e-12);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(FilePath))), source.ContentHash);
        var rows = source.Table!.ToArray();
        source.Standardization.Invert(rows);
        Assert.Equal(given, rows.Select(x => MathF.Round(x, 4)));
        Assert.Equal(given, new NpyConfig { Path = FilePath, Standardize = false }.Build(Streams).Table!.ToArray());
    }

    [Fact]
    public void SamplesAreRowsOfTheTable()
    {
        var given = Enumerable.Range(0, 30).Select(i => (float)i).ToArray();
        Npy.Write(FilePath, given, 10, 3);
        var source = new NpyConfig { Path = FilePath, Standardize = false }.Build(Streams);
        var rows = new float[3000];
        source.Fill(Streams.Data, 0, rows);
        Assert.All(rows.Chunk(3), row => Assert.Equal([row[0], row[0] + 1, row[0] + 2], row));
        Assert.Equal(10, rows.Chunk(3).Select(row => row[0]).Distinct().Count());
        var tail = new float[30];
        source.Fill(Streams.Data, 990, tail);
        Assert.Equal(rows[2970..], tail);
    }

    [Theory]
    [InlineData(0.25, 5)]
    [InlineData(0.01, 1)]
    [InlineData(0.9, 18)]
    public void HeldOutRowsAreKeptFromTraining(double share, int expected)
    {
        float[] given = [.. Enumerable.Range(0, 40).Select(i => (float)(i * i))];
        Npy.Write(FilePath, given, 20, 2);
        var config = new NpyConfig { Path = FilePath, HeldOut = share };
        var source = config.Build(Streams);
        var (table, aside) = (source.Table!.ToArray(), source.HeldOut!.ToArray());
        Assert.Equal(2 * expected, aside.Length);

        // Standardized by the rows of the table, which keep their order.
        foreach (var column in new[] { 0, 1 })
        {
            float[] numbers = [.. table.Where((_, i) => i % 2 == column)];
            Assert.Equal(0, numbers.Average(), 1e-5f);
            Assert.Equal(1, Math.Sqrt(numbers.Average(x => (double)x * x)), 1e-5);
            Assert.Equal(numbers.Order(), numbers);
        }

        source.Standardization!.Invert(table);
        source.Standardization.Invert(aside);
        Assert.Equal(given, table.Concat(aside).Select(x => MathF.Round(x)).Order());
        Assert.Equal(source.HeldOut!.ToArray(), config.Build(Streams).HeldOut!.ToArray());
    }

    [Fact]
    public void WhichRowsAreHeldOutFollowsFromTheDataSeed()
    {
        Npy.Write(FilePath, [.. Enumerable.Range(0, 200).Select(i => (float)i)], 200);
        var config = new NpyConfig { Path = FilePath, Standardize = false, HeldOut = 0.5 };
        Assert.Equal(Aside(new RandomStreams(1, 2, 1)), Aside(new RandomStreams(5, 2, 6)));
        Assert.NotEqual(Aside(new RandomStreams(1, 2, 1)), Aside(new RandomStreams(1, 3, 1)));
        Assert.Null((config with { HeldOut = 0 }).Build(Streams).HeldOut);

        // A single row stays.
        Npy.Write(FilePath, [7], 1);
        Assert.Equal([7], config.Build(Streams).Table!.ToArray());
        Assert.Null(config.Build(Streams).HeldOut);

        float[] Aside(RandomStreams streams) => config.Build(streams).HeldOut!.ToArray();
    }

    [Fact]
    public void EveryRowIsHeldOutAsOften()
    {
        Npy.Write(FilePath, [0, 1, 2, 3, 4], 5);
        var config = new NpyConfig { Path = FilePath, Standardize = false, HeldOut = 0.4 };
        var counts = new int[5];
        for (ulong seed = 0; seed < 1000; seed++)
        {
            foreach (var row in config.Build(new RandomStreams(seed)).HeldOut!.ToArray())
            {
                counts[(int)row]++;
            }
        }

        Assert.All(counts, count => Assert.Equal(400, count, 4.5 * Math.Sqrt(1000 * 0.4 * 0.6)));
    }

    [Fact]
    public void OneAxisIsOneColumn()
    {
        Npy.Write(FilePath, [1, 2, 3], 3);
        Assert.Equal(1, new NpyConfig { Path = FilePath }.Build(Streams).Dimension);
    }

    [Fact]
    public void AConstantColumnIsKeptAndGivenBack()
    {
        Npy.Write(FilePath, [1, 5, 2, 5], 2, 2);
        var source = new NpyConfig { Path = FilePath }.Build(Streams);
        Assert.Equal([-1, 0, 1, 0], source.Table!.ToArray());
        Assert.Equal([$"{FilePath}: column '2' is 5 in every row, and will be in every sample"], source.Notes);
        float[] generated = [0.5f, 0.3f, -0.5f, -7];
        source.Standardization!.Invert(generated);
        Assert.Equal([1.75f, 5, 1.25f, 5], generated);
        source.Standardization.Apply(generated);
        Assert.Equal([0.5f, 0, -0.5f, 0], generated);
    }

    [Fact]
    public void FurtherAxesAreTheShapeOfASampleStandardizedByChannel()
    {
        float[] numbers = [.. Enumerable.Range(0, 4 * 2 * 3).Select(i => (float)(i / 3 % 2 == 0 ? i : 100 - (i * i)))];
        Npy.Write(FilePath, numbers, 4, 2, 1, 3);
        var source = new NpyConfig { Path = FilePath }.Build(Streams);
        Assert.Equal([2, 1, 3], source.Shape);
        Assert.Equal(6, source.Dimension);
        Assert.Null(source.Columns);
        for (var channel = 0; channel < 2; channel++)
        {
            double[] given = [.. numbers.Where((_, i) => i / 3 % 2 == channel).Select(x => (double)x)];
            var mean = given.Average();
            var deviation = Math.Sqrt(given.Average(x => (x - mean) * (x - mean)));
            float[] seen = [.. source.Table!.ToArray().Where((_, i) => i / 3 % 2 == channel)];
            Assert.All(given.Zip(seen), pair => Assert.Equal((pair.First - mean) / deviation, pair.Second, 1e-6));
        }

        var back = source.Table!.ToArray();
        source.Standardization!.Invert(back);
        Assert.All(numbers.Zip(back), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
        Assert.Equal(numbers, new NpyConfig { Path = FilePath, Standardize = false }.Build(Streams).Table!.ToArray());
    }

    [Theory]
    [InlineData("archive.npz")]
    [InlineData("renamed.npy")]
    public void AnArchiveOfArraysIsNamedForWhatItIs(string name)
    {
        var path = _folder[name];
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            archive.CreateEntry("train.npy");
            archive.CreateEntry("labels.npy");
        }

        foreach (DataConfig config in (DataConfig[])[new NpyConfig { Path = path }, new CsvConfig { Path = path }])
        {
            var error = Assert.Throws<InvalidDataException>(() => config.Build(Streams));
            Assert.Equal(
                $"{path}: is an .npz archive of arrays (train, labels); save the one that is meant as .npy: np.save(\"train.npy\", np.load(FILE)[\"train\"])",
                error.Message);
        }
    }

    [Fact]
    public void FaultsAreNamed()
    {
        AssertFault("row 2, column 1: NaN is not a finite number", [1, 2, float.NaN, 4], 2, 2);
        AssertFault("is a single number; an array of samples is needed", [1]);
        AssertFault("has no rows", [], 0, 2);

        var check = new ConfigCheck();
        new NpyConfig().Validate(check);
        Assert.Equal([("path", "must be given: the file to read")], check.Faults);

        void AssertFault(string message, float[] data, params long[] shape)
        {
            Npy.Write(FilePath, data, shape);
            var error = Assert.Throws<InvalidDataException>(() => new NpyConfig { Path = FilePath }.Build(Streams));
            Assert.Equal($"{FilePath}: {message}", error.Message);
        }
    }
}
