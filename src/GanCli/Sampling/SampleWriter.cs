using System.Globalization;
using System.Text;
using GanCli.Engine.Training;
using GanCli.Runs;
using GanCli.Terminal;

namespace GanCli.Sampling;

/// <summary>Writes samples as they come. A file appears under its name only when it is whole.</summary>
internal abstract class SampleWriter : IDisposable
{
    /// <summary>The writer for a file name's ending; <c>-</c> is CSV on stdout.</summary>
    /// <exception cref="UsageException">The ending says nothing.</exception>
    public static SampleWriter For(string path, Output output) => string.Equals(path, "-", StringComparison.Ordinal)
        ? new CsvWriter(output.Data)
        : Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".csv" => new CsvWriter(path),
            ".npy" => new ArrayWriter(path),
            _ => throw new UsageException($"--out {path}: the ending must be .csv or .npy, or - for CSV on stdout"),
        };

    /// <param name="generator">Where the samples come from.</param>
    /// <param name="count">How many will come.</param>
    /// <param name="run">The run folder of the checkpoint, if it still lies in one.</param>
    public abstract void Begin(TrainedGenerator generator, long count, RunFolder? run);

    /// <summary>Whole rows, in the data's own units.</summary>
    public abstract void Append(float[] rows);

    public abstract void Complete();

    public abstract void Dispose();

    private sealed class CsvWriter : SampleWriter
    {
        private readonly AtomicFile? _file;
        private readonly TextWriter _text;
        private int _dimension;

        public CsvWriter(TextWriter text) => _text = text;

        public CsvWriter(string path)
        {
            _file = new AtomicFile(path);
            _text = new StreamWriter(_file.Stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16) { NewLine = "\n" };
        }

        public override void Begin(TrainedGenerator generator, long count, RunFolder? run)
        {
            _dimension = generator.Data.Dimension;
            _text.WriteLine(string.Join(',', ColumnNames(generator).Select(Quote)));
        }

        public override void Append(float[] rows)
        {
            Span<char> number = stackalloc char[32];
            for (int i = 0; i < rows.Length; i++)
            {
                rows[i].TryFormat(number, out int length, "R", CultureInfo.InvariantCulture);
                _text.Write(number[..length]);
                _text.Write((i + 1) % _dimension == 0 ? '\n' : ',');
            }
        }

        public override void Complete()
        {
            _text.Flush();
            _file?.Commit();
        }

        public override void Dispose() => _file?.Dispose();

        private static IEnumerable<string> ColumnNames(TrainedGenerator generator) => generator.Data.Columns ?? generator.Data.Dimension switch
        {
            1 => ["x"],
            2 => ["x", "y"],
            var many => Enumerable.Range(1, many).Select(static i => "x" + i.ToString(CultureInfo.InvariantCulture)),
        };

        private static string Quote(string name) =>
            name.AsSpan().IndexOfAny(",\"\r\n") < 0 ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private sealed class ArrayWriter(string path) : SampleWriter
    {
        private NpyWriter? _array;

        public override void Begin(TrainedGenerator generator, long count, RunFolder? run) => _array = new NpyWriter(path, count, generator.Data.Dimension);

        public override void Append(float[] rows) => _array!.Append(rows);

        public override void Complete() => _array!.Complete();

        public override void Dispose() => _array?.Dispose();
    }
}
