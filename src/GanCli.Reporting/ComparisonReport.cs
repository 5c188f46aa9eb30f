using GanCli.Reporting.Comparison;
using GanCli.Reporting.Page;
using GanCli.Runs;

namespace GanCli.Reporting;

/// <summary>Writes the report of many runs: one page.</summary>
public static class ComparisonReport
{
    /// <summary>The page's file, in the innermost folder that holds all of the runs.</summary>
    /// <param name="runs">At least one run.</param>
    public static string DefaultPath(IReadOnlyList<RunFolder> runs)
    {
        string[] folders = [.. runs.Select(run => Path.GetDirectoryName(Path.GetFullPath(run.Path))!)];
        string common = folders[0];
        while (!folders.All(folder => (folder + Path.DirectorySeparatorChar)
            .StartsWith(Path.TrimEndingDirectorySeparator(common) + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
        {
            common = Path.GetDirectoryName(common)!;
        }

        return Path.Combine(common, "comparison.html");
    }

    /// <summary>Writes the page in one go. An earlier one is replaced.</summary>
    /// <param name="view">At least one group.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">A file of a run is damaged; the message begins with its path.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static void Write(ComparisonView view, string path)
    {
        string[] names = [.. view.Groups.SelectMany(group => group.Names).Distinct(StringComparer.Ordinal)];
        string title = names.Length == 1 ? names[0] : Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path)))!;
        AtomicFile.WriteText(path, ComparisonPage.Write(new ComparisonContent(title, view)));
    }
}
