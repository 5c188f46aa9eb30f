using GanCli.Terminal;
using GanCli.Tests.Support;

namespace GanCli.Tests.Terminal;

public sealed class WordWrapTests
{
    [Theory]
    [InlineData("one two three", 80, "one two three")]
    [InlineData("one two three", 9, "one two|  three")]
    [InlineData("    one two three", 13, "    one two|      three")]
    [InlineData("one-very-long-word two", 9, "one-very-long-word|  two")]
    [InlineData("a   b   c", 6, "a   b|  c")]
    [InlineData("", 9, "")]
    [InlineData("\e[31merror:\e[0m one two", 10, "\e[31merror:\e[0m one|  two")]
    public void LinesHangFromTheirBeginning(string text, int width, string expected) =>
        Assert.Equal(expected, string.Join('|', WordWrap.Hanging(text, width)));

    [Fact]
    public void ErrorsAreWrappedOnATerminalOnly()
    {
        var terminal = new RecordedOutput(new StreamTraits(IsTerminal: true, HasColour: false, Width: 20));
        terminal.Output.Error("a.yaml:1:1 data.radios: unknown key\n   keys: radius, std");
        Assert.Equal("a.yaml:1:1\n  data.radios:\n  unknown key\n   keys: radius, std\n", terminal.Talk);

        var pipe = new RecordedOutput(StreamTraits.Plain);
        pipe.Output.Error("a.yaml:1:1 data.radios: unknown key and many words more than twenty columns");
        Assert.Equal("a.yaml:1:1 data.radios: unknown key and many words more than twenty columns\n", pipe.Talk);
    }
}
