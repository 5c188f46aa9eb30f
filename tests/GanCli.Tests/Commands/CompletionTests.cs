using System.CommandLine;
using CliWrap;
using CliWrap.Buffered;
using GanCli.Commands;
using GanCli.Completion;
using GanCli.Engine.Config;
using GanCli.Tests.Support;
using Command = System.CommandLine.Command;

namespace GanCli.Tests.Commands;

public sealed class CompletionTests : IDisposable
{
    private static readonly ProgramUnderTest Gan = new();

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("gan tr", "train|train-classifier")]
    [InlineData("  \"/a b/gan\" tr", "train|train-classifier")]
    [InlineData("gan sweep st", "status")]
    [InlineData("gan list los", "losses")]
    [InlineData("gan list wass", "wasserstein")]
    [InlineData("gan help sweep ", "status")]
    [InlineData("gan train --dr", "--dry-run")]
    [InlineData("gan train --quiet --dr", "--dry-run")]
    [InlineData("gan train --set loss=hinge --runs", "--runs-dir")]
    [InlineData("gan train --set 'loss=hinge' --device cpu --set loss=hi", "loss=hinge")]
    [InlineData("gan train --config mog8-", "mog8-collapse.yaml")]
    [InlineData("gan train --config=mog8-", "--config=mog8-collapse.yaml")]
    [InlineData("gan train -c papers/base/u", "papers/base/unrolled.yaml")]
    [InlineData("gan sweep --file sweeps/cap", "sweeps/capacity.yaml")]
    [InlineData("gan train --set output.check", "output.checkpoint-every=")]
    [InlineData("gan train -c csv.yaml --set data.pa", "data.path=")]
    [InlineData("gan train --set data.pa", "")]
    [InlineData("gan train --set loss=hi", "loss=hinge")]
    [InlineData("gan train --set output.pictures=f", "output.pictures=false")]
    [InlineData("gan sample --weights r", "raw")]
    [InlineData("gan eval --metrics ki", "kid")]
    [InlineData("gan completion z", "zsh")]
    [InlineData("gan list nonesuch", "")]
    [InlineData("gan --", "--help|--version")]
    public void ALineIsCompleted(string line, string expected) => Assert.Equal(expected, string.Join('|', Suggestions.Of(CommandLine.CreateRoot(), line)));

    [Fact]
    public void OptionsAreOfferedWhereNothingElseCanStand()
    {
        IReadOnlyList<string> of = Suggestions.Of(CommandLine.CreateRoot(), "gan train ");
        Assert.Contains("--config", of);
        Assert.All(of, word => Assert.StartsWith("--", word, StringComparison.Ordinal));
        Assert.DoesNotContain("--json", Suggestions.Of(CommandLine.CreateRoot(), "gan list "));
        Assert.Equal(Catalog.Families.Select(family => family.Plural)
            .Except(Suggestions.Of(CommandLine.CreateRoot(), "gan list "), StringComparer.Ordinal), []);
    }

    [Theory]
    [InlineData("gan train DIR --resume ", "latest|3fa9c1|b07d2e|mog8/latest")]
    [InlineData("gan train DIR --resume 3", "3fa9c1")]
    [InlineData("gan train DIR --resume 2026", "20261122-154501-s0-3fa9c1|20261122-154502-s0-b07d2e")]
    [InlineData("gan sample DIR ", "latest|3fa9c1|b07d2e|mog8/latest")]
    [InlineData("gan sample DIR --checkpoint ", "latest|3fa9c1|b07d2e|mog8/latest")]
    [InlineData("gan eval DIR m", "mog8/latest")]
    [InlineData("gan report DIR ", "latest|3fa9c1|b07d2e|mog8")]
    [InlineData("gan report DIR --each 3fa9c1 b", "b07d2e")]
    [InlineData("gan compare DIR ", "latest|3fa9c1|b07d2e|mog8")]
    [InlineData("gan runs show DIR ", "latest|3fa9c1|b07d2e|mog8/latest")]
    [InlineData("gan runs rm DIR ", "latest|3fa9c1|b07d2e|mog8")]
    public void RunsAreCompleted(string line, string expected)
    {
        foreach (string run in (string[])["20261122-154501-s0-3fa9c1", "20261122-154502-s0-b07d2e"])
        {
            Directory.CreateDirectory(_folder["mog8", run]);
        }

        string asked = line.Replace("DIR", $"--runs-dir {_folder.FullName}", StringComparison.Ordinal);
        Assert.Equal(expected.Split('|').Order(StringComparer.Ordinal), Suggestions.Of(CommandLine.CreateRoot(), asked).Order(StringComparer.Ordinal));
    }

    // A new command that takes a run gets its words by the name of its argument; this finds one that calls it otherwise.
    [Fact]
    public void WhateverTakesARunCompletesRuns()
    {
        var root = CommandLine.CreateRoot();
        Candidates.Attach(root);
        Symbol[] takers =
            [.. Below(root)
                .SelectMany(command => command.Options
            .Where(option => option.HelpName?.Contains("RUN", StringComparison.Ordinal) == true && option is not Option<bool>).Cast<Symbol>()
            .Concat(
                command.Arguments
                    .Where(argument => argument.Description is { } text
                        && (text.Contains("latest", StringComparison.Ordinal) || text.StartsWith("Runs", StringComparison.Ordinal)))))];

        Assert.True(takers.Length >= 10);
        Assert.All(takers, symbol => Assert.NotEmpty((symbol as Option)?.CompletionSources ?? ((Argument)symbol).CompletionSources));

        static IEnumerable<Command> Below(Command command) => command.Subcommands.SelectMany(Below).Prepend(command);
    }

    [Fact]
    public async Task TheProgramAnswersWithoutLibtorch()
    {
        // A folder without libtorch is no reason to complain: it is never looked at.
        ProgramResult result =
            await (Gan with { Environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["GAN_LIBTORCH"] = _folder.FullName } })
            .RunAsync("[suggest:11]", "gan list lo and more");
        Assert.Equal(new ProgramResult(0, "losses\n", ""), result);
        Assert.Equal(new ProgramResult(0, "", ""), await Gan.RunAsync("[suggest:nonsense", "gan train --set data.nonsense=x --seed "));
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _gan gan\n")]
    [InlineData("zsh", "compdef _gan gan\n")]
    [InlineData("fish", "complete -c gan -f -a '(__gan_complete)'\n")]
    [InlineData("powershell", "Register-ArgumentCompleter -Native")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native")]
    public async Task AShellGetsItsScript(string shell, string part)
    {
        ProgramResult result = await Gan.RunAsync("completion", shell);
        Assert.Equal((0, ""), (result.ExitCode, result.Talk));
        Assert.Contains(part, result.Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnotherShellIsAUsageError() => Assert.Equal(
        new ProgramResult(2, "", "error: 'csh' is no shell that is known here: bash, zsh, fish, powershell\n"), await Gan.RunAsync("completion", "csh"));

    [Theory]
    [InlineData("gan list wass", "wass", "wasserstein")]
    [InlineData("gan train --set loss=hi", "hi", "hinge")]
    [InlineData("gan train --config=mog8-", "mog8-", "mog8-collapse.yaml")]
    [InlineData("gan sample --out x", "x", "")]
    public async Task BashCompletes(string line, string word, string expected)
    {
        string script = $"""
            eval "$("$0" completion bash)"
            compopt() {ReadOnlyWords}
            COMP_LINE='{line}' COMP_POINT={line.Length}
            _gan "$0" '{word}' ''
            printf '%s\n' "${ReadOnlyReply}"
            """;
        BufferedCommandResult result = await Cli.Wrap(Tools.Require("bash")).WithArguments(["--norc", "-c", script, ProgramUnderTest.DefaultPath])
            .ExecuteBufferedAsync();
        Assert.Equal(($"{expected}\n", ""), (result.StandardOutput, result.StandardError));
    }

    private const string ReadOnlyWords = "{ :; }";
    private const string ReadOnlyReply = "{COMPREPLY[@]}";

    public void Dispose() => _folder.Dispose();
}
