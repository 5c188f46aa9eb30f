using System.Security.Cryptography;
using System.Text;
using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Random;
using GanCli.Tests.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.Data;

public sealed class CsvTests : IDisposable
{
    private static readonly RandomStreams Streams = new(3);

    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder["table.csv"];

    public static TheoryData<string, string> Faults => new()
    {
        { "", "is empty" },
        { "a,b\n", "has no rows" },
        { "a,b\n1,2\n3,\n", "line 3: row 2, column 'b': missing value; fill it in, remove the row, or choose other columns" },
        { "a,b\n1,2\n NA ,4\n", "line 3: row 2, column 'a': missing value ('NA'); fill it in, remove the row, or choose other columns" },
        { "a,b\n1,nan\n", "line 2: row 1, column 'b': missing value ('nan'); fill it in, remove the row, or choose other columns" },
        { "a,b\n1,\"x\ny\"\n", "line 2: row 1, column 'b': 'x\uFFFDy' is not a number; choose numeric columns with columns: […]" },
        { "a\n1,5\n", "line 2: row 1 has 2 fields where the header has 1" },
        { "a,b\n1,-Infinity\n", "line 2: row 1, column 'b': '-Infinity' is not a finite number" },
        { "a,b\n1,1e300\n2,3\n", "row 1, column 'b': 1E+300 is too large for single precision" },
        { "a,b\n1,1e300\n2,-1e300\n", "column 'b' holds numbers too large to standardize" },
        { "a,b\n1,2\n3,4,5\n", "line 3: row 2 has 3 fields where the header has 2" },
        { "a,b\n1,2\n3\n", "line 3: row 2 has 1 field where the header has 2" },
        { "a,b\n1,2\n\n3,4\n", "line 3: is blank between rows; remove it" },
        { "a\n1\n\n\n2\n", "line 3: is blank between rows; remove it" },
        { "a,a\n1,2\n", "has more than one column 'a'" },
        { "a,b\n1,\"2\n", "line 2: a quote is never closed" },
        { "a,b\n1,\"2\"3\n", "line 2: text after a closing quote" },
        { "a,b\n1,2\"3\n", "line 2: a quote inside an unquoted field; put the whole field in quotes" },
        { "a,b\n1,7\n2,7\n", "column 'b' is always 7 and can't be standardized; leave it out or set standardize: false" },
        { "a,b\n1,0.1\n2,0.1\n3,0.1\n", "column 'b' is always 0.1 and can't be standardized; leave it out or set standardize: false" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Faults))]
    public void FaultsAreNamed(string text, string message)
    {
        Write(text);
        var standardize = !message.Contains("single", StringComparison.Ordinal);
        var error = Assert.Throws<InvalidDataException>(() => new CsvConfig { Path = FilePath, Standardize = standardize }.Build(Streams));
        Assert.Equal($"{FilePath}: {message}", error.Message);
    }

    [Theory]
    [InlineData("a,b,c\n1,2,3\n4,5,6\n")]
    [InlineData("a,b,c\r\n1,2,3\r\n4,5,6")]
    [InlineData("a,b,c\r1,2,3\r4,5,6\r\r\r")]
    [InlineData("\uFEFFa, b ,c\n1,2,3\n4,5,6\n\n\n")]
    [InlineData("\"a\",b,\"c\"\n\"1\", 2,3\n4,5e0,+6.0\n")]
    public void DialectsReadTheSame(string text)
    {
        Write(text);
        var source = new CsvConfig { Path = FilePath, Standardize = false }.Build(Streams);
        Assert.Equal(["a", "b", "c"], source.Columns!);
        Assert.Equal([1, 2, 3, 4, 5, 6], source.Table!.Value.ToArray());
        Assert.Null(source.Standardization);
        Assert.Equal(3, source.Dimension);
    }

    [Fact]
    public void QuotedNamesMayHoldAnything()
    {
        Write("\"mass, \"\"wet\"\"\nin kg\";b\n1;2\n4;3\n");
        var source = new CsvConfig { Path = FilePath, Delimiter = ";", Standardize = false }.Build(Streams);
        Assert.Equal(["mass, \"wet\"\nin kg", "b"], source.Columns!);
    }

    [Fact]
    public void ColumnsAreTakenInTheGivenOrderAndOthersMayHoldText()
    {
        Write("name,a,b\nx,1,2\n,3,4\n");
        Assert.Equal([2f, 1, 4, 3], Table(new CsvConfig { Path = FilePath, Columns = ["b", "a"], Standardize = false }));
        var error = Assert.Throws<InvalidDataException>(() => Table(new CsvConfig { Path = FilePath, Columns = ["mass"] }));
        Assert.Equal($"{FilePath}: has no column 'mass'; it has name, a, b", error.Message);
    }

    [Theory]
    [InlineData(";", ";")]
    [InlineData("\t", "\\t")]
    [InlineData("|", "|")]
    public void AnotherDelimiterIsNamed(string used, string named)
    {
        Write($"a{used}b\n1{used}2\n3{used}4\n");
        var error = Assert.Throws<InvalidDataException>(() => Table(new CsvConfig { Path = FilePath }));
        Assert.Equal($"{FilePath}: has no ',' between its fields; try delimiter: \"{named}\"", error.Message);
        Assert.Equal([1f, 2, 3, 4], Table(new CsvConfig { Path = FilePath, Delimiter = used, Standardize = false }));
        Write($"a{used}b\n1\n3\n");
        Assert.Equal([1f, 3], Table(new CsvConfig { Path = FilePath, Columns = [$"a{used}b"], Standardize = false }));
    }

    [Fact]
    public void WithoutAHeaderColumnsAreNumbered()
    {
        Write("1\t2\n3\t4\n");
        var config = new CsvConfig { Path = FilePath, Header = false, Delimiter = "\t", Standardize = false };
        Assert.Equal([1f, 2, 3, 4], Table(config));
        Assert.Equal(["1", "2"], config.Build(Streams).Columns!);
        Assert.Equal([2f, 4], Table(config with { Columns = ["2"] }));
        Write("1\t2\n3\n");
        Assert.Equal(
            $"{FilePath}: line 2: row 2 has 1 field where the first row has 2",
            Assert.Throws<InvalidDataException>(() => Table(config)).Message);
    }

    [Fact]
    public void StandardizationHasMeanZeroDeviationOneAndInverts()
    {
        Write("a,b\n1e6,-3\n1e6,5\n1000003,1\n1000001,0.25\n");
        var source = new CsvConfig { Path = FilePath }.Build(Streams);
        var rows = source.Table!.Value.ToArray();
        Assert.Equal([1_000_001, 0.8125], source.Standardization!.Means);
        Assert.Equal(Math.Sqrt(1.5), source.Standardization.Deviations[0], 1e-12);
        for (var column = 0; column < 2; column++)
        {
            var values = rows.Where((_, i) => i % 2 == column).ToArray();
            Assert.Equal(0, values.Average(), 1e-6);
            Assert.Equal(1, values.Average(x => (double)x * x), 1e-6);
        }

        source.Standardization.Invert(rows);
        Assert.Equal([1e6f, -3, 1e6f, 5, 1000003, 1, 1000001, 0.25f], rows.Select(x => MathF.Round(x, 4)));
    }

    [Fact]
    public void HashIsOfTheWholeFile()
    {
        Write("a,b\n1,2\n3,4\n\n");
        var expected = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(FilePath)));
        Assert.Equal(expected, new CsvConfig { Path = FilePath }.Build(Streams).ContentHash);
    }

    [Fact]
    public void LargeFilesAreReadAcrossBuffers()
    {
        var text = new StringBuilder("\"a\nb\",c\r\n");
        for (var i = 0; i < 40_000; i++)
        {
            text.Append(i % 3 == 0 ? $"\"{i}\"" : $"{i}").Append(',').Append(new string(' ', i % 17)).Append($"{i}.5").Append(i % 2 == 0 ? "\r\n" : "\n");
        }

        Write(text.ToString());
        var source = new CsvConfig { Path = FilePath, Standardize = false }.Build(Streams);
        Assert.Equal(Enumerable.Range(0, 40_000).SelectMany(i => new[] { i, i + 0.5f }), source.Table!.Value.ToArray());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(FilePath))), source.ContentHash);
    }

    [Theory]
    [MemberData(nameof(Cultures.WithComma), MemberType = typeof(Cultures))]
    public void NumbersHaveAPointInEveryCulture(string culture)
    {
        Write("a;b\n1.5;2\n3;1,5\n");
        Cultures.Under(culture, () => Assert.Equal(
            $"{FilePath}: line 3: row 2, column 'b': '1,5' is not a number; choose numeric columns with columns: […]",
            Assert.Throws<InvalidDataException>(() => Table(new CsvConfig { Path = FilePath, Delimiter = ";" })).Message));
        Cultures.Under(culture, () => Assert.Equal(
            [1.5f, 3], Table(new CsvConfig { Path = FilePath, Delimiter = ";", Columns = ["a"], Standardize = false })));
    }

    [Fact]
    public void ForeignBytesAreRefused()
    {
        File.WriteAllBytes(FilePath, [(byte)'g', 0xF6, 0xDF, (byte)'e', (byte)'\n', (byte)'1', (byte)'\n']);
        Assert.Equal(
            $"{FilePath}: is not UTF-8 text; save it as UTF-8",
            Assert.Throws<InvalidDataException>(() => Table(new CsvConfig { Path = FilePath })).Message);
        File.WriteAllText(FilePath, "a\n\"" + new string('x', (1 << 20) + 1));
        Assert.Equal(
            $"{FilePath}: line 2: a field is longer than 1048576 characters",
            Assert.Throws<InvalidDataException>(() => Table(new CsvConfig { Path = FilePath })).Message);
        File.WriteAllText(FilePath, new string(',', 1 << 17));
        Assert.Equal(
            $"{FilePath}: line 1: more than 65536 columns",
            Assert.Throws<InvalidDataException>(() => Table(new CsvConfig { Path = FilePath })).Message);
    }

    [Fact]
    public void AMissingFileIsAnInputError()
        => Assert.Throws<FileNotFoundException>(() => Table(new CsvConfig { Path = _folder["none.csv"] }));

    [Fact]
    public void BadSettingsAreReported()
    {
        var check = new ConfigCheck();
        new CsvConfig { Delimiter = "::" }.Validate(check);
        new CsvConfig { Path = "x", Delimiter = "\"" }.Validate(check);
        Assert.Equal(
            [
                ("path", "must be given: the file to read"),
                ("delimiter", "must be one character, and neither a quote nor a line end"),
                ("delimiter", "must be one character, and neither a quote nor a line end"),
            ],
            check.Faults);
    }

    private static float[] Table(CsvConfig config) => config.Build(Streams).Table!.Value.ToArray();

    private void Write(string text) => File.WriteAllText(FilePath, text);
}
