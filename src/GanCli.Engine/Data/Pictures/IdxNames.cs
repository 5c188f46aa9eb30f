using System.Text.RegularExpressions;

namespace GanCli.Engine.Data.Pictures;

/// <summary>Which part of a data set is meant.</summary>
public enum PictureSplit
{
    Train,
    Test,
}

/// <summary>The files of one part of an IDX data set.</summary>
/// <param name="Pictures">The file of pictures.</param>
/// <param name="Labels">The one of labels beside it, where there is one.</param>
internal sealed record IdxPair(string Pictures, string? Labels);

/// <summary>Finds the files of MNIST and its kin by the names that they are published under: <c>train-images-idx3-ubyte</c>, <c>t10k-labels-idx1-ubyte</c>,
/// with a dot in place of the second hyphen, with .gz behind, or a word before, as EMNIST has.</summary>
internal static partial class IdxNames
{
    /// <summary>The part that training sees and the other one.</summary>
    /// <param name="path">A folder, or the file of pictures.</param>
    /// <param name="split">The part that is asked for; null: train, or what a file's name says.</param>
    /// <exception cref="IOException">There is nothing.</exception>
    /// <exception cref="InvalidDataException">The files are not there.</exception>
    public static (IdxPair Chosen, IdxPair? Other) Find(string path, PictureSplit? split)
    {
        if (!Path.Exists(path))
        {
            throw new FileNotFoundException($"{path}: no such file or folder");
        }

        bool isFolder = Directory.Exists(path);
        string folder = isFolder ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;
        List<Named> all = [.. Directory.EnumerateFiles(folder).Select(Named.Of).OfType<Named>().OrderBy(static file => file.Path, StringComparer.Ordinal)];
        if (!isFolder && Named.Of(path) is null)
        {
            return split is null ? (new IdxPair(path, LabelsOf(path)), null)
                : throw new InvalidDataException($"{path}: is no file of the usual names, so that no split is known; leave data.split out");
        }

        string prefix = isFolder ? Prefix(path, all) : Named.Of(path)!.Prefix;
        PictureSplit wanted = split ?? (isFolder ? PictureSplit.Train : Named.Of(path)!.Split);
        IdxPair chosen = Pair(all, prefix, wanted, isFolder ? null : path) ?? throw new InvalidDataException(
            $"{path}: has no {prefix}{(wanted == PictureSplit.Train ? "train" : "t10k")}-images-idx3-ubyte, with .gz or not; "
                + PictureFileConfig.Listed(folder));
        return (chosen, Pair(all, prefix, wanted == PictureSplit.Train ? PictureSplit.Test : PictureSplit.Train, given: null));
    }

    private static string Prefix(string folder, List<Named> all)
    {
        List<string> prefixes = [.. all.Where(static file => file.IsPictures).Select(static file => file.Prefix).Distinct(StringComparer.Ordinal)];
        return prefixes switch
        {
            [] => "",
            [var only] => only,
            _ when prefixes.Contains("", StringComparer.Ordinal) => "",
            _ => throw new InvalidDataException(
                $"{folder}: holds several data sets ({string.Join(", ", prefixes.Select(static prefix => prefix.TrimEnd('-', '_', '.')))}); let data.path name "
                    + "the file of pictures that is meant"),
        };
    }

    private static IdxPair? Pair(List<Named> all, string prefix, PictureSplit split, string? given)
    {
        List<Named> mine = [.. all.Where(file => string.Equals(file.Prefix, prefix, StringComparison.Ordinal) && file.Split == split)];
        Named? pictures = mine.Find(file => file.IsPictures && given is not null
                && string.Equals(Path.GetFileName(file.Path), Path.GetFileName(given), StringComparison.Ordinal))
            ?? mine.Find(static file => file.IsPictures);
        return pictures is null ? null : new IdxPair(pictures.Path, mine.Find(static file => !file.IsPictures)?.Path);
    }

    private static string? LabelsOf(string path)
    {
        string name = Path.GetFileName(path);
        string other = name.Replace("images", "labels", StringComparison.OrdinalIgnoreCase).Replace("idx3", "idx1", StringComparison.OrdinalIgnoreCase);
        string beside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, other);
        return !string.Equals(other, name, StringComparison.Ordinal) && File.Exists(beside) ? beside : null;
    }

    // Unpacked files sort before packed ones, and are taken first.
    private sealed record Named(string Path, string Prefix, PictureSplit Split, bool IsPictures)
    {
        public static Named? Of(string path) => Official().Match(System.IO.Path.GetFileName(path)) is { Success: true } match
            ? new Named(
                path, match.Groups["prefix"].Value,
                match.Groups["split"].Value.Equals("train", StringComparison.OrdinalIgnoreCase) ? PictureSplit.Train : PictureSplit.Test,
                match.Groups["pictures"].Success)
            : null;
    }

    [GeneratedRegex(@"^(?<prefix>.*?)(?<split>train|t10k|test)[-_.](?:(?<pictures>images[-.]idx3)|labels[-.]idx1)[-.]ubyte(?:\.gz)?$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Official();
}
