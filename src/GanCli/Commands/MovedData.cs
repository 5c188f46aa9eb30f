using System.CommandLine;
using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary><c>--set data.path=FILE</c> of commands that read a run's data again.</summary>
internal static class MovedData
{
    public const string Key = "data.path";

    public static Option<string?> CreateOption() =>
        new("--set") { HelpName = "data.path=FILE", Description = "Where the run's data file lies now; its content must be the same" };

    /// <summary>The config with the file's new place, or the config itself when there is none.</summary>
    /// <exception cref="UsageException">Another key is set, or the data come from no file.</exception>
    public static ExperimentConfig Apply(ExperimentConfig config, string? set)
    {
        if (set is null)
        {
            return config;
        }

        if (ConfigOverride.Set(set) is not { Path: Key, Value: { Length: > 0 } value })
        {
            throw new UsageException($"--set {set}: only {Key}=FILE can be set here: the run is measured as it was trained");
        }

        return config.Data is IFileData data
            ? config with { Data = data.At(Path.GetFullPath(value)) }
            : throw new UsageException($"--set {set}: the run's data come from no file");
    }
}
