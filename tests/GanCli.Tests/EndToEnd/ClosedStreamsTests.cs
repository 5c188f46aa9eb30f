using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.EndToEnd;

/// <summary>Standard streams that are closed, full or of the wrong kind. What was talk is lost; what was data ends with 74.</summary>
[Collection(TrainedRuns.Name)]
public sealed class ClosedStreamsTests(TrainedRuns runs)
{
    // With a number free, .NET's first pipe takes it: written to, the process aborts.
    [Theory]
    [InlineData("2>&-", 0)]
    [InlineData(">&- 2>&-", 0)]
    [InlineData("<&- >&- 2>&-", 0)]
    [InlineData("2</dev/null", 0)]
    [InlineData(">&-", 74, "--json")]
    [InlineData("</dev/null >/dev/full 2>&-", 74, "--json")]
    public async Task ATrainingGoesOnWithoutItsTalk(string redirection, int code, params string[] more)
    {
        using var workshop = new Workshop();

        ProgramResult result = await Redirected(workshop, redirection, ["train", "--config", "ring.yaml", .. more]);

        Assert.Equal(code, result.ExitCode);
        Assert.Equal(RunState.Completed, RunStatus.Read(workshop.Latest().StatusPath).State);
    }

    [Theory]
    [InlineData(">&-", "standard output is closed: what was to be written there is lost")]
    [InlineData("1</dev/null", "standard output cannot be written: it is not open for writing")]
    [InlineData(">/dev/full", "standard output cannot be written: No space left on device")]
    [InlineData("<&- >&-", "standard output is closed: what was to be written there is lost")]
    [InlineData("1</", "standard output is closed: what was to be written there is lost", "standard output cannot be written: it is not open for writing")]
    public async Task DataThatCannotBeWrittenAreAFailure(string redirection, params string[] messages)
    {
        foreach (string[] command in (string[][])[["list"], ["--version"]])
        {
            ProgramResult result = await Redirected(runs, redirection, command);

            Assert.StartsWith("error: ", result.Talk, StringComparison.Ordinal);
            Assert.Contains(messages, message => result.Talk.StartsWith($"error: {message}", StringComparison.Ordinal));
            Assert.Equal(1, result.Talk.Count(c => c == '\n'));
            Assert.Equal(74, result.ExitCode);
        }
    }

    [Theory]
    [InlineData("train --config none.yaml", 2)]
    [InlineData("trian", 2)]
    [InlineData("sample --checkpoint ring.yaml", 74)]
    public async Task AFailureKeepsItsCodeWhereItCannotBeTold(string command, int code)
    {
        foreach (string redirection in (string[])["2>&-", "<&- >&- 2>&-"])
        {
            Assert.Equal(code, (await Redirected(runs, redirection, command.Split(' '))).ExitCode);
        }
    }

    private static async Task<ProgramResult> Redirected(Workshop workshop, string redirection, string[] arguments)
    {
        Tools.RequireThat(!OperatingSystem.IsWindows(), "needs a shell that closes streams");
        ProgramUnderTest shell = workshop.Program with { Path = Tools.Require("bash") };
        return await shell.RunAsync(["-c", $"exec \"$0\" \"$@\" {redirection}", ProgramUnderTest.DefaultPath, .. arguments]);
    }
}
