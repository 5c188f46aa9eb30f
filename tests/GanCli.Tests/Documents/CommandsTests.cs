using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using GanCli.Commands;
using GanCli.Tests.Support;

namespace GanCli.Tests.Documents;

/// <summary>Commands, configs and messages that pages show are what the program takes and says.</summary>
public sealed partial class CommandsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task EveryCommandIsUnderstood()
    {
        MarkdownText[] commands = await Commands();

        Assert.True(commands.Length > 40);
        Assert.Empty(
            from command in commands
            let errors = CommandLine.CreateRoot().Parse(Words(command.Text)).Errors
            where errors.Count > 0
            select $"{command.Place}: {command.Text}: {errors[0].Message}");
    }

    [Theory]
    [InlineData("gan train --confg mog8.yaml", 1)]
    [InlineData("gan compare [RUN…]", 0)]
    [InlineData("gan sweep -c mog8.yaml --set-each 'loss=[hinge, relativistic]'   # two losses", 0)]
    public void AWrongOptionIsFound(string text, int errors) =>
        Assert.Equal(errors > 0, CommandLine.CreateRoot().Parse(Words(text)).Errors.Count > 0);

    /// <summary>What a reader copies: every training and every sweep of a shipped config, as far as it goes without training.</summary>
    [Fact]
    public async Task EveryTrainingAndSweepThatIsShownCouldStart()
    {
        string[][] shown =
        [
            .. (await Commands()).Select(static command => Words(command.Text))
                .Where(static words => words is ["train" or "sweep", "--config" or "-c" or "--file" or "-f", var file, ..] && IsShipped(file))
                .Where(static words => !words.Contains("--launcher", StringComparer.Ordinal) && !words.Any(static word => WrongOnPurpose().IsMatch(word))),
        ];
        var faults = new List<string>();
        foreach (string[] words in shown.DistinctBy(static words => string.Join(' ', words), StringComparer.Ordinal))
        {
            ProgramResult result = await new ProgramUnderTest { WorkingDirectory = _folder.FullName }.RunAsync([.. words, "--dry-run"]);
            if (result.ExitCode != 0)
            {
                faults.Add($"{string.Join(' ', words)}: {result.Talk}");
            }
        }

        Assert.True(shown.Length > 6);
        Assert.Empty(faults);
    }

    /// <summary>A fence of YAML is a config or a sweep file that is valid as it stands.</summary>
    [Fact]
    public async Task EveryConfigThatIsShownIsValid()
    {
        await File.WriteAllLinesAsync(
            _folder["measurements.csv"], ["height,weight", .. Enumerable.Range(0, 99).Select(static i => FormattableString.Invariant($"{i}.5,{i * i}"))],
            TestContext.Current.CancellationToken);
        MarkdownText[] fences =
            [.. (await MarkdownPage.All()).SelectMany(static page => page.Fences)
                .Where(static fence => fence.Language == "yaml" && Whole().IsMatch(fence.Text))];
        var faults = new List<string>();
        foreach (MarkdownText fence in fences)
        {
            await File.WriteAllTextAsync(_folder["a.yaml"], fence.Text, TestContext.Current.CancellationToken);
            string[] command = Regex.IsMatch(fence.Text, "^axes:", RegexOptions.Multiline, TimeSpan.FromMinutes(1)) ? ["sweep", "--file"]
                : ["train", "--config"];
            ProgramResult result = await new ProgramUnderTest { WorkingDirectory = _folder.FullName }.RunAsync([.. command, "a.yaml", "--dry-run"]);
            if (result.ExitCode != 0)
            {
                faults.Add($"{fence.Place}: {result.Talk}");
            }
        }

        Assert.True(fences.Length > 3);
        Assert.Empty(faults);
    }

    /// <summary>A message that is shown below its command is what the program says, word by word.</summary>
    [Fact]
    public async Task AMessageThatIsShownIsTheProgramsOwn()
    {
        MarkdownText fence = Assert.Single(
            MarkdownPage.Read("README.md").Fences, static fence => fence.Text.EndsWith("nothing was started\n", StringComparison.Ordinal));
        string[] lines = fence.Text.Split('\n', 2);

        ProgramResult result = await new ProgramUnderTest { WorkingDirectory = _folder.FullName }.RunAsync(Words(lines[0][2..]));

        Assert.Equal((2, lines[1]), (result.ExitCode, result.Talk));
    }

    [Fact]
    public void ReadmeIsShort() => Assert.InRange(File.ReadLines(Repository.PathOf("README.md")).Count(), 60, 120);

    [Fact]
    public void EveryShippedConfigHasItsRowAndItsPicture()
    {
        string text = File.ReadAllText(Repository.PathOf("configs", "README.md"));
        string[] names = [.. Directory.GetFiles(Repository.PathOf("configs"), "*.yaml").Select(static path => Path.GetFileNameWithoutExtension(path)!)];

        // What takes a GPU has no picture yet.
        string[] shown = [.. names.Where(static name => name is not "cifar10-sngan")];
        Assert.NotEmpty(shown);
        Assert.All(shown, name => Assert.Contains($"<img src=\"pictures/{name}.png\"", text, StringComparison.Ordinal));
        Assert.All(names, name => Assert.Contains($"[`{name}.yaml`]({name}.yaml)", text, StringComparison.Ordinal));
        Assert.Equal(
            shown.Order(StringComparer.Ordinal),
            Directory.GetFiles(Repository.PathOf("configs", "pictures")).Select(static path => Path.GetFileNameWithoutExtension(path)!)
                .Order(StringComparer.Ordinal));
        Assert.All(Directory.GetFiles(Repository.PathOf("configs", "pictures")), static path => Assert.InRange(new FileInfo(path).Length, 500, 12_000));
    }

    /// <summary>All commands of all pages: lines of fences, and what stands in backticks, from its first word on.</summary>
    private static async Task<MarkdownText[]> Commands() =>
    [
        .. from page in await MarkdownPage.All()
           from text in page.Spans.Concat(page.Fences.Where(static fence => fence.Language.Length == 0).SelectMany(
               static fence => fence.Text.Replace("\\\n", "", StringComparison.Ordinal).Split('\n')
                   .Select((line, i) => fence with { Line = fence.Line + i, Text = line })))
           let command = Command().Match(text.Text)
           where command.Success && !text.Text.Contains('→', StringComparison.Ordinal)
           select text with { Text = command.Groups["command"].Value },
    ];

    /// <summary>The arguments behind <c>gan</c>, as a shell gives them; optional ones without their brackets.</summary>
    private static string[] Words(string command)
    {
        string bare = Remark().Replace(command, "");
        return
        [
            .. CommandLineParser.SplitCommandLine(bare.Replace('\'', '"')).Skip(1)
                .TakeWhile(static word => word is not (">" or "|" or "then"))
                .Select(static word => word is ['[', .., ']'] && word.All(static c => c is '[' or ']' or '…' || char.IsUpper(c)) ? "x" : word is "N" ? "3"
                    : word),
        ];
    }

    private static bool IsShipped(string file) =>
        File.Exists(Repository.PathOf(["configs", .. file.Replace("configs/", "", StringComparison.Ordinal).Split('/')]));

    [GeneratedRegex(@"^(\$ )?(scripts/)?(?<command>gan [a-z].*)$", RegexOptions.CultureInvariant
        | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Command();

    [GeneratedRegex(@"\s+#.*$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Remark();

    /// <summary>YAML that is more than some keys of a file.</summary>
    [GeneratedRegex("^(base|config|data):", RegexOptions.CultureInvariant | RegexOptions.Multiline
        | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Whole();

    /// <summary>The README's example of a wrong setting.</summary>
    [GeneratedRegex("stepz", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex WrongOnPurpose();
}
