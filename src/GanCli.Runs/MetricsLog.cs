using System.Globalization;

namespace GanCli.Runs;

/// <summary>Appends rows to <c>metrics.jsonl</c>, each handed to the system at once: a crash of the program loses none.</summary>
public sealed class MetricsLog : IDisposable
{
    private const byte NewLine = (byte)'\n';

    private readonly FileStream _stream;

    /// <summary>Opens the log, or begins one.</summary>
    /// <exception cref="IOException">It cannot be written to.</exception>
    public MetricsLog(string path)
    {
        _stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, bufferSize: 0);
        _stream.Seek(0, SeekOrigin.End);
        if (_stream.Length > 0)
        {
            // A torn last line must not swallow the next row.
            _stream.Seek(-1, SeekOrigin.End);
            if (_stream.ReadByte() != NewLine)
            {
                _stream.WriteByte(NewLine);
            }
        }
    }

    /// <summary>Writes a row in full precision.</summary>
    /// <param name="step">Finished steps.</param>
    /// <param name="values">What is known, in the order in which it is to appear.</param>
    /// <param name="final">Whether it is the evaluation at the end of the run.</param>
    public void Append(long step, IEnumerable<KeyValuePair<string, RowValue>> values, bool final = false) =>
        _stream.Write(MetricsRow.Format(step, final, values).Span);

    /// <summary>Waits until the rows are on the disk; to be called before a checkpoint that counts on them.</summary>
    public void Flush() => _stream.Flush(flushToDisk: true);

    public void Dispose() => _stream.Dispose();

    /// <summary>Makes the log end where a checkpoint was written: later rows, and final evaluations, move to
    /// <c>metrics.beyond-&lt;step&gt;.jsonl</c> beside it (or <c>…-2.jsonl</c> and so on; an earlier file is never touched).</summary>
    /// <param name="path">The log, not open for writing. It may be missing.</param>
    /// <param name="step">The last step that stays.</param>
    /// <returns>How many lines moved; a torn one counts.</returns>
    public static int SetAside(string path, long step)
    {
        if (!File.Exists(path))
        {
            return 0;
        }

        using var kept = new MemoryStream();
        using var beyond = new MemoryStream();
        var moved = 0;
        foreach (var line in MetricsReader.Lines(File.ReadAllBytes(path)))
        {
            var stays = MetricsRow.Parse(line.Span) is { Final: false } row && row.Step <= step;
            moved += stays ? 0 : 1;
            var target = stays ? kept : beyond;
            target.Write(line.Span);
            target.WriteByte(NewLine);
        }

        if (moved > 0)
        {
            // In this order a crash in between leaves rows in both files, never in none.
            AtomicFile.Write(FreeName(path, step), beyond.WriteTo);
            AtomicFile.Write(path, kept.WriteTo);
        }

        return moved;
    }

    private static string FreeName(string path, long step)
    {
        var start = string.Create(CultureInfo.InvariantCulture, $"{Path.ChangeExtension(path, null)}.beyond-{step}");
        var name = start + ".jsonl";
        for (var number = 2; File.Exists(name); number++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{start}-{number}.jsonl");
        }

        return name;
    }
}
