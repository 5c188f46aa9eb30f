using CliWrap;
using CliWrap.Buffered;
using GanCli.Tests.Support;

namespace GanCli.Tests.Runs;

/// <summary>Independent readers and writers of our formats: a few lines of Python's standard library.</summary>
internal static class Python
{
    /// <summary>Runs a script and gives its output; skips the test where there is no Python.</summary>
    public static async Task<string> Run(string script, params string[] arguments)
    {
        BufferedCommandResult result = await Cli.Wrap(Tools.Require("python3"))
            .WithArguments(["-c", script, .. arguments])
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
        Assert.True(result.ExitCode == 0, result.StandardError);
        return result.StandardOutput.Trim();
    }
}
