using System.CommandLine;
using GanCli.Runs;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary><c>--checkpoint FILE|RUN|latest</c>, also as a word without the option, and <c>--weights average|raw</c>.</summary>
internal static class CheckpointOption
{
    public static Option<string?> Create() => new("--checkpoint")
    {
        HelpName = "FILE|RUN",
        Description = "A checkpoint file, or a run (its newest checkpoint); default: the latest run",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>The same as a word of its own: <c>gan eval latest</c>.</summary>
    public static Argument<string?> CreateArgument() => new("RUN")
    {
        Description = "The same as --checkpoint: a run's folder, a part of its name, latest, or a checkpoint file",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>What was named, one way or the other.</summary>
    /// <exception cref="UsageException">Both ways.</exception>
    public static string? Meant(string? word, string? option) => string.IsNullOrEmpty(word) ? option
        : string.IsNullOrEmpty(option) ? word
        : throw new UsageException($"'{word}' and --checkpoint {option}: name one of them");

    public static Option<string?> CreateWeights()
    {
        var option =
            new Option<string?>("--weights") { HelpName = "average|raw", Description = "Averaged or raw weights; default: averaged where there are any" };
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
