using GanCli.Engine.Config;
using GanCli.Tests.Support;

namespace GanCli.Tests.Config;

/// <summary>A folder of config files and a folder of shipped ones.</summary>
internal sealed class ConfigFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ConfigFixture()
    {
        Directory.CreateDirectory(_folder["here"]);
        Directory.CreateDirectory(_folder["shipped"]);
    }

    public ConfigFolders Folders => new(_folder["here"], _folder["shipped"]);

    public string Here => _folder["here"];

    /// <summary>Loads YAML text under the name mog8.yaml.</summary>
    public static ExperimentConfig Load(string yaml, params string[] sets)
    {
        using var fixture = new ConfigFixture();
        return fixture.Write("mog8.yaml", yaml).Read("mog8.yaml", sets).Config;
    }

    /// <summary>What the program says about YAML text under the name mog8.yaml.</summary>
    public static string ErrorOf(string yaml, params string[] sets) => Assert.Throws<ConfigException>(() => Load(yaml, sets)).Message;

    public ConfigFixture Write(string name, string yaml)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder["here", name])!);
        File.WriteAllText(_folder["here", name], yaml);
        return this;
    }

    public ConfigFixture Ship(string name, string yaml)
    {
        File.WriteAllText(_folder["shipped", name], yaml);
        return this;
    }

    public LoadedConfig Read(string name, params string[] sets) => ConfigLoader.Load(name, sets.Select(ConfigOverride.Set), Folders);

    public string ErrorOfReading(string name, params string[] sets) => Assert.Throws<ConfigException>(() => Read(name, sets)).Message;

    public void Dispose() => _folder.Dispose();
}
