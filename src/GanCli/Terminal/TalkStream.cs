namespace GanCli.Terminal;

/// <summary>A stream to which as much is written as can be. When the terminal is gone (its window closed, the connection lost) every write to it fails;
/// work that is about to be saved and ended in good order must not end with that instead.</summary>
internal sealed class TalkStream(Stream to) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
        try
        {
            to.Flush();
        }
        catch (IOException)
        {
            // Not said, then.
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            to.Write(buffer);
        }
        catch (IOException)
        {
            // Not said, then.
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            to.Dispose();
        }

        base.Dispose(disposing);
    }
}
