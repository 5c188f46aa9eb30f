namespace GanCli.Runs;

/// <summary>Finds run folders below the folder of all runs.</summary>
public static class RunFinder
{
    /// <summary>Names the newest run.</summary>
    public const string Latest = "latest";

    private const int Listed = 5;

    // Skips hidden folders and those that may not be read.
    private static readonly EnumerationOptions Visible = new();

    /// <summary>All runs, the newest first. Reads folder names only.</summary>
    public static IReadOnlyList<RunFolder> All(string runsDirectory) =>
        !Directory.Exists(runsDirectory)
            ? []
            : [.. Directory.EnumerateDirectories(runsDirectory, "*", Visible)
                .SelectMany(name => Directory.EnumerateDirectories(name, "*", Visible))
                .Where(RunFolder.IsRun)
                .Select(RunFolder.Open)
                .OrderByDescending(run => run.Created)
                .ThenByDescending(run => Directory.GetCreationTimeUtc(run.Path))
                .ThenByDescending(run => run.FolderPart, StringComparer.Ordinal)];

    /// <summary>Finds the run that somebody means.</summary>
    /// <param name="runsDirectory">The folder of all runs.</param>
    /// <param name="text"><c>latest</c>, a run's folder, any unique part of a folder's name, a run's name where only one has it,
    /// <c>name/part</c> or <c>name/latest</c>.</param>
    /// <exception cref="RunNotFoundException">None or several.</exception>
    public static RunFolder Find(string runsDirectory, string text)
    {
        if (text.Length > 0 && RunFolder.IsRun(text))
        {
            return RunFolder.Open(text);
        }

        var runs = All(runsDirectory);
        if (runs.Count == 0)
        {
            throw new RunNotFoundException($"no run '{text}': there are no runs in {runsDirectory} yet");
        }

        var found = Candidates(runs, text.Replace('\\', '/').TrimEnd('/'));
        return found switch
        {
            [var run] => run,
            [] => throw new RunNotFoundException($"no run '{text}' in {runsDirectory}; the newest {Words(runs)}"),
            _ => throw new RunNotFoundException($"'{text}' names {found.Count} runs; the newest {Words(found)}"),
        };
    }

    private static IReadOnlyList<RunFolder> Candidates(IReadOnlyList<RunFolder> runs, string text)
    {
        var slash = text.LastIndexOf('/');
        if (slash >= 0)
        {
            var name = text[..slash];
            var part = text[(slash + 1)..];
            return Named([.. runs.Where(run => string.Equals(run.Name, name, StringComparison.Ordinal))], part);
        }

        var found = Named(runs, text);
        return found.Count > 0 ? found : [.. runs.Where(run => string.Equals(run.Name, text, StringComparison.Ordinal))];
    }

    private static IReadOnlyList<RunFolder> Named(IReadOnlyList<RunFolder> runs, string part)
    {
        if (part.Length == 0)
        {
            return [];
        }

        if (string.Equals(part, Latest, StringComparison.Ordinal))
        {
            return [.. runs.Take(1)];
        }

        var exact = runs.Where(run => string.Equals(run.Id, part, StringComparison.Ordinal)).ToArray();
        return exact.Length > 0 ? exact : [.. runs.Where(run => run.FolderPart.Contains(part, StringComparison.Ordinal))];
    }

    private static string Words(IReadOnlyList<RunFolder> runs) =>
        (runs.Count == 1 ? "is " : "are ") + string.Join(", ", runs.Take(Listed).Select(run => $"{run.Id} ({run.Name})"));
}
