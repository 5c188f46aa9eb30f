using GanCli.Terminal;

namespace GanCli.Tests.Terminal;

public sealed class StreamTraitsTests
{
    [Fact]
    public void ATerminalHasColourAndItsSize() =>
        Assert.Equal(new StreamTraits(IsTerminal: true, HasColour: true, 132, 40), Decide(redirected: false, width: 132));

    [Fact]
    public void ATerminalOfUnknownSizeHasEightyColumnsAndTwentyFourRows() =>
        Assert.Equal(new StreamTraits(IsTerminal: true, HasColour: true, 80, 24), Decide(redirected: false, width: 0, height: 0));

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
        Assert.Equal(new StreamTraits(IsTerminal: true, HasColour: false, 100, 40), Decide(redirected: false, name: "NO_COLOR", value: "1"));

    private static StreamTraits Decide(bool redirected, int width = 100, int height = 40, string? name = null, string? value = null) =>
        StreamTraits.Decide(redirected, () => (width, height), variable => string.Equals(variable, name, StringComparison.Ordinal) ? value : null);
}
