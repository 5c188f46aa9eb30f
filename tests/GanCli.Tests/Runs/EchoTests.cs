using GanCli.Runs;
using GanCli.Terminal;
using GanCli.Tests.Support;

namespace GanCli.Tests.Runs;

public sealed class EchoTests
{
    private static readonly StreamTraits Coloured = new(IsTerminal: true, HasColour: true, 100);

    [Theory]
    [InlineData("a plain line", "a plain line")]
    [InlineData("größe · σ → 漢字 😀", "größe · σ → 漢字 😀")]
    [InlineData("\e]0;owned\a.csv", "\\u001B]0;owned\\u0007.csv")]
    [InlineData("\e[31mred", "\\u001B[31mred")]
    [InlineData("a\0b", "a\\u0000b")]
    [InlineData("a\u2028b\u2029c", "a\\u2028b\\u2029c")]
    [InlineData("a\nb\rc\td", "a\\u000Ab\\u000Dc\\u0009d")]
    [InlineData("evil\u202Egpj.exe", "evil\\u202Egpj.exe")]
    [InlineData("\u009B31m", "\\u009B31m")]
    public void ALineShowsWhatIsWritten(string text, string shown) => Assert.Equal(shown, Echo.Line(text));

    [Fact]
    public void HalfAPairIsShown() => Assert.Equal("a\\uD800b", Echo.Line("a" + (char)0xD800 + "b"));

    [Fact]
    public void LineBreaksThatAreMeantStay() => Assert.Equal("a\nb\\u000D", Echo.Lines("a\nb\r"));

    [Theory]
    [InlineData(1000, 1000)]
    [InlineData(1001, 801)]
    [InlineData(1_000_000, 999_800)]
    public void LongWordsAreCut(int length, int left)
    {
        string shown = Echo.Line("the cell " + new string('7', length) + " is no number");

        Assert.Equal(length == 1000 ? $"the cell {new string('7', 1000)} is no number"
            : FormattableString.Invariant($"the cell {new string('7', 200)}… ({left:N0} more characters) is no number"), shown);
    }

    [Fact]
    public void ThePartsOfAScreenAllGoThroughIt()
    {
        var recorded = new RecordedOutput(Coloured);
        const string Name = "a\e]0;x\ab";

        recorded.Output.Say(recorded.Output.PaintTalk(Name, Style.Bad) + Name);
        recorded.Output.Warn(Name);
        recorded.Output.Error(Name);
        new TextTable().Add("RUN").AddRow(Name).Write(recorded.Output);
        Failures.Report(new InvalidDataException(Name), recorded.Output);

        const string Shown = "a\\u001B]0;x\\u0007b";
        Assert.DoesNotContain("\e]", recorded.Talk + recorded.Data, StringComparison.Ordinal);
        Assert.DoesNotContain("\a", recorded.Talk + recorded.Data, StringComparison.Ordinal);
        Assert.Equal($"\e[31m{Shown}\e[0m{Shown}\n\e[33mwarning: \e[0m{Shown}\n{Shown}\n\e[31merror: \e[0m{Shown}\n", recorded.Talk);
        Assert.Contains(Shown, recorded.Data, StringComparison.Ordinal);
    }
}
