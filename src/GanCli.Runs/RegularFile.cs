using System.Runtime.InteropServices;

namespace GanCli.Runs;

/// <summary>Opens files, and never waits for one that is a pipe or a device: to open a pipe that nobody writes to takes for ever, and the first
/// Ctrl-C only asks to stop.</summary>
public static partial class RegularFile
{
    private const int CurrentFolder = -100;
    private const uint Mode = 2;
    private const int ModeOffset = 28;
    private const int TypeMask = 0xF000;
    private const int Regular = 0x8000;
    private const int Folder = 0x4000;

    /// <summary>Opens a file for reading, beside a writer who may also replace it meanwhile.</summary>
    /// <exception cref="IOException">There is no such file, it cannot be opened, or it is a folder, a pipe or a device.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading it is not permitted.</exception>
    public static FileStream OpenRead(string path)
    {
        if (Directory.Exists(path))
        {
            throw new IOException($"{path}: is a folder, not a file");
        }

        if (IsStream(path))
        {
            throw new IOException($"{path}: is a pipe or a device, not a file on a disk; write it to a file first");
        }

        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
        if (!stream.CanSeek)
        {
            stream.Dispose();
            throw new IOException($"{path}: is not a file on a disk");
        }

        return stream;
    }

    /// <summary>Whether a path leads to a pipe, a socket or a device. False where there is nothing, or where the system can't be asked.</summary>
    public static bool IsStream(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        Span<byte> status = stackalloc byte[256];
        try
        {
            return Status(CurrentFolder, path, 0, Mode, ref MemoryMarshal.GetReference(status)) == 0
                && (BitConverter.ToUInt16(status[ModeOffset..]) & TypeMask) is not (Regular or Folder);
        }
        catch (EntryPointNotFoundException)
        {
            // The C library is older than the call (glibc 2.28).
            return false;
        }
    }

    // The same on every processor, as stat is not.
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Status(int folder, string path, int flags, uint mask, ref byte status);
}
