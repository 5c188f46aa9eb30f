using System.CommandLine;

namespace GanCli.Commands;

/// <summary>The folder that holds the runs: <c>--runs-dir</c>, else <c>GAN_RUNS_DIR</c>, else <c>./runs</c>.</summary>
internal static class RunsDirectory
{
    public const string Variable = "GAN_RUNS_DIR";

    /// <summary>The option that every command with runs has.</summary>
    public static Option<string?> CreateOption() => new("--runs-dir")
    {
        HelpName = "FOLDER",
        Description = $"Folder of the runs (default: ${Variable}, else ./runs)",
    };

    /// <summary>The folder's full path. It need not exist.</summary>
    public static string Resolve(string? option) => Path.GetFullPath(FirstGiven(option, Environment.GetEnvironmentVariable(Variable)) ?? "runs");

    private static string? FirstGiven(params ReadOnlySpan<string?> candidates)
    {
        foreach (string? candidate in candidates)
        {
            if (!string.IsNullOrWhiteSpace(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
