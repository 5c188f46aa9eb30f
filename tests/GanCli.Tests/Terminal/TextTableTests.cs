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
    [InlineData(29, "  RUN     STEP  NAME\n")]
    [InlineData(28, "  RUN    NAME\n")]
    [InlineData(22, "  RUN    NAME\n")]
    [InlineData(10, "  RUN\n")]
    [InlineData(3, "  RUN\n")]
    public void ANarrowTerminalLosesColumnsAndNeverWraps(int width, string heading)
    {
        var recorded = new RecordedOutput(new StreamTraits(IsTerminal: true, HasColour: false, width));

        Table().Write(recorded.Output);

        Assert.StartsWith(heading, recorded.Data, StringComparison.Ordinal);
        Assert.Equal(3, recorded.Data.Count(letter => letter == '\n'));
        Assert.True(width < 10 || recorded.Data.Split('\n').All(line => line.Length <= width));
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
