using System.Text.Json;
using System.Text.Json.Nodes;

namespace GanCli.Runs.Records;

/// <summary>What a recorded run was made with: every key of its config with its value, but for its name, its seeds and what it wrote.</summary>
/// <param name="Config">A mapping; a data file is named without its folder, which is nobody else's.</param>
/// <param name="Content">SHA-256 of the data file; null where there is none.</param>
public sealed record RecordedSettings(JsonObject Config, string? Content)
{
    private static readonly string[] Apart = ["name", "seed", "output"];

    /// <summary>Takes them from a config.</summary>
    public static RecordedSettings Of(ResolvedConfig config, string? content)
    {
        JsonObject settings = JsonObject.Create(config.Root)!;
        foreach (string key in Apart)
        {
            settings.Remove(key);
        }

        if (settings["data"] is JsonObject data && data["path"] is JsonValue path && path.GetValueKind() == JsonValueKind.String)
        {
            data["path"] = FileName(path.GetValue<string>());
        }

        return new RecordedSettings(settings, content);
    }

    /// <summary>The config as other code reads it, with a name and seeds.</summary>
    public ResolvedConfig With(string name, string seed)
    {
        JsonObject whole = new() { ["name"] = name, ["seed"] = JsonNode.Parse(seed) };
        foreach ((string key, JsonNode? value) in Config)
        {
            whole[key] = value?.DeepClone();
        }

        return ResolvedConfig.Parse(whole.ToJsonString());
    }

    /// <summary>The last part of a path of this or any other system.</summary>
    public static string FileName(string path) => path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
}
