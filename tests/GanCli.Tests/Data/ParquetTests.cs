using System.Security.Cryptography;
using GanCli.Engine.Data;
using GanCli.Engine.Random;
using GanCli.Runs;
using GanCli.Tests.Support;
using Parquet;
using Parquet.Schema;

namespace GanCli.Tests.Data;

public sealed class ParquetTests : IDisposable
{
    private static readonly RandomStreams Streams = new(3);

    /// <summary>Written by Apache Arrow for C++ (ParquetSharp 25.0.1): two groups of 20 rows, compressed with Snappy, with dictionaries.</summary>
    private static readonly string Arrow = Repository.PathOf("tests", "GanCli.Tests", "Data", "Fixtures", "arrow.parquet");

    private static readonly string[] Whole = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "bool"];

    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder["table.parquet"];

    [Fact]
    public void NumbersOfEveryTypeAreRead()
    {
        string[] columns = ["double", "float", .. Whole, "price"];
        DataSource source = new ParquetConfig { Path = Arrow, Standardize = false, Columns = columns }.Build(Streams);

        Assert.Equal(columns, source.Columns!);
        float[][] rows = [.. source.Table!.ToArray().Chunk(columns.Length)];
        Assert.Equal(40, rows.Length);
        Assert.All(rows.Index(), static row => Assert.Equal(
            [row.Index * 0.5f, row.Index * 0.25f, -row.Index, row.Index * 100f, row.Index * 1000f, row.Index * 1e6f, row.Index + 100f, row.Index
                + 60_000f, row.Index + 4e9f, row.Index % 3, 1 - (row.Index % 2), row.Index / 8f],
            row.Item));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Arrow))), source.ContentHash);

        // What has no fractions by its type comes out whole, with the table's ends; binary fractions say nothing of decimals.
        Assert.Equal([null, null, .. Enumerable.Repeat((int?)0, Whole.Length), null], source.Forms!.Select(static form => form.Decimals));
        Assert.Equal((-39, 0), (source.Forms![2].Low, source.Forms[2].High));
        Assert.Equal(2, source.Forms[^2].Values);
    }

    [Fact]
    public void EveryBadColumnIsInOneMessage()
    {
        var error = Assert.Throws<InvalidDataException>(() => new ParquetConfig { Path = Arrow }.Build(Streams));
        Assert.Equal(
            $"""
            {Arrow}: 6 faults
              column 'gaps': 4 of 40 cells are missing, the first in row 4; leave such rows out with missing: drop
              column 'nans': 8 of 40 cells are missing, the first ('NaN') in row 5; leave such rows out with missing: drop
              column 'text': its 40 cells hold text, not numbers; leave the column out with leave-out: [text]
              column 'when': its 40 cells hold times, not numbers; leave the column out with leave-out: [when]
              column 'list': its 40 cells hold lists or structures, not numbers; leave the column out with leave-out: [list]
              column 'day': its 40 cells hold times, not numbers; leave the column out with leave-out: [day]
            """.ReplaceLineEndings("\n"),
            error.Message);
    }

    [Fact]
    public void ColumnsAreChosenAndRowsDroppedAsOfACsv()
    {
        var config = new ParquetConfig { Path = Arrow, Standardize = false, Columns = ["nans", "gaps"], Missing = MissingCells.Drop };
        DataSource source = config.Build(Streams);
        Assert.Equal([$"{Arrow}: 12 of 40 rows have a missing cell and are left out"], source.Notes);
        int[] left = [.. Enumerable.Range(0, 40).Where(static k => k % 10 is not (3 or 4 or 5))];
        Assert.Equal(left.SelectMany(static k => (float[])[k, k % 7]), source.Table!.ToArray());

        Assert.Equal(["double", "bool"], (config with { Columns = ["1", "bool"] }).Build(Streams).Columns!);
        Assert.Contains("has no column 'flaot'; it has double, float, int8", Refused(config with { Columns = ["flaot"] }), StringComparison.Ordinal);
    }

    /// <summary>A table gives the same source, whatever kind of file it lies in.</summary>
    [Fact]
    public async Task ATableIsTheSameInTextAndInParquet()
    {
        double[] heights = [.. Enumerable.Range(0, 30).Select(static i => 150 + (i * 1.7))];
        long[] counts = [.. Enumerable.Range(0, 30).Select(static i => (long)(i * i % 11))];
        long[] index = [.. Enumerable.Range(0, 30).Select(static i => (long)i)];
        await Write(("height", heights), ("count", counts), ("__index_level_0__", index));
        File.WriteAllText(_folder["table.csv"], "height,count,__index_level_0__\n"
            + string.Concat(index.Select(i => FormattableString.Invariant($"{heights[i]:R},{counts[i]},{i}\n"))));

        DataSource parquet = new ParquetConfig { Path = FilePath, HeldOut = 0.2 }.Build(Streams);
        DataSource csv = new CsvConfig { Path = _folder["table.csv"], HeldOut = 0.2 }.Build(Streams);
        Assert.Equal(csv.Table!.ToArray(), parquet.Table!.ToArray());
        Assert.Equal(csv.HeldOut!.ToArray(), parquet.HeldOut!.ToArray());
        Assert.Equal(csv.Standardization!.Means, parquet.Standardization!.Means);
        Assert.Equal(csv.Forms![1], parquet.Forms![1]);
        Assert.Equal([$"{FilePath}: column '__index_level_0__' counts the rows, as an index does; leave it out with leave-out: [__index_level_0__]"],
            parquet.Notes);
    }

    [Fact]
    public async Task NumbersThatDoublePrecisionRoundsAreTold()
    {
        await Write(("id", (long[])[(1L << 53) + 1, 1L << 53]), ("a", (double[])[1, 2]));
        Assert.Equal(
            $"{FilePath}: column 'id': its 2 numbers differ only in digits that double precision rounds away; leave the column out with leave-out: [id]",
            Refused(new ParquetConfig { Path = FilePath }));
        await Write(("a", (double[])[1, double.PositiveInfinity, double.NaN]));
        Assert.Equal(
            $"{FilePath}: column 'a': 1 of 3 cells is not finite, the first ('Infinity') in row 2; 1 is missing, the first ('NaN') in row 3; mend them, or "
                + $"leave the column out with leave-out: [a]",
            Refused(new ParquetConfig { Path = FilePath }));
        await Write(("a", Array.Empty<double>()));
        Assert.Equal($"{FilePath}: has no rows", Refused(new ParquetConfig { Path = FilePath }));
    }

    /// <summary>Groups of several sizes, beside a column with gaps. (The library's reader of columns that may have gaps was seen to find some in columns
    /// that have none, in the third of such groups; whether it does hangs on what its buffers held before.)</summary>
    [Fact]
    public async Task ColumnsWithoutGapsAreReadWhole()
    {
        int[] groups = [1 << 17, 1 << 17, 37_856];
        DataField[] fields = [new DataField("whole", typeof(float)), new DataField("count", typeof(long)), new DataField("gaps", typeof(double?))];
        await using (FileStream file = File.Create(FilePath))
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file))
        {
            foreach (int rows in groups)
            {
                using ParquetRowGroupWriter group = writer.CreateRowGroup();
                await group.WriteAsync<float>(fields[0], Enumerable.Range(0, rows).Select(static i => i * 0.5f).ToArray());
                await group.WriteAsync<long>(fields[1], Enumerable.Range(0, rows).Select(static i => (long)(i % 56)).ToArray());
                await group.WriteAsync<double>(fields[2], Enumerable.Range(0, rows).Select(static i => i % 2 == 0 ? (double?)null : i).ToArray());
            }
        }

        float[] Read(params string[] columns) =>
            new ParquetConfig { Path = FilePath, Standardize = false, Columns = columns, Missing = MissingCells.Drop }.Build(Streams).Table!.ToArray();
        Assert.Equal(groups.SelectMany(static rows => Enumerable.Range(0, rows)).Where(static i => i % 2 == 1)
            .SelectMany(static i => (float[])[i * 0.5f, i % 56, i]), Read("whole", "count", "gaps"));
        Assert.Equal(groups.SelectMany(static rows => Enumerable.Range(0, rows)).SelectMany(static i => (float[])[i * 0.5f, i % 56]), Read("whole", "count"));
    }

    [Fact]
    public void OtherFilesAreNamedForWhatTheyAre()
    {
        byte[] whole = File.ReadAllBytes(Arrow);
        foreach ((byte[] content, string message) in ((byte[], string)[])
            [("a,b\n1,2\n3,4\n"u8.ToArray(), "is no Parquet file; set kind: csv for a table of text, npy for an array"),
             ([], "is no Parquet file; set kind: csv for a table of text, npy for an array"),
             ("PAR1PAR"u8.ToArray(), "is no Parquet file; set kind: csv for a table of text, npy for an array"),
             (whole[..^1], "is cut short: a Parquet file ends with PAR1, as it begins"),
             (whole[..(whole.Length / 2)], "is cut short: a Parquet file ends with PAR1, as it begins"),
             ([.. "PARE"u8, .. whole[4..^4], .. "PARE"u8], "is encrypted; write it without encryption")])
        {
            File.WriteAllBytes(FilePath, content);
            Assert.Equal($"{FilePath}: {message}", Refused(new ParquetConfig { Path = FilePath }));
        }

        Assert.Equal($"{Arrow}: is a Parquet file; set kind: parquet", Refused(new CsvConfig { Path = Arrow }));
        Npy.Write(_folder["rows.npy"], [1, 2], 2);
        Assert.Equal($"{_folder["rows.npy"]}: is an array of NumPy; set kind: npy", Refused(new ParquetConfig { Path = _folder["rows.npy"] }));
        Assert.Equal($"{_folder.FullName}: is a folder, not a file",
            Assert.Throws<IOException>(() => new ParquetConfig { Path = _folder.FullName }.Build(Streams)).Message);
    }

    [Fact]
    public void APipeIsRefused()
    {
        string mkfifo = Tools.Require("mkfifo");
        System.Diagnostics.Process.Start(mkfifo, FilePath).WaitForExit();
        Assert.Contains("is a pipe or a device", Assert.Throws<IOException>(() => new ParquetConfig { Path = FilePath }.Build(Streams)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>Content that lost or changed some bytes is refused in one line, or read where it still makes sense; nothing else comes out.</summary>
    [Fact]
    public void DamagedContentIsSaidInOneLine()
    {
        byte[] whole = File.ReadAllBytes(Arrow);
        var random = new System.Random(8);
        string[] columns = ["double", "int32", "bool", "gaps"];
        int refused = 0;
        for (int i = 0; i < 400; i++)
        {
            // Half of the damage goes to the end, where the schema and the places of all columns are.
            byte[] damaged = [.. whole];
            int first = i % 2 == 0 ? 4 : whole.Length * 2 / 3;
            for (int n = random.Next(1, 6); n > 0; n--)
            {
                damaged[random.Next(first, whole.Length - 4)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(FilePath, damaged);
            try
            {
                new ParquetConfig { Path = FilePath, Columns = columns, Missing = MissingCells.Drop }.Build(Streams);
            }
            catch (InvalidDataException exception)
            {
                refused++;
                Assert.StartsWith(FilePath + ": ", exception.Message, StringComparison.Ordinal);
                Assert.True(exception.Message.Length < 1000, exception.Message);
            }
        }

        Assert.InRange(refused, 100, 399);
    }

    public void Dispose() => _folder.Dispose();

    private static string Refused(DataConfig config) => Assert.Throws<InvalidDataException>(() => config.Build(Streams)).Message;

    private async Task Write(params (string Name, Array Values)[] columns)
    {
        DataField[] fields = [.. columns.Select(static column => new DataField(column.Name, column.Values.GetType().GetElementType()!))];
        await using FileStream file = File.Create(FilePath);
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file);
        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        foreach ((DataField field, Array values) in fields.Zip(columns.Select(static column => column.Values)))
        {
            await (values is long[] whole ? group.WriteAsync<long>(field, whole) : group.WriteAsync<double>(field, (double[])values));
        }
    }
}
