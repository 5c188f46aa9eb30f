using System.ComponentModel;
using System.Diagnostics;
using GanCli.Terminal;

namespace GanCli.Sweeps;

/// <summary>Calls Slurm's programs.</summary>
internal static class SlurmTool
{
    /// <summary>What a program printed, without the last line break.</summary>
    /// <exception cref="UsageException">There is no such program here.</exception>
    /// <exception cref="IOException">It failed; the text is what it said.</exception>
    public static string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            string text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0
                ? text.TrimEnd('\n')
                : throw new IOException(error.GetAwaiter().GetResult().Trim().ReplaceLineEndings(" ") is { Length: > 0 } said ? said : $"{program} failed");
        }
        catch (Win32Exception)
        {
            throw new UsageException($"--launcher slurm needs {program} on the PATH");
        }
    }
}
