using System.CommandLine;
using GanCli.Runs;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary><c>--checkpoint FILE|RUN|latest</c>, and <c>--weights average|raw</c>.</summary>
internal static class CheckpointOption
{
    public static Option<string?> Create() => new("--checkpoint")
    {
        HelpName = "FILE|RUN",
        Description = "A checkpoint file, or a run (its newest checkpoint); default: the latest run",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Option<string?> CreateWeights()
    {
        var option = new Option<string?>("--weights") { HelpName = "average|raw", Description = "Averaged or raw weights; default: averaged where there are any" };
        option.AcceptOnlyFromAmong("average", "raw");
        return option;
    }

    /// <summary>True for averaged, false for raw, null for the default.</summary>
    public static bool? Average(string? weights) => weights is null ? null : string.Equals(weights, "average", StringComparison.Ordinal);

    /// <summary>The file that is meant.</summary>
    /// <exception cref="UsageException">The run has no checkpoint.</exception>
    /// <exception cref="RunNotFoundException">There is no such file or run.</exception>
    public static string Resolve(string? value, string runsDirectory)
    {
        string name = string.IsNullOrEmpty(value) ? RunFinder.Latest : value;
        if (File.Exists(name))
        {
            return Path.GetFullPath(name);
        }

        RunFolder run = RunFinder.Find(runsDirectory, name);
        return run.Checkpoints() is [.., var newest]
            ? newest.Path
            : throw new UsageException($"{run.Id} has no checkpoint yet");
    }

    /// <summary>The run folder that a checkpoint lies in, or the plain folder that it was moved to.</summary>
    public static RunFolder FolderOf(string checkpoint)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(checkpoint))!;
        return RunFolder.Open(Path.GetDirectoryName(folder) is { } above && RunFolder.IsRun(above) ? above : folder);
    }
}
