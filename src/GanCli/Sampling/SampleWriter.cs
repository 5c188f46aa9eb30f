using System.Globalization;
using System.Text;
using GanCli.Engine.Sessions;
using GanCli.Engine.Training;
using GanCli.Reporting.Charts;
using GanCli.Runs;
using GanCli.Terminal;

namespace GanCli.Sampling;

/// <summary>Writes samples as they come. A file appears under its name only when it is whole.</summary>
internal abstract class SampleWriter : IDisposable
{
    /// <summary>The forms that <c>--format</c> takes.</summary>
    public static readonly string[] Formats = ["csv", "tsv", "npy", "parquet", "png", "gif"];

    /// <summary>The writer for a file name's ending; <c>-</c> is CSV on stdout, and a folder takes a picture for each sample.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="format">Says the form where the name does not; null: the name says it. <c>png</c> and a name without that ending mean a folder.</param>
    /// <param name="output">Where data go that no file takes.</param>
    /// <exception cref="UsageException">Neither says anything.</exception>
    public static SampleWriter For(string path, string? format, Output output)
    {
        string ending = Path.GetExtension(path).ToLowerInvariant();
        if (string.Equals(path, "-", StringComparison.Ordinal))
        {
            return format switch
            {
                null or "csv" => new CsvWriter(output.Data),
                "tsv" => new CsvWriter(output.Data, '\t'),
                _ => throw new UsageException($"--format {format} needs a {(format is "png" ? "file or a folder" : "file")}: add --out"),
            };
        }

        bool isFolder = Path.EndsInDirectorySeparator(path) || Directory.Exists(path);
        if (isFolder ? format is null or "png" : format is "png" && ending is not ".png")
        {
            return new FolderSampleWriter(path);
        }

        if (isFolder)
        {
            throw new UsageException($"--out {path}: is a folder, which takes PNG files only; name a file");
        }

        return (format is null ? ending : "." + format) switch
        {
            ".csv" => new CsvWriter(path),
            ".tsv" => new CsvWriter(path, '\t'),
            ".npy" => new ArrayWriter(path),
            ".parquet" => new ParquetSampleWriter(path),
            ".png" => new PictureWriter(path),
            ".gif" => new FilmSampleWriter(path),
            _ => throw new UsageException(
                $"--out {path}: the ending must be .csv, .tsv, .npy, .parquet, .png or .gif, or / for a folder of pictures, or - for CSV on stdout"),
        };
    }

    /// <summary>Samples that stand in a row where several pictures make one; null: nearly a square of them.</summary>
    public int? PicturesInRow { get; set; }

    /// <summary>Samples are shown one after another, over and over: they should lead back to the first.</summary>
    public virtual bool IsFilm => false;

    /// <param name="generator">Where the samples come from.</param>
    /// <param name="count">How many will come.</param>
    /// <param name="folder">The run folder of the checkpoint, or the folder it was moved to.</param>
    public abstract void Begin(TrainedGenerator generator, long count, RunFolder folder);

    /// <summary>Whole rows, in the data's own units.</summary>
    public abstract void Append(float[] rows);

    public abstract void Complete();

    public abstract void Dispose();

    /// <summary>What a checkpoint knows of the data, for pictures of samples without the run's folder.</summary>
    protected static DataInfo Known(TrainedGenerator generator) => new()
    {
        Kind = "",
        Dimension = generator.Data.Dimension,
        Shape = generator.Data.SampleShape,
        Range = generator.Data.Range,
        Columns = ColumnNames(generator),
    };

    protected static IReadOnlyList<string> ColumnNames(TrainedGenerator generator) => generator.Data.Columns ?? DataView.PlainNames(generator.Data.Dimension);

    private sealed class CsvWriter : SampleWriter
    {
        private readonly AtomicFile? _file;
        private readonly TextWriter _text;
        private readonly char _delimiter = ',';
        private int _dimension;

        public CsvWriter(TextWriter text, char delimiter = ',') => (_text, _delimiter) = (text, delimiter);

        public CsvWriter(string path, char delimiter = ',')
        {
            _delimiter = delimiter;
            _file = new AtomicFile(path);
            _text = new StreamWriter(_file.Stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16) { NewLine = "\n" };
        }

        public override void Begin(TrainedGenerator generator, long count, RunFolder folder)
        {
            _dimension = generator.Data.Dimension;
            _text.WriteLine(string.Join(_delimiter, ColumnNames(generator).Select(Quote)));
        }

        public override void Append(float[] rows)
        {
            Span<char> number = stackalloc char[32];
            for (int i = 0; i < rows.Length; i++)
            {
                rows[i].TryFormat(number, out int length, "R", CultureInfo.InvariantCulture);
                _text.Write(number[..length]);
                _text.Write((i + 1) % _dimension == 0 ? '\n' : _delimiter);
            }
        }

        public override void Complete()
        {
            _text.Flush();
            _file?.Commit();
        }

        public override void Dispose() => _file?.Dispose();

        private static string Quote(string name) =>
            name.AsSpan().IndexOfAny(",\"\r\n\t") < 0 ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private sealed class ArrayWriter(string path) : SampleWriter
    {
        private NpyWriter? _array;

        public override void Begin(TrainedGenerator generator, long count, RunFolder folder) =>
            _array = new NpyWriter(path, [count, .. generator.Data.SampleShape]);

        public override void Append(float[] rows) => _array!.Append(rows);

        public override void Complete() => _array!.Complete();

        public override void Dispose() => _array?.Dispose();
    }

    private sealed class PictureWriter(string path) : SampleWriter
    {
        // More points than this only make a blot.
        private const int MostRows = 20_000;
        private readonly List<float> _rows = [];
        private TrainedGenerator? _generator;
        private RunFolder? _folder;

        public override void Begin(TrainedGenerator generator, long count, RunFolder folder)
        {
            (_generator, _folder) = (generator, folder);
            if (PictureGrid.Shows(generator.SampleShape) && PicturesInRow is { } across && PictureGrid.Width(generator.SampleShape, across) is var width
                && width > PictureGrid.MostWidth)
            {
                throw new UsageException(string.Create(CultureInfo.InvariantCulture,
                    $"--out {path}: a row of {across:N0} pictures is {width:N0} pixels wide, more than {PictureGrid.MostWidth:N0}; take fewer, or a folder: "
                        + $"--format png and a name without ending"));
            }

            if (PictureGrid.Shows(generator.SampleShape) && PictureGrid.MostPictures(generator.SampleShape) is var most && count > most)
            {
                throw new UsageException(string.Create(CultureInfo.InvariantCulture,
                    $"--out {path}: one file holds {most:N0} pictures at most, and {count:N0} are asked for; leave out the ending for a folder: --format png"));
            }
        }

        public override void Append(float[] rows)
        {
            int room = PictureGrid.Shows(_generator!.SampleShape) ? rows.Length : (MostRows * _generator.Data.Dimension) - _rows.Count;
            _rows.AddRange(rows.AsSpan(0, Math.Min(room, rows.Length)));
        }

        public override void Complete() => Reporting.RunPictures.DrawSamples(path, [.. _rows], _folder!, Known(_generator!), _generator!.Step, PicturesInRow);

        public override void Dispose()
        {
        }
    }
}
