using System.Globalization;
using System.Numerics;
using GanCli.Engine.Config;
using Parquet;
using Parquet.Schema;

namespace GanCli.Engine.Data;

/// <summary>The columns of a Parquet file. Whatever the library throws at damaged content comes out as one line that names the file.</summary>
internal sealed class ParquetFile : IDisposable
{
    private const int MagicLength = 4;
    private const int ShownReason = 100;

    /// <summary>How columns of numbers are read, by their type.</summary>
    private static readonly Dictionary<Type, Func<ParquetRowGroupReader, DataField, Task<ParquetCells>>> Readers = new()
    {
        [typeof(float)] = ReadNumbers<float>,
        [typeof(double)] = ReadNumbers<double>,
        [typeof(sbyte)] = ReadWholeNumbers<sbyte>,
        [typeof(short)] = ReadWholeNumbers<short>,
        [typeof(int)] = ReadWholeNumbers<int>,
        [typeof(long)] = ReadWholeNumbers<long>,
        [typeof(byte)] = ReadWholeNumbers<byte>,
        [typeof(ushort)] = ReadWholeNumbers<ushort>,
        [typeof(uint)] = ReadWholeNumbers<uint>,
        [typeof(ulong)] = ReadWholeNumbers<ulong>,
        [typeof(decimal)] = ReadNumbers<decimal>,
        [typeof(bool)] = ReadFlags,
    };

    /// <summary>What other types are called.</summary>
    private static readonly Dictionary<Type, string> Words = new()
    {
        [typeof(ReadOnlyMemory<char>)] = "text",
        [typeof(string)] = "text",
        [typeof(ReadOnlyMemory<byte>)] = "bytes",
        [typeof(byte[])] = "bytes",
        [typeof(DateTime)] = "times",
        [typeof(DateOnly)] = "times",
        [typeof(TimeOnly)] = "times",
        [typeof(TimeSpan)] = "times",
        [typeof(Guid)] = "identifiers",
    };

    private readonly string _path;
    private readonly ParquetReader _reader;

    private ParquetFile(string path, ParquetReader reader)
    {
        (_path, _reader) = (path, reader);
        Names = [.. reader.Schema.Fields.Select(static field => field.Name)];
        Rows = Enumerable.Range(0, reader.RowGroupCount).Sum(RowsOf);
    }

    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Rows of all groups.</summary>
    public long Rows { get; }

    /// <summary>Rows are stored in groups.</summary>
    public int Groups => _reader.RowGroupCount;

    /// <summary>Opens the file.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="stream">Its content; the caller closes it.</param>
    /// <exception cref="InvalidDataException">It is damaged, or something else.</exception>
    public static ParquetFile Open(string path, Stream stream)
    {
        RequireMagic(path, stream);
        return Guarded(path, () => new ParquetFile(path, Wait(ParquetReader.CreateAsync(stream, leaveStreamOpen: true))));
    }

    /// <summary>Rows of a group.</summary>
    public int RowsOf(int group) => Guarded(_path, () =>
    {
        using ParquetRowGroupReader reader = _reader.OpenRowGroupReader(group);
        return reader.RowCount >= 0 ? checked((int)reader.RowCount) : throw new InvalidDataException("a group has fewer than no rows");
    });

    /// <summary>What a column holds instead of numbers, or null where it holds numbers.</summary>
    public string? Refusal(int column) => _reader.Schema.Fields[column] switch
    {
        DataField { IsArray: false, MaxRepetitionLevel: 0 } field => Readers.ContainsKey(field.ClrType) ? null
            : Words.GetValueOrDefault(field.ClrType, field.ClrType.Name),
        _ => "lists or structures",
    };

    /// <summary>Reads a column of numbers.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public ParquetCells Read(int group, int column) => Guarded(_path, () =>
    {
        using ParquetRowGroupReader reader = _reader.OpenRowGroupReader(group);
        var field = (DataField)_reader.Schema.Fields[column];
        return Wait(Readers[field.ClrType](reader, field));
    });

    public void Dispose() => Wait(_reader.DisposeAsync().AsTask());

    /// <summary>The library's own messages about other files name no way out.</summary>
    private static void RequireMagic(string path, Stream stream)
    {
        var (start, end) = (new byte[MagicLength], new byte[MagicLength]);
        var isLong = stream.Length > 2 * MagicLength;
        if (isLong)
        {
            stream.Position = 0;
            stream.ReadExactly(start);
            stream.Position = stream.Length - MagicLength;
            stream.ReadExactly(end);
            stream.Position = 0;
        }

        var begins = start.AsSpan().SequenceEqual("PAR1"u8);
        if (start.AsSpan().SequenceEqual("PARE"u8))
        {
            throw new InvalidDataException($"{path}: is encrypted; write it without encryption");
        }

        if (!begins || !end.AsSpan().SequenceEqual("PAR1"u8))
        {
            throw new InvalidDataException(begins
                ? $"{path}: is cut short: a Parquet file ends with PAR1, as it begins"
                : $"{path}: is no Parquet file; set kind: csv for a table of text, npy for an array");
        }
    }

    private static Task<ParquetCells> ReadNumbers<T>(ParquetRowGroupReader group, DataField field)
        where T : unmanaged, INumber<T> => Read<T>(group, field, decimals: null);

    private static Task<ParquetCells> ReadWholeNumbers<T>(ParquetRowGroupReader group, DataField field)
        where T : unmanaged, INumber<T> => Read<T>(group, field, decimals: 0);

    private static async Task<ParquetCells> Read<T>(ParquetRowGroupReader group, DataField field, int? decimals)
        where T : unmanaged, INumber<T>
    {
        T?[] cells = await Cells<T>(group, field).ConfigureAwait(false);
        return new ParquetCells(
            row => cells[row] is { } value ? double.CreateChecked(value) : double.NaN,
            row => cells[row]?.ToString(null, CultureInfo.InvariantCulture) ?? "",
            decimals);
    }

    private static async Task<ParquetCells> ReadFlags(ParquetRowGroupReader group, DataField field)
    {
        bool?[] cells = await Cells<bool>(group, field).ConfigureAwait(false);
        return new ParquetCells(row => cells[row] is { } value ? value ? 1 : 0 : double.NaN, _ => "", Decimals: 0);
    }

    private static async Task<T?[]> Cells<T>(ParquetRowGroupReader group, DataField field)
        where T : unmanaged
    {
        var cells = new T?[group.RowCount];
        if (field.IsNullable)
        {
            await group.ReadAsync(field, new Memory<T?>(cells)).ConfigureAwait(false);
            return cells;
        }

        // Read as if it had gaps, such a column gets some: the library then looks for them in a buffer that it never filled.
        var values = new T[cells.Length];
        await group.ReadAsync(field, new Memory<T>(values)).ConfigureAwait(false);
        return Array.ConvertAll(values, static value => (T?)value);
    }

    // Tables are read before anything runs that a wait could hold up.
    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();

    private static void Wait(Task task) => task.GetAwaiter().GetResult();

    /// <summary>Content that was made to harm, or lost some bytes, makes the library throw nearly anything.</summary>
    private static T Guarded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or UnauthorizedAccessException))
        {
            throw new InvalidDataException(
                $"{path}: is damaged, or a Parquet file of a kind that cannot be read ({ScalarText.Show(exception.Message.Split('\n')[0], ShownReason)})",
                exception);
        }
    }
}
