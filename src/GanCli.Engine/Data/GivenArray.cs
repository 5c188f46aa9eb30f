using System.Globalization;
using System.IO.Compression;
using GanCli.Runs;

namespace GanCli.Engine.Data;

/// <summary>Samples that any program saved as a NumPy array, <c>.npy</c> or <c>.npz</c>: rows, or pictures in any of the usual layouts and ranges.</summary>
public static class GivenArray
{
    private static readonly string[] SampleNames = ["samples", "generated", "images", "pictures", "x", "data", "arr_0"];
    private static readonly string[] LabelNames = ["labels", "label", "y", "targets", "arr_1"];

    // A tanh generator's pictures of nothing but white are not in [0, 1].
    private const float Dark = -0.01f;
    private const float Rounding = 1e-3f;

    // Numbers up to 2 or 3 are nobody's bytes.
    private const float DimmestWhite = 16;

    /// <summary>Reads an array.</summary>
    /// <param name="path">The file. Of an archive the array called samples, images, x or arr_0 is taken, or the only one; one called labels, y or arr_1 beside
    /// it says what the pictures are.</param>
    /// <returns>Rows of numbers as they are where the array has one or two axes, else pictures [channels, height, width] in [−1, 1].</returns>
    /// <exception cref="InvalidDataException">It cannot be samples; the message says why.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static DataSource Read(string path)
    {
        using FileStream file = RegularFile.OpenRead(path);
        Span<byte> start = stackalloc byte[4];
        bool isArchive = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.StartsWith("PK\u0003\u0004"u8);
        if (!isArchive)
        {
            return Of(path, Npy.Read(path), Npy.TypeOf(path), labels: null);
        }

        file.Position = 0;
        try
        {
            using var archive = new ZipArchive(file, ZipArchiveMode.Read);
            ZipArchiveEntry[] arrays = [.. archive.Entries.Where(static entry => entry.FullName.EndsWith(".npy", StringComparison.Ordinal))];
            ZipArchiveEntry samples = SampleNames.Select(name => Named(arrays, name)).FirstOrDefault(static entry => entry is not null)
                ?? (arrays is [var only] ? only : throw new InvalidDataException(
                    $"{path}: has no array called {string.Join(", ", SampleNames)}; "
                        + $"it has {string.Join(", ", arrays.Select(static entry => entry.FullName))}"));
            ZipArchiveEntry? labels = LabelNames.Select(name => Named(arrays, name)).OfType<ZipArchiveEntry>().FirstOrDefault(entry => entry != samples);
            (NpyArray<float> array, string type) = Unpacked(path, samples);
            return Of(path, array, type, labels is null ? null : Unpacked(path, labels).Array);
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path}: is damaged: {e.Message}", e);
        }
    }

    private static ZipArchiveEntry? Named(ZipArchiveEntry[] arrays, string name) =>
        Array.Find(arrays, entry => string.Equals(entry.FullName, $"{name}.npy", StringComparison.OrdinalIgnoreCase));

    private static (NpyArray<float> Array, string Type) Unpacked(string path, ZipArchiveEntry entry)
    {
        string copy = Path.GetTempFileName();
        try
        {
            entry.ExtractToFile(copy, overwrite: true);
            return (Npy.Read(copy), Npy.TypeOf(copy));
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path}: {entry.FullName}: {e.Message.Replace($"{copy}: ", "", StringComparison.Ordinal)}", e);
        }
        finally
        {
            File.Delete(copy);
        }
    }

    private static FiniteSource Of(string path, NpyArray<float> array, string type, NpyArray<float>? labels)
    {
        if (array.Shape.Count == 0 || array.Data.Length == 0)
        {
            throw new InvalidDataException($"{path}: holds no samples");
        }

        int bad = Array.FindIndex(array.Data, static number => !float.IsFinite(number));
        if (bad >= 0)
        {
            throw new InvalidDataException(NumberTable.Text(
                $"{path}: sample {(bad / (array.Data.Length / array.Shape[0])) + 1:N0} holds {array.Data[bad]}, which is not a finite number"));
        }

        if (array.Shape.Count <= 2)
        {
            return new FiniteSource(array.Data, array.Shape.Count == 1 ? [1] : [array.Shape[1]]);
        }

        (long[] shape, bool channelsLast) = PictureShape(path, array.Shape);
        (float black, float white) = Range(path, array.Data, type);
        byte[] bytes = new byte[array.Data.Length];
        int size = checked((int)(shape[0] * shape[1] * shape[2]));
        int area = checked((int)(shape[1] * shape[2]));
        for (int i = 0; i < bytes.Length; i++)
        {
            (int picture, int place) = (i / size, i % size);
            int from = channelsLast ? (picture * size) + (place % area * (int)shape[0]) + (place / area) : i;
            bytes[i] = (byte)Math.Round(255 * Math.Clamp((array.Data[from] - black) / (white - black), 0, 1));
        }

        string layout = channelsLast ? "channels last" : "channels first";
        return new FiniteSource(
            new ByteRows(bytes, size), shape, labels: labels is null ? null : Labels(path, labels, array.Shape[0]),
            range: (ByteRows.Number(byte.MinValue), ByteRows.Number(byte.MaxValue)),
            notes: [string.Create(CultureInfo.InvariantCulture,
                $"{path}: {array.Shape[0]:N0} pictures of {shape[1]} × {shape[2]}, {layout}, black is {black:0.##} and white {white:0.##}")]);
    }

    private static (long[] Shape, bool ChannelsLast) PictureShape(string path, IReadOnlyList<long> shape) => shape switch
    {
        [_, var height, var width] => ([1, height, width], false),
        [_, (1 or 3) and var channels, var height, var width] => ([channels, height, width], false),
        [_, var height, var width, (1 or 3) and var channels] => ([channels, height, width], true),
        [_, 2, var height, var width] => ([2, height, width], false),
        _ => throw new InvalidDataException(
            $"{path}: its shape [{string.Join(", ", shape)}] is none of pictures: [n, channels, height, width] or [n, height, width, channels]"),
    };

    private static (float Black, float White) Range(string path, float[] numbers, string type)
    {
        if (type is "|u1")
        {
            return (0, 255);
        }

        (float low, float high) = (numbers.Min(), numbers.Max());
        return low >= -1 - Rounding && high <= 1 + Rounding ? (low < Dark ? -1 : 0, 1)
            : low >= 0 && high is > DimmestWhite and <= 255 ? (0, 255)
            : throw new InvalidDataException(NumberTable.Text(
                $"{path}: its numbers go from {low} to {high}, so that nobody knows what black and white are; save pictures in [-1, 1], [0, 1] or 0 to 255"));
    }

    private static LabelSet Labels(string path, NpyArray<float> labels, long count)
    {
        if (labels.Data.Length != count || labels.Shape.Count(static length => length > 1) > 1)
        {
            throw new InvalidDataException(NumberTable.Text($"{path}: has {labels.Data.Length:N0} labels for {count:N0} pictures"));
        }

        float[] classes = [.. labels.Data.Distinct().Order()];
        return classes.Length > LabelSet.MostClasses
            ? throw new InvalidDataException(NumberTable.Text($"{path}: has {classes.Length:N0} different labels; {LabelSet.MostClasses} is the most"))
            : new LabelSet(
                [.. classes.Select(static name => NumberTable.Text($"{name}"))], Array.ConvertAll(labels.Data, label => (byte)Array.IndexOf(classes, label)));
    }
}
