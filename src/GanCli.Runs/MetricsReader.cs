using System.Text;

namespace GanCli.Runs;

/// <summary>The rows of a <c>metrics.jsonl</c>, also of a run that is still writing it.</summary>
/// <remarks>A torn line is passed over. Where a step was logged twice the rows are one, and the later value of a key counts.</remarks>
public sealed class MetricsReader
{
    private MetricsReader(IReadOnlyList<MetricsRow> rows, MetricsRow? final)
    {
        Rows = rows;
        Final = final;
    }

    /// <summary>By rising step, one for each step, without the evaluation at the end.</summary>
    public IReadOnlyList<MetricsRow> Rows { get; }

    /// <summary>The evaluation at the end, once there is one.</summary>
    public MetricsRow? Final { get; }

    /// <summary>All keys, in the order in which they first appear.</summary>
    public IReadOnlyList<string> Keys => [.. Rows.SelectMany(row => row.Values.Keys).Distinct(StringComparer.Ordinal)];

    /// <summary>Reads a log.</summary>
    /// <param name="path">The file.</param>
    /// <param name="with">Only rows that hold this key, and the evaluation at the end: a log has many more rows than evaluations.</param>
    /// <returns>No rows when the file is missing.</returns>
    public static MetricsReader Read(string path, string? with = null)
    {
        byte[] key = Encoding.UTF8.GetBytes(with is null ? "" : $"\"{with}\":");
        if (!File.Exists(path))
        {
            return new MetricsReader([], null);
        }

        using var stream = RegularFile.OpenRead(path);
        using var content = new MemoryStream();
        stream.CopyTo(content);

        var rows = new SortedDictionary<long, MetricsRow>();
        MetricsRow? final = null;
        foreach (var line in Lines(content.GetBuffer().AsMemory(0, (int)content.Length)))
        {
            if ((line.Span.IndexOf(key) < 0 && line.Span.IndexOf("\"final\":"u8) < 0) || MetricsRow.Parse(line.Span) is not { } row)
            {
                continue;
            }

            if (row.Final)
            {
                final = row;
            }
            else
            {
                rows[row.Step] = rows.TryGetValue(row.Step, out var earlier) ? Merge(earlier, row) : row;
            }
        }

        return new MetricsReader([.. rows.Values], final);
    }

    /// <summary>The same rows with today's meaning of modes held.</summary>
    /// <param name="weights">The modes' weights, or null where they are not known.</param>
    public MetricsReader OfToday(IReadOnlyList<double>? weights) =>
        new([.. Rows.Select(row => row with { Values = HeldModes.OfToday(row.Values, weights) })], Final is null ? null
            : Final with { Values = HeldModes.OfToday(Final.Values, weights) });

    /// <summary>The plain numbers of a key, by rising step.</summary>
    public IReadOnlyList<(long Step, double Value)> Series(string key) =>
        [.. Rows.Where(row => row.Number(key) is not null).Select(row => (row.Step, row.Number(key)!.Value))];

    /// <summary>The lists of a key, one number for each mode, by rising step.</summary>
    public IReadOnlyList<(long Step, IReadOnlyList<double> Values)> Lists(string key) =>
        [.. Rows.Where(row => row.TryGet(key, out var value) && value.List is not null).Select(row => (row.Step, row.Values[key].List!))];

    /// <summary>The words of a key, by rising step; of a step that the run ended at the closing one.</summary>
    public IReadOnlyList<(long Step, string Word)> Words(string key) =>
    [
        .. (Final is null ? Rows : Rows.Where(row => row.Step < Final.Step).Append(Final))
            .Where(row => row.TryGet(key, out var value) && value.Word is not null).Select(row => (row.Step, row.Values[key].Word!)),
    ];

    /// <summary>The newest row that holds a plain number of that key, the evaluation at the end before all others.</summary>
    public double? Last(string key) => Final?.Number(key) ?? Rows.LastOrDefault(row => row.Number(key) is not null)?.Number(key);

    /// <summary>Cuts a log into lines, without their newlines; empty ones are left out.</summary>
    internal static IEnumerable<ReadOnlyMemory<byte>> Lines(ReadOnlyMemory<byte> content)
    {
        while (!content.IsEmpty)
        {
            var end = content.Span.IndexOf((byte)'\n');
            var line = end < 0 ? content : content[..end];
            content = end < 0 ? default : content[(end + 1)..];
            if (!line.IsEmpty)
            {
                yield return line;
            }
        }
    }

    private static MetricsRow Merge(MetricsRow earlier, MetricsRow later)
    {
        var values = new OrderedDictionary<string, RowValue>(earlier.Values, StringComparer.Ordinal);
        foreach (var (key, value) in later.Values)
        {
            values[key] = value;
        }

        return later with { Values = values };
    }
}
