using GanCli.Terminal;
using GanCli.Tests.Support;

namespace GanCli.Tests.Terminal;

public sealed class TextTableTests
{
    [Fact]
    public void ColumnsAlignAndNoLineEndsInBlanks()
    {
        var recorded = new RecordedOutput(StreamTraits.Plain);

        Table().Write(recorded.Output);

        Assert.Equal("  RUN     STEP  NAME\n  3fa9   10000  mog8\n  b07d2     42  a longer name\n", recorded.Data);
    }

    [Theory]
    [InlineData(29, "  RUN     STEP  NAME\n", "")]
    [InlineData(28, "  RUN    NAME\n", "for want of width without STEP: a wider terminal shows them")]
    [InlineData(22, "  RUN    NAME\n", "for want of width without STEP: a wider terminal shows them")]
    [InlineData(10, "  RUN\n", "for want of width without STEP, NAME: a wider terminal shows them")]
    [InlineData(3, "  RUN\n", "for want of width without STEP, NAME: a wider terminal shows them")]
    public void ANarrowTerminalLosesColumnsSaysSoAndNeverWraps(int width, string heading, string said)
    {
        var recorded = new RecordedOutput(new StreamTraits(IsTerminal: true, HasColour: false, width));

        Table().Write(recorded.Output);

        Assert.StartsWith(heading, recorded.Data, StringComparison.Ordinal);
        string[] lines = recorded.Data.Split('\n')[..^1];
        Assert.All(lines[1..3], (row, i) => Assert.StartsWith(i == 0 ? "  3fa9" : "  b07d2", row, StringComparison.Ordinal));
        Assert.Equal(said, string.Join(' ', lines[3..].Select(line => line.Trim())));
        Assert.True(width < 10 || recorded.Data.Split('\n').All(line => line.Length <= width));
    }

    [Fact]
    public void AColumnMayBeWrappedBetweenWordsBeforeAnotherIsLost()
    {
        var recorded = new RecordedOutput(new StreamTraits(IsTerminal: true, HasColour: false, 30));

        new TextTable().Add("GROUP", wraps: true).Add("MODES", alignRight: true, dropOrder: 1).AddRow("some words of a longer name", "8").AddRow("one", "7")
            .Write(recorded.Output);

        Assert.Equal("  GROUP         MODES\n  some words        8\n  of a longer\n  name\n  one               7\n", recorded.Data);
    }

    [Fact]
    public void ColourDoesNotDisturbTheColumns()
    {
        var recorded = new RecordedOutput(new StreamTraits(IsTerminal: true, HasColour: true, 100));

        new TextTable().Add("A").Add("B").AddRow(new("x", Style.Good), "1").AddRow("long", "2").Write(recorded.Output);

        Assert.Equal("  \e[2mA\e[0m     \e[2mB\e[0m\n  \e[32mx\e[0m     1\n  long  2\n", recorded.Data);
    }

    [Fact]
    public void ARowOfAnotherLengthIsAMistake() => Assert.Throws<ArgumentException>(() => new TextTable().Add("A").AddRow("1", "2"));

    private static TextTable Table() =>
        new TextTable().Add("RUN").Add("STEP", alignRight: true, dropOrder: 2).Add("NAME", dropOrder: 1)
            .AddRow("3fa9", "10000", "mog8")
            .AddRow("b07d2", "42", "a longer name");
}
