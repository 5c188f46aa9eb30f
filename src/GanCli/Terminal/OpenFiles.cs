using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace GanCli.Terminal;

/// <summary>How many files this process may have open at once. .NET opens every library twice, so that a low limit shows as libraries that cannot be
/// found, or as no message at all.</summary>
internal static partial class OpenFiles
{
    /// <summary>Fewer do not suffice for a training with pictures; about 115 are open in one without.</summary>
    public const long Least = 160;

    private const int ErrorNumber = 2;
    private const int LimitOnLinux = 7;
    private const int LimitOnMac = 8;

    /// <summary>The limit; <see cref="long.MaxValue"/> where there is none or it cannot be known. (.NET has raised it as far as it may.)</summary>
    public static long Limit()
    {
        if (OperatingSystem.IsWindows() || GetLimit(OperatingSystem.IsLinux() ? LimitOnLinux : LimitOnMac, out Bounds bounds) != 0)
        {
            return long.MaxValue;
        }

        return bounds.Soft > long.MaxValue ? long.MaxValue : (long)bounds.Soft;
    }

    /// <summary>What is wrong with a limit and what to do; null where it suffices.</summary>
    public static string? Fault(long limit) => limit >= Least ? null : string.Create(
        CultureInfo.InvariantCulture, $"only {limit:N0} files may be open at once, and this program needs {Least:N0}: raise the limit (ulimit -n 1024)");

    /// <summary>Writes a line to stderr without opening anything: a console would take libraries that can no longer be opened.</summary>
    public static void Tell(string line)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(line + "\n");
        _ = Write(ErrorNumber, bytes, bytes.Length);
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out Bounds bounds);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int descriptor, byte[] bytes, nint count);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Bounds
    {
        public readonly ulong Soft;
        public readonly ulong Hard;
    }
}
