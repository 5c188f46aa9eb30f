using System.Security.Cryptography;
using System.Text;

namespace GanCli.Runs;

/// <summary>A file that appears whole or not at all: written under a temporary name in the same folder, flushed to the disk, renamed.</summary>
/// <remarks>Disposed without <see cref="Commit"/>, nothing is left behind and an earlier file of that name is untouched.</remarks>
public sealed class AtomicFile : IDisposable
{
    private readonly string _path;
    private readonly string _temporary;
    private readonly FileStream _stream;
    private bool _committed;

    /// <param name="path">Where the file is to appear. Its folder must exist.</param>
    /// <exception cref="IOException">The temporary file cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written to.</exception>
    public AtomicFile(string path)
    {
        _path = Path.GetFullPath(path);
        _temporary = $"{_path}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}.tmp";
        try
        {
            _stream = new FileStream(_temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, 1 << 16);
        }
        catch (DirectoryNotFoundException e)
        {
            throw new DirectoryNotFoundException($"{path}: there is no such folder", e);
        }
        catch (UnauthorizedAccessException e)
        {
            // The system's message names the temporary file.
            throw new UnauthorizedAccessException($"{path}: no permission to write into its folder", e);
        }
    }

    /// <summary>The content. It can be read back and sought in.</summary>
    public Stream Stream => _stream;

    /// <summary>Flushes to the disk and renames over an earlier file.</summary>
    public void Commit()
    {
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
        File.Move(_temporary, _path, overwrite: true);
        _committed = true;
    }

    public void Dispose()
    {
        if (_committed)
        {
            return;
        }

        try
        {
            _stream.Dispose();
        }
        catch (IOException)
        {
            // A full disk refuses the buffered rest once more; the error that brought us here is the one to show.
        }

        File.Delete(_temporary);
    }

    /// <summary>Writes a file in one go.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        using var file = new AtomicFile(path);
        write(file.Stream);
        file.Commit();
    }

    /// <summary>Writes a text as UTF-8 without a byte-order mark.</summary>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
