using System.Globalization;
using GanCli.Engine.Sessions;
using GanCli.Runs;
using Parquet;
using Parquet.Schema;

namespace GanCli.Sampling;

/// <summary>Writes samples as a Parquet file: a column for each number of a sample, whole numbers as such where they come out whole.</summary>
/// <param name="path">Where the file is to appear.</param>
internal sealed class ParquetSampleWriter(string path) : SampleWriter
{
    /// <summary>Rows that are stored together: a few megabytes for tables of usual width.</summary>
    private const int GroupRows = 1 << 17;

    // Beyond this, single precision has no units: a number is whole, and no count.
    private const double MostWhole = 1L << 53;

    private readonly AtomicFile _file = new(path);
    private readonly List<float> _rows = [];
    private ParquetWriter? _writer;
    private DataField[] _fields = [];

    public override void Begin(TrainedGenerator generator, long count, RunFolder folder)
    {
        IReadOnlyList<string> names = ColumnNames(generator);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        _fields = [.. names.Select((name, i) => Field(Unique(name.Length > 0 ? name : Number(i + 1), taken), IsWhole(generator, i)))];
        _writer = Wait(ParquetWriter.CreateAsync(new ParquetSchema(_fields), _file.Stream));
    }

    public override void Append(float[] rows)
    {
        _rows.AddRange(rows);
        if (_rows.Count >= (long)GroupRows * _fields.Length)
        {
            WriteGroup();
        }
    }

    public override void Complete()
    {
        if (_rows.Count > 0)
        {
            WriteGroup();
        }

        // The end of the file is written when the writer goes, before the file gets its name.
        Close();
        _file.Commit();
    }

    public override void Dispose()
    {
        try
        {
            Close();
        }
        catch (IOException)
        {
            // A full disk refuses the end, too; the error that brought us here is the one to show.
        }

        _file.Dispose();
    }

    private static DataField Field(string name, bool isWhole) =>
        isWhole ? new DataField<long>(name, nullable: false) : new DataField<float>(name, nullable: false);

    private static bool IsWhole(TrainedGenerator generator, int column) => generator.IsRounded && generator.Data.Forms?[column] is { Decimals: 0 } form
        && Math.Max(Math.Abs(form.Low), Math.Abs(form.High)) < MostWhole;

    private static string Unique(string name, HashSet<string> taken)
    {
        string unique = name;
        for (int i = 2; !taken.Add(unique); i++)
        {
            unique = $"{name}-{Number(i)}";
        }

        return unique;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();

    private void WriteGroup()
    {
        float[] rows = [.. _rows];
        _rows.Clear();
        using ParquetRowGroupWriter group = _writer!.CreateRowGroup();
        for (int i = 0; i < _fields.Length; i++)
        {
            var column = new float[rows.Length / _fields.Length];
            for (int row = 0; row < column.Length; row++)
            {
                column[row] = rows[(row * _fields.Length) + i];
            }

            Task written = _fields[i].ClrType == typeof(long)
                ? group.WriteAsync<long>(_fields[i], Array.ConvertAll(column, static x => (long)x))
                : group.WriteAsync<float>(_fields[i], column);
            written.GetAwaiter().GetResult();
        }
    }

    private void Close()
    {
        ParquetWriter? writer = _writer;
        _writer = null;
        writer?.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
