using GanCli.Terminal;

namespace GanCli.Tests.Terminal;

public sealed class StreamTraitsTests
{
    [Fact]
    public void ATerminalHasColourAndItsWidth() =>
        Assert.Equal(new StreamTraits(IsTerminal: true, HasColour: true, 132), Decide(redirected: false, width: 132));

    [Fact]
    public void ATerminalOfUnknownWidthHasEightyColumns() => Assert.Equal(80, Decide(redirected: false, width: 0).Width);

    [Fact]
    public void APipeIsPlain() => Assert.Equal(StreamTraits.Plain, Decide(redirected: true));

    [Theory]
    [InlineData("TERM", "dumb")]
    [InlineData("CI", "true")]
    [InlineData("CI", "1")]
    [InlineData("GITHUB_ACTIONS", "true")]
    public void SomeTerminalsArePlain(string name, string value) => Assert.Equal(StreamTraits.Plain, Decide(redirected: false, name: name, value: value));

    [Theory]
    [InlineData("TERM", "xterm")]
    [InlineData("CI", "false")]
    [InlineData("CI", "")]
    [InlineData("NO_COLOR", "")]
    public void OthersAreNot(string name, string value) => Assert.True(Decide(redirected: false, name: name, value: value).HasColour);

    [Fact]
    public void NoColorKeepsTheTerminal() =>
        Assert.Equal(new StreamTraits(IsTerminal: true, HasColour: false, 100), Decide(redirected: false, name: "NO_COLOR", value: "1"));

    private static StreamTraits Decide(bool redirected, int width = 100, string? name = null, string? value = null) =>
        StreamTraits.Decide(redirected, () => width, variable => string.Equals(variable, name, StringComparison.Ordinal) ? value : null);
}
