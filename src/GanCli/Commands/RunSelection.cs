using System.IO.Enumeration;
using GanCli.Runs;

namespace GanCli.Commands;

/// <summary>Which runs somebody means who may mean many.</summary>
internal static class RunSelection
{
    private const int Depth = 6;

    private static readonly char[] Wild = ['*', '?'];

    /// <summary>Runs in the order of the words, none twice.</summary>
    /// <param name="runsDirectory">The folder of all runs.</param>
    /// <param name="words">Folders of runs, folders with runs below them, sweeps, names of runs (all of that name), <c>*</c> and <c>?</c> in folders or names,
    /// or what <see cref="RunFinder.Find"/> knows. Without words all runs are meant.</param>
    /// <exception cref="RunNotFoundException">A word means no run.</exception>
    public static IReadOnlyList<RunFolder> Find(string runsDirectory, IReadOnlyList<string> words)
    {
        IEnumerable<RunFolder> found = words.Count == 0 ? Below(runsDirectory) : words.SelectMany(word => Meant(runsDirectory, word));
        RunFolder[] runs = [.. found.DistinctBy(run => Path.GetFullPath(run.Path), StringComparer.Ordinal)];
        return runs.Length > 0 ? runs : throw new RunNotFoundException($"there are no runs in {runsDirectory} yet");
    }

    private static IReadOnlyList<RunFolder> Meant(string runsDirectory, string word)
    {
        if (word.IndexOfAny(Wild) >= 0)
        {
            RunFolder[] matching = [.. Paths(word).SelectMany(FromFolder), .. RunFinder.All(runsDirectory).Where(run => Matches(run, word))];
            return matching.Length > 0 ? matching
                : throw new RunNotFoundException($"no run matches '{word}', neither as a folder nor among the names in {runsDirectory}");
        }

        if (Directory.Exists(word) && FromFolder(word) is { Count: > 0 } inFolder)
        {
            return inFolder;
        }

        if (SweepFinder.All(runsDirectory).FirstOrDefault(sweep => Names(sweep).Contains(word.TrimEnd('/', '\\'), StringComparer.Ordinal)) is { } known)
        {
            return FromFolder(known.Path);
        }

        string below = Path.Combine(runsDirectory, word);
        return word.Length > 0 && !RunFolder.IsRun(below) && Directory.Exists(below) && Below(below).ToArray() is { Length: > 0 } named
            ? named
            : [RunFinder.Find(runsDirectory, word)];
    }

    private static IReadOnlyList<RunFolder> FromFolder(string folder) =>
        RunFolder.IsRun(folder) ? [RunFolder.Open(folder)]
        : SweepFolder.IsSweep(folder) ? [.. SweepFolder.Open(folder).Runs().Select(point => point.Run)]
        : [.. Below(folder)];

    private static string[] Names(SweepFolder sweep) => [sweep.Id, Path.GetFileName(sweep.Path), $"{sweep.Name}/{Path.GetFileName(sweep.Path)}"];

    // What is in a run's folder is no run. Folders that may not be read are none of one's own.
    private static IEnumerable<RunFolder> Below(string folder, int depth = Depth) =>
        depth == 0 || !Directory.Exists(folder)
            ? []
            : Directory.EnumerateDirectories(folder, "*", new EnumerationOptions { AttributesToSkip = FileAttributes.None })
                .Where(path => !Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal)
                .SelectMany(path => RunFolder.IsRun(path) ? [RunFolder.Open(path)] : Below(path, depth - 1));

    private static bool Matches(RunFolder run, string pattern) =>
        new[] { run.Name, run.FolderPart, run.Id,
            $"{run.Name}/{run.FolderPart}" }.Any(name => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false));

    /// <summary>Folders that a pattern matches, part by part.</summary>
    private static IEnumerable<string> Paths(string pattern)
    {
        string[] parts = pattern.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries);
        IEnumerable<string> folders = [Path.IsPathRooted(pattern) ? Path.GetPathRoot(Path.GetFullPath(pattern))! : "."];
        foreach (string part in parts.Where((part, i) => i > 0 || !part.EndsWith(':')))
        {
            folders = part.IndexOfAny(Wild) >= 0
                ? folders.SelectMany(folder => Directory.EnumerateDirectories(folder, part).Order(StringComparer.Ordinal))
                : folders.Select(folder => Path.Combine(folder, part)).Where(Directory.Exists);
        }

        return folders;
    }
}
