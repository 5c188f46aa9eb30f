using CliWrap;
using CliWrap.Buffered;
using GanCli.Tests.Support;

namespace GanCli.Tests.Runs;

/// <summary>Independent readers and writers of our formats: a few lines of Python's standard library, or of NumPy.</summary>
internal static class Python
{
    /// <summary>Runs a script and gives its output; skips the test where there is no Python.</summary>
    public static async Task<string> Run(string script, params string[] arguments)
        => Checked(await Start(Tools.Require("python3"), ["-c", script, .. arguments]));

    /// <summary>Runs a script file with a Python that has NumPy, the first on the PATH or the system's own; skips the test where neither has it.</summary>
    public static Task<string> RunWithNumPy(string path, params string[] arguments) => RunWith("numpy", path, arguments);

    /// <summary>The same for any module.</summary>
    public static async Task<string> RunWith(string module, string path, params string[] arguments)
    {
        foreach (string python in (string[])[Tools.Require("python3"), "/usr/bin/python3"])
        {
            if (File.Exists(python) && (await Start(python, ["-c", $"import {module}"])).ExitCode == 0)
            {
                return Checked(await Start(python, [path, .. arguments]));
            }
        }

        Tools.RequireThat(false, $"needs a 'python3' with {module}");
        return "";
    }

    private static async Task<BufferedCommandResult> Start(string python, string[] arguments) => await Cli.Wrap(python)
        .WithArguments(arguments)
        .WithValidation(CommandResultValidation.None)
        .ExecuteBufferedAsync();

    private static string Checked(BufferedCommandResult result)
    {
        Assert.True(result.ExitCode == 0, result.StandardError);
        return result.StandardOutput.Trim();
    }
}
