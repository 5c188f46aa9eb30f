using System.Globalization;
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
        { "a,b\n1,2\n3,\n", "column 'b': 1 of 2 cells is missing, the first in line 3; leave such rows out with missing: drop" },
        { "a,b\n1,2\n NA ,4\n", "column 'a': 1 of 2 cells is missing, the first ('NA') in line 3; leave such rows out with missing: drop" },
        { "a,b\n1,2\n1,nan\n2,\n", "column 'b': 2 of 3 cells are missing, the first ('nan') in line 3; leave such rows out with missing: drop" },
        { "a,b\n1,nan\n2,\n", "column 'b': 2 of 2 cells are missing, the first ('nan') in line 2; leave the column out with leave-out: [b]" },
        { "a,b\n1,\"x\ny\"\n2,3\n",
            "column 'b': 1 of 2 cells is not a number, the first ('x·y') in line 2; mend it, or leave the column out with leave-out: [b]" },
        { "a,the b\n1,x\n2,y\n", "column 'the b': 2 of 2 cells are not numbers, the first ('x') in line 2; leave the column out with leave-out: [\"the b\"]" },
        { "a;b\n1;2,5\n2;3\n", "has no ',' between its fields; try delimiter: \";\"" },
        { "a,b\n1,\"2,5\"\n2,3\n",
            "column 'b': 1 of 2 cells has a decimal comma, the first ('2,5') in line 2; write them without commas or, where these are decimal commas, set "
                + "decimal: comma" },
        { "a,b\n1,\"1,234,567\"\n2,\"3,000.5\"\n",
            "column 'b': 2 of 2 cells have commas between thousands, the first ('1,234,567') in line 2; write them without" },
        { "a,b\n1,\n2,x\n3,4\n",
            "column 'b': 1 of 3 cells is not a number, the first ('x') in line 3; 1 is missing, the first in line 2; mend them, or leave the column out with "
                + "leave-out: [b]" },
        { "a,b\n1,2,5,6\n",
            "line 2: row 1 has 4 fields where the header has 2; where commas set off decimals, save the table with another delimiter and set decimal: comma" },
        { "a,b\n1,2\n# by hand\n", "line 3: row 2 has 1 field where the header has 2; if lines that begin with # are comments, set comment: \"#\"" },
        { "a,b\n1\n1,2\n1,2,3\n", "line 2: row 1 has 1 field where the header has 2; so is 1 more row of another length" },
        { "id,a\n9007199254740993,1\n9007199254740992,2\n",
            "column 'id': its 2 numbers differ only in digits that double precision rounds away; leave the column out with leave-out: [id]" },
        { "id,a\n9007199254740992,1\n9007199254740994,2\n",
            "column 'id' differs from 9007199254740992 by too little to be told from rounding; leave it out, or take a constant away from it" },
        { "a\n1,5\n",
            "line 2: row 1 has 2 fields where the header has 1; where commas set off decimals, save the table with another delimiter and set decimal: comma" },
        { "a,b\n1,-Infinity\n", "column 'b': 1 of 1 cell is not finite, the first ('-Infinity') in line 2; leave the column out with leave-out: [b]" },
        { "a,b\n1,1e300\n2,3\n", "row 1, column 'b': 1E+300 is too large for single precision" },
        { "a,b\n1,1e300\n2,-1e300\n", "column 'b' holds numbers too large to standardize" },
        { "a,b\n1,2\n3,4,5\n", "line 3: row 2 has 3 fields where the header has 2" },
        { "a,b\n1,2\n3\n", "line 3: row 2 has 1 field where the header has 2" },
        { "a,b\n1,2\n\n3,4\n", "line 3: is blank between rows; remove it" },
        { "a\n1\n\n\n2\n", "line 3: is blank between rows; remove it" },
        { "a,b\n1,\"2\n", "line 2: a quote is never closed" },
        { "a,b\n1,\"2\"3\n", "line 2: text after a closing quote" },
        { "a,b\n1,2\"3\n", "line 2: a quote inside an unquoted field; put the whole field in quotes" },
    };

    /// <summary>A few rows of a table with gaps, as they come from a clinic.</summary>
    private const string WithGaps = """
        age,bmi,bp,colony
        59,32.1,101,north
        48,21.6,87,north
        72,,93,south
        24,25.3,NA,south
        50,,101,
        23,22.6,89,north

        """;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EveryBadColumnIsInOneMessage()
    {
        Write(WithGaps);
        var error = Assert.Throws<InvalidDataException>(() => Table(new CsvConfig { Path = FilePath }));
        Assert.Equal(
            $"""
            {FilePath}: 3 faults
              column 'bmi': 2 of 6 cells are missing, the first in line 4; leave such rows out with missing: drop
              column 'bp': 1 of 6 cells is missing, the first ('NA') in line 5; leave such rows out with missing: drop
              column 'colony': 5 of 6 cells are not numbers, the first ('north') in line 2; 1 is missing, the first in line 6; leave the column out with leave-out: [colony]
            """.ReplaceLineEndings("\n"),
            error.Message);
    }

    [Fact]
    public void RowsWithMissingCellsCanBeDropped()
    {
        Write(WithGaps);
        var config = new CsvConfig { Path = FilePath, LeaveOut = ["colony"], Missing = MissingCells.Drop, Standardize = false };
        var source = config.Build(Streams);
        Assert.Equal([59, 32.1f, 101, 48, 21.6f, 87, 23, 22.6f, 89], source.Table!.ToArray());
        Assert.Equal([$"{FilePath}: 3 of 6 rows have a missing cell and are left out"], source.Notes);

        // Gaps elsewhere are no reason.
        Assert.Equal([59f, 48, 72, 24, 50, 23], Table(config with { Columns = ["age"], LeaveOut = [] }));
        Write("a,b\n1,\n,2\n");
        Assert.Equal(
            $"{FilePath}: every one of 2 rows has a missing cell; choose columns that have fewer",
            Assert.Throws<InvalidDataException>(() => Table(config with { LeaveOut = [] })).Message);
    }

    [Fact]
    public void AnIndexColumnIsToldAndCanBeLeftOut()
    {
        Write(",height,weight\n0,171.1,68.4\n1,175.8,71.3\n2,165.2,74.3\n");
        var config = new CsvConfig { Path = FilePath, Standardize = false };
        Assert.Equal([$"{FilePath}: column '1' counts the rows, as an index does; leave it out with leave-out: [1]"], config.Build(Streams).Notes);
        var without = (config with { LeaveOut = ["1"] }).Build(Streams);
        Assert.Equal(["height", "weight"], without.Columns!);
        Assert.Empty(without.Notes);

        // Whoever names a column wants it.
        Assert.Empty((config with { Columns = ["", "height"] }).Build(Streams).Notes);
        Write("day,height\n0,1\n1,2\n2,4\n");
        Assert.Empty(config.Build(Streams).Notes);
        Write("day\n" + string.Join('\n', Enumerable.Range(1, 30)));
        Assert.Equal([$"{FilePath}: column 'day' counts the rows, as an index does; leave it out with leave-out: [day]"], config.Build(Streams).Notes);

        // From anywhere, where the name says so; years of a series are a quantity.
        Write("id\n" + string.Join('\n', Enumerable.Range(1000, 30)));
        Assert.Equal([$"{FilePath}: column 'id' counts the rows, as an index does; leave it out with leave-out: [id]"], config.Build(Streams).Notes);
        Write("year\n" + string.Join('\n', Enumerable.Range(1990, 30)));
        Assert.Empty(config.Build(Streams).Notes);
    }

    // Rounded shares sum to a rounded total: 0.34 + 0.33 + 0.34 is no fault.
    [Theory]
    [InlineData(1, 2, 1, 40, true)]
    [InlineData(100, 1, 1, 40, true)]
    [InlineData(100, 0, 1, 40, true)]
    [InlineData(2, 2, 1, 40, false)]
    [InlineData(1, 2, 1.04, 40, false)]
    [InlineData(1, 2, 1, 10, false)]
    public void SharesOfAWholeAreTold(double total, int decimals, double lastRow, int rows, bool told)
    {
        var text = new StringBuilder("size,a,b,c,kind\n");
        for (var i = 0; i < rows; i++)
        {
            var (a, b) = (Math.Round(total * (0.1 + (i % 7 * 0.1)), decimals), Math.Round(total * (i % 3) * 0.05, decimals));
            var whole = i == rows - 1 ? total * lastRow : total;
            text.AppendLine(CultureInfo.InvariantCulture, $"{i * i},{a},{b},{Math.Round(whole - a - b, decimals)},{i % 2}");
        }

        Write(text.ToString());
        var shares = new CsvConfig { Path = FilePath }.Build(Streams).Notes;
        Assert.Equal(
            told ? [$"{FilePath}: columns 'a' to 'c' sum to {total} in every row, and samples will do so only nearly; leave one out with leave-out: [c] and "
                + $"take it as what the others leave"] : [],
            shares);
        Assert.Empty(new CsvConfig { Path = FilePath, LeaveOut = ["c"] }.Build(Streams).Notes);
    }

    [Fact]
    public void ConstantColumnsAreKept()
    {
        Write("a,b\n1,0.1\n2,0.1\n3,0.1\n");
        var source = new CsvConfig { Path = FilePath }.Build(Streams);
        Assert.Equal([0f, 0, 0], source.Table!.ToArray().Where((_, i) => i % 2 == 1));
        Assert.Equal([$"{FilePath}: column 'b' is 0.1 in every row, and will be in every sample"], source.Notes);
        float[] generated = [0, 3];
        source.Standardization!.Invert(generated);
        Assert.Equal([2, 0.1f], generated);
    }

    [Theory]
    [InlineData("1.5,2\n3,4\n", null, "line 1 holds numbers only and counts as the first row; set header: true if it names the columns, or false if not", 2)]
    [InlineData("1.5,2\n3,4\n", false, null, 2)]
    [InlineData("1.5,2\n3,4\n", true, null, 1)]
    [InlineData("0,1,2\n7,3,4\n", null, null, 1)]
    [InlineData("a,2\n3,4\n", null, null, 1)]
    [InlineData("# by hand\n1.5,2\n3,4\n", true, "", 1)]
    public void AFirstLineOfNumbersIsNoHeader(string text, bool? header, string? note, int rows)
    {
        Write(text);
        var config = new CsvConfig { Path = FilePath, Header = header, Standardize = false, Comment = note?.Length == 0 ? "#" : null };
        var source = config.Build(Streams);
        Assert.Equal(rows, source.Table!.Count);
        Assert.Equal(note is null or "" ? [] : [$"{FilePath}: {note}"], source.Notes);
    }

    [Fact]
    public void NumbersMayNameColumns()
    {
        Write("2001,2002\n3,4\n");
        var config = new CsvConfig { Path = FilePath, Columns = ["2002"], Standardize = false };
        Assert.Equal([4f], Table(config));

        // By number only where none is called so.
        Assert.Equal([3f], Table(config with { Columns = ["1"], Header = true }));
        Write("2,1\n3,4\n");
        Assert.Equal([4f], Table(config with { Columns = ["1"] }));
    }

    [Fact]
    public void CommentsAreSkippedWhereTheyAreAnnounced()
    {
        Write("# drawn by hand\n#\na,b\n1,2\n# the scale broke, \"here\n3,4\n#");
        Assert.Equal([1f, 2, 3, 4], Table(new CsvConfig { Path = FilePath, Comment = "#", Standardize = false }));
        Write("# a,b\n1,2\n3,4\n");
        Assert.Equal(
            [$"{FilePath}: the first column is called '# a'; if lines that begin with # are comments, set comment: \"#\""],
            new CsvConfig { Path = FilePath }.Build(Streams).Notes);
    }

    [Fact]
    public void DecimalsMayHaveAComma()
    {
        Write("a;b\n1,5;-2e1\n-3;4,25\n");
        var config = new CsvConfig { Path = FilePath, Decimal = DecimalMark.Comma, Standardize = false };
        Assert.Equal([1.5f, -20, -3, 4.25f], Table(config));
        Write("a\n1,5\n2,5\n");
        Assert.Equal([1.5f, 2.5f], Table(config));
        Write("a;b\n1,5;2.5\n");
        Assert.Equal(
            $"{FilePath}: column 'b': 1 of 1 cell has a decimal point, the first ('2.5') in line 2; write all numbers alike, or set decimal: point",
            Assert.Throws<InvalidDataException>(() => Table(config)).Message);
    }

    [Fact]
    public void TabsSeparateTheFieldsOfATsvFile()
    {
        var path = _folder["table.TSV"];
        File.WriteAllText(path, "a\tb\n1\t2\n");
        Assert.Equal([1f, 2], Table(new CsvConfig { Path = path, Standardize = false }));
    }

    [Fact]
    public void ColumnsOfOneNameAreChosenByNumber()
    {
        Write("a,a\n1,2\n3,5\n");
        var config = new CsvConfig { Path = FilePath, Standardize = false };
        Assert.Equal([2f, 5], Table(config with { Columns = ["2"] }));
        Assert.Equal(
            $"{FilePath}: has more than one column 'a'; choose it by its number, from 1",
            Assert.Throws<InvalidDataException>(() => Table(config with { Columns = ["a"] })).Message);
    }

    [Fact]
    public void LongAndHostileCellsAreNeverEchoedWhole()
    {
        Write($"a,\e]0;x\u2028\n1,2\n{new string('9', 1_000_000)},3\n1,\e[31m\u202e{new string('y', 500_000)}\n");
        var message = Assert.Throws<InvalidDataException>(() => Table(new CsvConfig { Path = FilePath })).Message;
        Assert.True(message.Length < 1000, message);
        Assert.DoesNotContain('\e', message);
        Assert.DoesNotContain('\u2028', message);
        Assert.DoesNotContain('\u202e', message);
        message = Assert.Throws<InvalidDataException>(() => Table(new CsvConfig { Path = FilePath, Columns = ["b\e" + new string('z', 100_000)] })).Message;
        Assert.True(message.Length < 1000, message);
        Assert.DoesNotContain('\e', message);
    }

    [Fact]
    public void HowColumnsAreWrittenIsKnown()
    {
        Write("day,share,rate,long,few\n1,0.02,1e-3,0.12345678,0\n31,0.5,2,1,1\n7,0.10,3,1,0\n");
        Assert.Equal(
            [new ColumnForm(0, 1, 31, 3), new ColumnForm(2, 0.02, 0.5, 3), new ColumnForm(null, 1e-3, 3, 3), new ColumnForm(null, 0.12345678, 1, 2),
                new ColumnForm(0, 0, 1, 2)],
            new CsvConfig { Path = FilePath }.Build(Streams).Forms!);
        Write("a\n" + string.Join('\n', Enumerable.Range(5, ColumnForm.MostValues + 1)));
        Assert.Equal([new ColumnForm(0, 5, 25, null)], new CsvConfig { Path = FilePath }.Build(Streams).Forms!);
    }

    [Fact]
    public void OnlyColumnsOfWholeNumbersAreRoundedAndKeptInRange()
    {
        float[] rows = [-0.4f, 0.016f, 3.14159f, 33, 0.994f, float.NaN, 6.7f, 0.505f, 99];
        ColumnForm.Apply([new ColumnForm(0, 1, 31, null), new ColumnForm(2, 0.02, 0.98, null), new ColumnForm(null, 0, 1, null)], rows);
        Assert.Equal([1, 0.016f, 3.14159f, 31, 0.994f, float.NaN, 7, 0.505f, 99], rows);
    }

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
        Assert.Equal([1, 2, 3, 4, 5, 6], source.Table!.ToArray());
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
        var rows = source.Table!.ToArray();
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
        Assert.Equal(Enumerable.Range(0, 40_000).SelectMany(i => new[] { i, i + 0.5f }), source.Table!.ToArray());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(FilePath))), source.ContentHash);
    }

    [Theory]
    [MemberData(nameof(Cultures.WithComma), MemberType = typeof(Cultures))]
    public void NumbersHaveAPointInEveryCulture(string culture)
    {
        Write("a;b\n1.5;2\n3;1,5\n");
        Cultures.Under(culture, () => Assert.Equal(
            $"{FilePath}: column 'b': 1 of 2 cells has a decimal comma, the first ('1,5') in line 3; write them without commas or, where these are decimal "
                + $"commas, set decimal: comma",
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

    private static float[] Table(CsvConfig config) => config.Build(Streams).Table!.ToArray();

    private void Write(string text) => File.WriteAllText(FilePath, text);
}
