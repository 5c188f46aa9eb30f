namespace GanCli.Terminal;

/// <summary>A stream to which as much is written as can be. When the terminal is gone (its window closed, the connection lost) every write to it fails;
/// work that is about to be saved and ended in good order must not end with that instead, and the report of a failure must not fail.</summary>
/// <param name="to">Where it goes; null when there is no such stream.</param>
internal sealed class TalkStream(Stream? to) : WriteStream
{
    public override void Flush()
    {
        try
        {
            to?.Flush();
        }
        catch (Exception)
        {
            // Not said, then: whatever type the fault has (EBADF comes as UnauthorizedAccessException).
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            to?.Write(buffer);
        }
        catch (Exception)
        {
            // Not said, then.
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            to?.Dispose();
        }

        base.Dispose(disposing);
    }
}
