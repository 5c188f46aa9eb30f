using System.Text.Json.Nodes;
using GanCli.Engine.Config;
using GanCli.Engine.Sweeps;
using GanCli.Runs;
using GanCli.Runs.Records;

namespace GanCli.Sweeps;

/// <summary>What makes two runs the same experiment on any machine: name, seeds and every key of the config, as this program writes it, but for what is
/// written and what computes; of a data file, what is in it.</summary>
internal sealed class PointIdentity
{
    // What computes, not what is computed.
    private static readonly (string Section, string Key)[] Machine = [("", "device"), ("training", "num-threads")];

    // The seeds of a setting share one.
    private readonly Dictionary<(RecordedSettings Settings, string Sweep), string?> _known = [];

    /// <summary>That of a point.</summary>
    public static string Of(SweepPoint point) =>
        Whole(Settings(point.Config, point.ContentHash), JsonNode.Parse(ConfigWriter.ToJson(point.Config))!["seed"]!.ToJsonString());

    /// <summary>That of a recorded run. Options that its program did not have count as left at their defaults.</summary>
    /// <returns>Null for one that this program refuses to train.</returns>
    public string? Of(RecordedRun run)
    {
        (RecordedSettings Settings, string Sweep) key = (run.Settings, run.Point.Sweep);
        if (!_known.TryGetValue(key, out string? settings))
        {
            try
            {
                settings = Settings(ConfigLoader.FromJson(run.Settings.With(run.Point.Sweep, run.Seed).Root.GetRawText(), run.Key), run.Settings.Content);
            }
            catch (ConfigException)
            {
                // Another program made it.
            }

            _known[key] = settings;
        }

        return settings is null ? null : Whole(settings, run.Seed);
    }

    /// <summary>The settings of a run as this program writes them: what it did with options that came later is their default.</summary>
    /// <param name="run">A run of the same identity as the point.</param>
    /// <param name="point">The point.</param>
    public static RecordedSettings Today(RecordedRun run, SweepPoint point)
    {
        RecordedSettings today = RecordedSettings.Of(ResolvedConfig.Parse(ConfigWriter.ToJson(point.Config)), point.ContentHash);
        foreach ((string section, string key) in Machine)
        {
            if (Section(run.Settings.Config, section) is { } then && Section(today.Config, section) is { } now && then.ContainsKey(key))
            {
                now[key] = then[key]?.DeepClone();
            }
        }

        return today;
    }

    private static string Settings(ExperimentConfig config, string? content)
    {
        JsonObject json = JsonNode.Parse(ConfigWriter.ToJson(config))!.AsObject();
        json.Remove("seed");
        json.Remove("output");
        foreach ((string section, string key) in Machine)
        {
            Section(json, section)?.Remove(key);
        }

        // The same file lies elsewhere on another machine.
        if (content is not null)
        {
            json["data"]!.AsObject().Remove("path");
            json["content"] = content;
        }

        return json.ToJsonString();
    }

    private static string Whole(string settings, string seed) => $"{settings}\n{seed}";

    private static JsonObject? Section(JsonObject config, string name) => name.Length == 0 ? config : config[name] as JsonObject;
}
