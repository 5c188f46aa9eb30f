using GanCli.Engine.Config;
using GanCli.Runs;

namespace GanCli.Engine.Sweeps;

/// <summary>The shortest ends of keys that tell them apart, and name the player where it is one's: <c>batch</c>, <c>generator.lr</c>.</summary>
internal sealed class PathNames(IReadOnlyCollection<string> paths)
{
    /// <summary>A setting in few words: <c>loss=hinge</c>.</summary>
    public string Words(KeyValuePair<string, ConfigNode> setting) => $"{Shortest(setting.Key)}={YamlText.Flow(setting.Value)}";

    private string Shortest(string path)
    {
        string[] parts = path.Split('.');
        for (int taken = SettingPath.FromPlayer(path)?.Split('.').Length ?? 1; taken < parts.Length; taken++)
        {
            string end = string.Join('.', parts[^taken..]);
            if (!paths.Any(other => !string.Equals(other, path, StringComparison.Ordinal) && ("." + other).EndsWith("." + end, StringComparison.Ordinal)))
            {
                return end;
            }
        }

        return path;
    }
}
