using System.CommandLine;
using System.Text.RegularExpressions;
using GanCli.Commands;
using GanCli.Terminal;
using GanCli.Tests.Support;

namespace GanCli.Tests.Commands;

public sealed class HelpTests
{
    private static readonly ProgramUnderTest Gan = new();

    public static TheoryData<string> Pages() =>
        new(Below(CommandLine.CreateRoot()).Select(command => CommandLine.CommandPath(command)["gan".Length..].Trim()));

    [Theory]
    [InlineData("help", "--help")]
    [InlineData("help train", "train --help")]
    [InlineData("help sweep status", "sweep status --help")]
    [InlineData("help help", "help --help")]
    public async Task HelpIsTheSameAsTheOption(string words, string option)
    {
        ProgramResult page = await Gan.RunAsync(words.Split(' '));
        Assert.Equal(await Gan.RunAsync(option.Split(' ')), page);
        Assert.Equal(0, page.ExitCode);
    }

    [Theory]
    [InlineData("help trian", "error: gan has no command 'trian'; did you mean 'train'?\n  commands: init, train, sweep, ")]
    [InlineData("help sweep stat", "error: gan sweep has no command 'stat'; did you mean 'status'?\n  commands: status\n")]
    [InlineData("help train status", "error: gan train has no command 'status'\n")]
    public async Task HelpOfNoCommandIsAUsageError(string words, string expected)
    {
        ProgramResult result = await Gan.RunAsync(words.Split(' '));
        Assert.Equal((2, ""), (result.ExitCode, result.Data));
        Assert.StartsWith(expected, result.Talk, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void EveryPageFitsEightyColumnsAndLosesNoWord(string path)
    {
        Command command = Below(CommandLine.CreateRoot()).Single(other => CommandLine.CommandPath(other)["gan".Length..].Trim() == path);
        var recorded = new RecordedOutput(new StreamTraits(IsTerminal: true, HasColour: true, Width: 80));
        HelpPage.Write(command, recorded.Output);

        string plain = Regex.Replace(recorded.Data, "\e\\[[0-9]+m", "", RegexOptions.NonBacktracking);
        Assert.All(plain.Split('\n'), line => Assert.True(line.Length <= 80 && !line.EndsWith(' '), line));
        string flat = Regex.Replace(plain, "\\s+", " ", RegexOptions.NonBacktracking);
        Assert.All(command.Options.Where(option => !option.Hidden), option => Assert.Contains($" {option.Description}", flat, StringComparison.Ordinal));
        Assert.All((command as GanCommand)?.Examples ?? [], example => Assert.Contains($" {example.Line} {example.Effect}", flat, StringComparison.Ordinal));
    }

    private static IEnumerable<Command> Below(Command command) => command.Subcommands.Where(sub => !sub.Hidden).SelectMany(Below).Prepend(command);
}
