using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace GanCli.Runs;

/// <summary>The process of a run.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Started">When it began; with the number it names a process for good.</param>
/// <param name="Host">Name of the machine.</param>
public sealed record RunProcess(int Id, DateTimeOffset Started, string Host)
{
    // The start is reckoned from the time since boot, so it moves when the clock is set; no number is used again that soon.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    /// <summary>The process that asks.</summary>
    public static RunProcess Current()
    {
        using var process = Process.GetCurrentProcess();
        return new RunProcess(process.Id, StartOf(process), Environment.MachineName);
    }

    /// <summary>Whether it certainly runs no more. A process on another machine cannot be judged.</summary>
    public bool IsGone()
    {
        if (!string.Equals(Host, Environment.MachineName, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        try
        {
            using var process = Process.GetProcessById(Id);
            return (StartOf(process) - Started).Duration() > Tolerance || IsZombie(Id);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return true;
        }
        catch (Win32Exception)
        {
            // There is one of that number, and it may not be looked at: another user's.
            return false;
        }
    }

    private static DateTimeOffset StartOf(Process process) => new(process.StartTime.ToUniversalTime());

    /// <summary>Whether it ended and only waits for its parent to notice (containers without an init process keep such ones).</summary>
    private static bool IsZombie(int id)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            var status = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            return status.AsSpan(status.LastIndexOf(')') + 1).TrimStart() is ['Z' or 'X', ..];
        }
        catch (IOException)
        {
            return true;
        }
    }
}
