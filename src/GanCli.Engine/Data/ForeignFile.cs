using System.IO.Compression;
using System.Text;
using GanCli.Engine.Config;
using GanCli.Engine.Data.Pictures;
using GanCli.Runs;

namespace GanCli.Engine.Data;

/// <summary>Opens data files, and names those of another format for what they are.</summary>
internal static class ForeignFile
{
    /// <summary>Opens a file for reading.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">The data source that opens it, by its word in the config.</param>
    /// <param name="gzip">It unpacks gzip itself.</param>
    /// <exception cref="InvalidDataException">It is of another usual format.</exception>
    /// <exception cref="IOException">It cannot be read, or is no regular file.</exception>
    public static FileStream Open(string path, string kind, bool gzip = false)
    {
        var file = RegularFile.OpenRead(path);
        try
        {
            var start = new byte[8];
            var length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            if (Foreign(file, start.AsSpan(0, length), kind, gzip) is { } what)
            {
                throw new InvalidDataException($"{path}: {what}");
            }

            file.Position = 0;
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static string? Foreign(FileStream file, ReadOnlySpan<byte> start, string kind, bool gzip) =>
        start is [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..] ? Other("npy", kind, "is an array of NumPy")
        : start.StartsWith("PAR1"u8) ? Other("parquet", kind, "is a Parquet file")
        : start.StartsWith("PK\x03\x04"u8) ? Archive(file)
        : start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) ? (gzip ? null : "is compressed with gzip; unpack it first")
        : start.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]) ? "is compressed with zstd; unpack it first"
        : start.StartsWith("SQLite f"u8) ? "is an SQLite database; export the table as CSV"
        : start.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'H', (byte)'D', (byte)'F']) ? "is an HDF5 file; save the table as CSV or npy"
        : start is [0, 0, 8, 1 or 3, ..] ? Other("idx", kind, "is an IDX file, as MNIST's are")
        : start.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']) || start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])
            ? "is one picture; for a folder or zip archive of pictures set kind: images"
        : null;

    private static string? Other(string right, string kind, string what) =>
        string.Equals(right, kind, StringComparison.Ordinal) ? null : $"{what}; set kind: {right}";

    private static string Archive(FileStream file)
    {
        file.Position = 0;
        try
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true, Encoding.UTF8);
            var names = zip.Entries.Take(100).Select(entry => entry.FullName).ToList();
            var arrays = names.Where(name => name.EndsWith(".npy", StringComparison.Ordinal)).Select(name => ScalarText.Show(name[..^4])).ToList();
            return arrays.Count > 0 && arrays.Count == names.Count
                ? $"is an .npz archive of arrays ({string.Join(", ", arrays.Take(8))}{(arrays.Count > 8 ? ", …" : "")}); save the one that is meant as .npy: "
                    + $"np.save(\"{arrays[0]}.npy\", np.load(FILE)[\"{arrays[0]}\"])"
                : names.Contains("xl/workbook.xml", StringComparer.Ordinal) ? "is an Excel workbook; save the sheet as CSV"
                : names.Exists(PictureFiles.IsPicture) ? "is a zip archive of pictures; set kind: images"
                : "is a zip archive; unpack it first";
        }
        catch (InvalidDataException)
        {
            return "is a damaged zip archive";
        }
    }
}
