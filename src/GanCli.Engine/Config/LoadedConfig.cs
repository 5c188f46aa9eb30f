namespace GanCli.Engine.Config;

/// <summary>A configuration as it was read.</summary>
/// <param name="Config">The validated records, with every key resolved.</param>
/// <param name="Path">Full path of the file, or what stands for it.</param>
/// <param name="SourceText">Text of that file, as given.</param>
public sealed record LoadedConfig(ExperimentConfig Config, string Path, string SourceText)
{
    internal ConfigMap Root { get; init; } = null!;

    /// <summary>What runs but is doubtful, for warnings.</summary>
    public IReadOnlyList<ConfigError> Doubts { get; init; } = [];

    /// <summary>A fault that only shows once the data are known, at the place where its key was stated.</summary>
    public ConfigError Fault(string path, string message) =>
        new(ConfigLocator.Find(Root, ConfigPath.Parse(path) ?? []), path, message);
}
