namespace GanCli.Engine.Config;

/// <summary>A configuration as it was read.</summary>
/// <param name="Config">The validated records, with every key resolved.</param>
/// <param name="Path">Full path of the file.</param>
/// <param name="SourceText">Text of that file, as given.</param>
public sealed record LoadedConfig(ExperimentConfig Config, string Path, string SourceText);
