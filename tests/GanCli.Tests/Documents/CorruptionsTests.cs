using System.Globalization;
using System.Text.RegularExpressions;
using GanCli.Tests.Support;

namespace GanCli.Tests.Documents;

/// <summary>The committed table of spoilt pictures shows what the metrics are for.</summary>
public sealed partial class CorruptionsTests
{
    private static readonly string[][] Rows =
    [
        .. File.ReadLines(Repository.PathOf("configs", "metrics", "RESULTS.md")).Where(static line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(static line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1]),
    ];

    [Fact]
    public void AMissingClassIsTwentyTimesTheFloor() => Assert.True(Number(Row("without the class", columns: 5)[1], Times()) >= 20);

    [Fact]
    public void RealPicturesAreNearTheFloor() => Assert.InRange(Number(Row("training did not see", columns: 5)[1], Times()), 0.2, 3);

    [Theory]
    [InlineData("uniform noise")]
    [InlineData("one grey")]
    [InlineData("checkerboards")]
    [InlineData("one Gaussian")]
    public void PicturesOfNothingHoldNoMode(string words) => Assert.Equal("0 of 10", Row(words, columns: 10)[1]);

    [Fact]
    public void TenPicturesHoldAllModesAndRecallNothing()
    {
        string[] ten = Row("ten of them", columns: 10);
        Assert.Equal("10 of 10", ten[1]);
        Assert.True(Number(ten[4], Percent()) < 5);
        Assert.Equal(0, Number(ten[5], First()));
        Assert.True(Number(Row("training did not see", columns: 10)[4], Percent()) > 90);
    }

    private static string[] Row(string words, int columns) =>
        Assert.Single(Rows, row => row.Length == columns && row[0].Contains(words, StringComparison.Ordinal));

    private static double Number(string cell, Regex pattern) => double.Parse(pattern.Match(cell).Groups["number"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\((?<number>[0-9.e+-]+) ×\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Times();

    [GeneratedRegex(@"(?<number>[0-9.]+)%", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Percent();

    [GeneratedRegex(@"(?<number>[0-9.e+-]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex First();
}
