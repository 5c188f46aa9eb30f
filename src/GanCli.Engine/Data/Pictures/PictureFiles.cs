using System.IO.Compression;
using GanCli.Engine.Config;
using GanCli.Runs;
using SkiaSharp;

namespace GanCli.Engine.Data.Pictures;

/// <summary>The picture files of a folder, with all folders below it, or of a zip archive, sorted by name. Files and folders whose names begin with a dot
/// are passed over, as are files of other endings.</summary>
internal sealed class PictureFiles : IDisposable
{
    private const int Deepest = 32;

    private static readonly string[] Endings = [".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp", ".gif", ".bmp"];

    private readonly string _path;
    private readonly ZipArchive? _zip;
    private readonly List<(string Name, ZipArchiveEntry? Entry)> _files = [];
    private readonly SortedDictionary<string, int> _others = new(StringComparer.Ordinal);

    /// <param name="path">A folder or a zip archive.</param>
    /// <exception cref="IOException">There is nothing, or it cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is a file of another kind, or holds no picture.</exception>
    public PictureFiles(string path)
    {
        _path = path;
        if (Directory.Exists(path))
        {
            Walk(new DirectoryInfo(path), "", []);
        }
        else
        {
            _zip = Open(path);
            foreach (ZipArchiveEntry entry in _zip.Entries.Where(static entry => !entry.FullName.EndsWith('/')))
            {
                Sort(entry.FullName.Replace('\\', '/'), entry);
            }
        }

        _files.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        Names = [.. _files.Select(static file => file.Name)];
        if (_files.Count == 0)
        {
            Dispose();
            throw new InvalidDataException(_others.Count == 0
                ? $"{path}: is empty; pictures are expected (PNG, JPEG, WebP, GIF or BMP)"
                : $"{path}: holds no PNG, JPEG, WebP, GIF or BMP; it holds {Others}");
        }
    }

    /// <summary>Names below the folder, with slashes.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Files that are no pictures, by their endings; empty where there are none.</summary>
    public string Others =>
        string.Join(", ", _others.OrderByDescending(static other => other.Value).Take(6)
            .Select(static other => NumberTable.Text($"{other.Value:N0} {ScalarText.Show(other.Key)}")))
        + (_others.Count > 6 ? ", …" : "");

    /// <summary>How many files are no pictures.</summary>
    public int OtherCount => _others.Values.Sum();

    /// <summary>Whether a name ends as pictures' do.</summary>
    public static bool IsPicture(string name) => Endings.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);

    /// <summary>The shorter sides of pictures from all over a folder or archive, a thousand at most; a file that cannot be read is passed over, since its
    /// loader says more.</summary>
    /// <inheritdoc cref="PictureFiles(string)"/>
    public static IEnumerable<int> Sides(string path)
    {
        const int Most = 1000;
        using var files = new PictureFiles(path);
        int looked = Math.Min(Most, files.Names.Count);
        for (long i = 0; i < looked; i++)
        {
            if (files.Side((int)(i * files.Names.Count / looked)) is { } side)
            {
                yield return side;
            }
        }
    }

    private int? Side(int file)
    {
        try
        {
            (Stream content, _) = Open(file);
            using (content)
            {
                using var codec = SKCodec.Create(content);
                return codec is null ? null : Math.Min(codec.Info.Width, codec.Info.Height);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Opens a file. Of an archive only one may be open at a time.</summary>
    /// <returns>Its content, and how long it says that this is.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="InvalidDataException">The archive is damaged there.</exception>
    public (Stream Content, long Length) Open(int file)
    {
        if (_files[file].Entry is { } entry)
        {
            return (entry.Open(), entry.Length);
        }

        FileStream stream = RegularFile.OpenRead(Path.Combine(_path, _files[file].Name));
        return (stream, stream.Length);
    }

    /// <summary>Whether the files are parts of one, which only one may read at a time.</summary>
    public bool IsArchive => _zip is not null;

    public void Dispose() => _zip?.Dispose();

    private static ZipArchive Open(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path}: no such folder or zip archive");
        }

        FileStream file = RegularFile.OpenRead(path);
        try
        {
            return new ZipArchive(file, ZipArchiveMode.Read);
        }
        catch (InvalidDataException damage)
        {
            file.Position = 0;
            bool isZip = file.ReadByte() == 'P' && file.ReadByte() == 'K';
            file.Dispose();
            string wayOut = IsPicture(path) ? "; let data.path name the folder of the picture" : "";
            string what = isZip ? "a zip archive that is cut short or damaged" : $"neither a folder nor a zip archive of pictures{wayOut}";
            throw new InvalidDataException($"{path}: is {what}", damage);
        }
    }

    private void Walk(DirectoryInfo folder, string prefix, List<string> above)
    {
        // A link to a folder above would never end.
        string place = (folder.ResolveLinkTarget(returnFinalTarget: true) ?? folder).FullName;
        if (above.Contains(place, StringComparer.Ordinal) || above.Count > Deepest)
        {
            return;
        }

        List<string> here = [.. above, place];
        foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos())
        {
            string name = prefix + entry.Name;
            if (Directory.Exists(entry.FullName))
            {
                if (!entry.Name.StartsWith('.'))
                {
                    Walk(new DirectoryInfo(entry.FullName), name + "/", here);
                }
            }
            else
            {
                Sort(name, null);
            }
        }
    }

    private void Sort(string name, ZipArchiveEntry? entry)
    {
        string[] parts = name.Split('/');
        bool isHidden = Array.Exists(parts, static part => part.StartsWith('.')) || string.Equals(parts[0], "__MACOSX", StringComparison.Ordinal);
        if (!isHidden && IsPicture(name))
        {
            _files.Add((name, entry));
            return;
        }

        string ending = parts[^1].StartsWith('.') ? parts[^1] : Path.GetExtension(name) is { Length: > 0 } given ? given.ToLowerInvariant() : parts[^1];
        _others[ending] = _others.GetValueOrDefault(ending) + 1;
    }
}
