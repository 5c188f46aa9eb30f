using System.Globalization;
using System.Security.Cryptography;
using GanCli.Engine.Sessions;
using GanCli.Reporting.Charts;
using GanCli.Reporting.Reading;
using GanCli.Runs;
using GanCli.Terminal;

namespace GanCli.Sampling;

/// <summary>Writes a PNG file for each sample that is a picture: <c>000.png</c> …, grey, or red, green and blue. The folder appears when all are
/// there.</summary>
/// <param name="path">The folder; it must not be there yet, or be empty.</param>
internal sealed class FolderSampleWriter(string path) : SampleWriter
{
    private readonly string _path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
    private string? _temporary;
    private RunRecord? _run;
    private IReadOnlyList<long> _shape = [];
    private PictureGrid.Brightness? _brightness;
    private int _digits;
    private long _written;

    public override void Begin(TrainedGenerator generator, long count, RunFolder folder)
    {
        _shape = generator.SampleShape;
        if (!PictureGrid.Shows(_shape))
        {
            throw new UsageException(
                $"--out {path}: a folder takes pictures, [1 or 3, height, width]; the samples of this generator are [{string.Join(", ", _shape)}]: "
                    + $"name a file, for instance samples.csv");
        }

        if (File.Exists(_path) || (Directory.Exists(_path) && Directory.EnumerateFileSystemEntries(_path).Any()))
        {
            throw new UsageException($"--out {path}: is there already; nothing was written. Name another folder");
        }

        if (!Directory.Exists(Path.GetDirectoryName(_path)))
        {
            throw new DirectoryNotFoundException($"{path}: there is no such folder to make it in");
        }

        _run = RunRecord.Read(folder, Known(generator));
        _digits = (count - 1).ToString(CultureInfo.InvariantCulture).Length;
        _temporary = $"{_path}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}.tmp";
        Directory.CreateDirectory(_temporary);
    }

    public override void Append(float[] rows)
    {
        var samples = new SampleSet((int)_shape.Aggregate(1L, static (size, axis) => size * axis), rows);

        // One scale for all of them, also where only the first ones tell it.
        PictureGrid.Brightness brightness = _brightness ??= PictureGrid.Brightness.Of(_run!, samples);
        Parallel.For(0, samples.Count, i => File.WriteAllBytes(
            Path.Combine(_temporary!, (_written + i).ToString(CultureInfo.InvariantCulture).PadLeft(_digits, '0') + ".png"),
            PictureGrid.Png(samples.Row(i), _shape, brightness)));
        _written += samples.Count;
    }

    public override void Complete()
    {
        if (Directory.Exists(_path))
        {
            Directory.Delete(_path);
        }

        Directory.Move(_temporary!, _path);
        _temporary = null;
    }

    public override void Dispose()
    {
        if (_temporary is not null && Directory.Exists(_temporary))
        {
            Directory.Delete(_temporary, recursive: true);
        }
    }
}
