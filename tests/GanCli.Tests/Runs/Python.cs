using System.Diagnostics;

namespace GanCli.Tests.Runs;

/// <summary>Independent readers and writers of our formats: a few lines of Python's standard library.</summary>
internal static class Python
{
    /// <summary>Runs a script and gives its output; skips the test where there is no Python.</summary>
    public static string Run(string script, params string[] arguments)
    {
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo("python3", ["-c", script, .. arguments])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("python3 is not installed");
            throw;
        }

        using (process)
        {
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, errors.Result);
            return output.Trim();
        }
    }
}
