using GanCli.Engine.Config;
using GanCli.Engine.Data;

namespace GanCli.Tests.Config;

/// <summary>The folder of a build is gone with the next one, so no run may remember it.</summary>
public sealed class ShippedPathTests
{
    [Fact]
    public void ARunOfAShippedConfigNamesNoBuildFolder()
    {
        ExperimentConfig config = ConfigLoader.Load("csv.yaml").Config;
        string json = ConfigWriter.ToJson(config);

        Assert.Contains("\"shipped:data/birds.csv\"", json, StringComparison.Ordinal);
        Assert.DoesNotContain(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar), json, StringComparison.Ordinal);
        Assert.DoesNotContain(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar), ConfigWriter.ToYaml(config), StringComparison.Ordinal);
        var again = (FileDataConfig)ConfigLoader.FromJson(json, "config.resolved.json").Data;
        Assert.Equal(Path.Combine(ConfigFolders.Default.Shipped, "data", "birds.csv"), again.Path);
        Assert.True(File.Exists(again.Path));
    }

    [Fact]
    public void OtherPathsStayAsTheyAre()
    {
        string path = Path.GetFullPath("own.csv");
        Assert.Equal(path, ShippedPath.Written(path));
        Assert.Equal(path, ShippedPath.Resolve("own.csv", Environment.CurrentDirectory));
    }
}
