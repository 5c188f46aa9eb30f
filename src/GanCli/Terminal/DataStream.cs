namespace GanCli.Terminal;

/// <summary>Stdout. Whatever type .NET gives a fault of it, it arrives as an <see cref="IOException"/> with a line for people; that the reader
/// left (<see cref="Output.IsAbandoned"/>) stays what it is.</summary>
/// <param name="to">Where it goes; null when there is no such stream.</param>
internal sealed class DataStream(Stream? to) : WriteStream
{
    public override void Flush() => Try(static stream => stream.Flush());

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return;
        }

        Stream stream = to ?? throw new IOException("standard output is closed: what was to be written there is lost");
        try
        {
            stream.Write(buffer);
        }
        catch (Exception e) when (!IsTellingEnough(e))
        {
            throw Fault(e);
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

    private static bool IsTellingEnough(Exception exception) => exception is IOException io && Output.IsAbandoned(io);

    // "Access to the path is denied" is what .NET says when the descriptor is one for reading.
    private static IOException Fault(Exception cause) =>
        new($"standard output cannot be written: {(cause is UnauthorizedAccessException ? "it is not open for writing" : Failures.Message(cause))}", cause);

    private void Try(Action<Stream> action)
    {
        if (to is null)
        {
            return;
        }

        try
        {
            action(to);
        }
        catch (Exception e) when (!IsTellingEnough(e))
        {
            throw Fault(e);
        }
    }
}
