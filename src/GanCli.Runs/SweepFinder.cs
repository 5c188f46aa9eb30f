namespace GanCli.Runs;

/// <summary>Finds sweeps below the folder of all runs.</summary>
public static class SweepFinder
{
    private const int Listed = 5;

    // Skips hidden folders and those that may not be read.
    private static readonly EnumerationOptions Visible = new();

    /// <summary>All sweeps, the one that was started last first.</summary>
    public static IReadOnlyList<SweepFolder> All(string runsDirectory) =>
        !Directory.Exists(runsDirectory)
            ? []
            : [.. Directory.EnumerateDirectories(runsDirectory, "*", Visible)
                .SelectMany(name => Directory.EnumerateDirectories(name, "*", Visible))
                .Where(SweepFolder.IsSweep)
                .Select(SweepFolder.Open)
                .OrderByDescending(sweep => File.GetLastWriteTimeUtc(sweep.PlanPath))
                .ThenBy(sweep => sweep.Path, StringComparer.Ordinal)];

    /// <summary>The sweeps that lie beside a run.</summary>
    public static IEnumerable<SweepFolder> Beside(RunFolder run) =>
        Directory.EnumerateDirectories(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(run.Path))!, "*", Visible).Where(SweepFolder.IsSweep)
            .Select(SweepFolder.Open);

    /// <summary>Finds the sweep that somebody means.</summary>
    /// <param name="runsDirectory">The folder of all runs.</param>
    /// <param name="text"><c>latest</c>, a sweep's folder, a sweep's name, of which the newest is meant, or any unique part of its folder's name.</param>
    /// <exception cref="RunNotFoundException">None or several.</exception>
    public static SweepFolder Find(string runsDirectory, string text)
    {
        if (text.Length > 0 && SweepFolder.IsSweep(text))
        {
            return SweepFolder.Open(text);
        }

        var sweeps = All(runsDirectory);
        if (sweeps.Count == 0)
        {
            throw new RunNotFoundException($"no sweep '{text}': there are no sweeps in {runsDirectory} yet");
        }

        if (string.Equals(text, RunFinder.Latest, StringComparison.Ordinal))
        {
            return sweeps[0];
        }

        SweepFolder[] found = [.. sweeps.Where(sweep => string.Equals(sweep.Name, text, StringComparison.Ordinal)).Take(1)];
        if (found.Length == 0 && text.Length > 0)
        {
            found = [.. sweeps.Where(sweep => System.IO.Path.GetFileName(sweep.Path).Contains(text, StringComparison.Ordinal))];
        }

        return found switch
        {
            [var sweep] => sweep,
            [] => throw new RunNotFoundException($"no sweep '{text}' in {runsDirectory}; the newest {Words(sweeps)}"),
            _ => throw new RunNotFoundException($"'{text}' names {found.Length} sweeps; the newest {Words(found)}"),
        };
    }

    private static string Words(IReadOnlyList<SweepFolder> sweeps) =>
        (sweeps.Count == 1 ? "is " : "are ") + string.Join(", ", sweeps.Take(Listed).Select(sweep => $"{sweep.Id} ({sweep.Name})"));
}
