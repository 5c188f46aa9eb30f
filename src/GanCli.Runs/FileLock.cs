namespace GanCli.Runs;

/// <summary>Keeps other processes away from something until disposed. The system lets go too when the process ends, however it ends.</summary>
public static class FileLock
{
    // EWOULDBLOCK, EWOULDBLOCK and ERROR_SHARING_VIOLATION.
    private const int LockedOnLinux = 11;
    private const int LockedOnMac = 35;
    private const int LockedOnWindows = 32;

    /// <summary>Takes the lock.</summary>
    /// <returns>Null when another process holds it.</returns>
    /// <exception cref="IOException">The lock cannot be written.</exception>
    public static IDisposable? Try(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (IOException exception) when ((exception.HResult & 0xFFFF) is LockedOnLinux or LockedOnMac or LockedOnWindows)
        {
            return null;
        }
    }
}
