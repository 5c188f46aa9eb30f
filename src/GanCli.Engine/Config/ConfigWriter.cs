namespace GanCli.Engine.Config;

/// <summary>Writes a configuration with every key in a fixed order. Reading it gives the same configuration, every double to the last bit.</summary>
public static class ConfigWriter
{
    /// <summary>The configuration as <c>config.resolved.yaml</c>.</summary>
    public static string ToYaml(ExperimentConfig config) => YamlText.Block(ConfigTree.Of(config));

    /// <summary>The configuration as <c>config.resolved.json</c>, or any section of it; also the way to compare two sections, since lists in
    /// records compare by reference.</summary>
    public static string ToJson(ConfigSection section) => JsonText.Write(JsonText.Of(ConfigTree.Of(section))!);
}
