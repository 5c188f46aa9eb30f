using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace GanCli.Terminal;

/// <summary>The streams that a process begins with. A parent may have closed them (<c>2&gt;&amp;-</c>): the number then belongs to the first file
/// that .NET opens for itself, a pipe between its own threads, and whoever writes there ends the process.</summary>
internal static partial class StandardStreams
{
    private const int OutputNumber = 1;
    private const int ErrorNumber = 2;
    private const int GetDescriptorFlags = 1;
    private const int CloseOnExec = 1;

    /// <summary>Stdout; what cannot be written there is an <see cref="IOException"/>.</summary>
    public static Stream OpenData() => new DataStream(IsClosed(OutputNumber) ? null : Opened(OpenOutput));

    /// <summary>Stderr; what cannot be written there is lost.</summary>
    public static Stream OpenTalk() => new TalkStream(IsClosed(ErrorNumber) ? null : Opened(Console.OpenStandardError));

    /// <summary>No open stream of that number came from the parent. What a process inherits is never marked to be closed when it begins; what
    /// .NET opens always is.</summary>
    private static bool IsClosed(int number)
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        int flags = Control(number, GetDescriptorFlags, 0);
        return flags < 0 || (flags & CloseOnExec) != 0;
    }

    // Whatever type .NET gives the fault: EBADF comes as UnauthorizedAccessException, a folder as another one.
    private static Stream? Opened(Func<Stream> open)
    {
        try
        {
            return open();
        }
        catch (Exception)
        {
            return null;
        }
    }

    /// <summary>The console's own stream swallows that the reader of a pipe has left (<c>gan sample -n 1000000 | head</c>); the stream of a
    /// pipe tells, and the command ends.</summary>
    private static Stream OpenOutput()
    {
        if (!OperatingSystem.IsWindows() && Console.IsOutputRedirected)
        {
            var stream = new FileStream(new SafeFileHandle(OutputNumber, ownsHandle: false), FileAccess.Write, bufferSize: 0);

            // Into a file that others write to as well only the console's stream appends.
            if (!stream.CanSeek)
            {
                return stream;
            }
        }

        return Console.OpenStandardOutput();
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command, int argument);
}
