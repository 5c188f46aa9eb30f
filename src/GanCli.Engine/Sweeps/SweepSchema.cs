using System.Text.Json.Nodes;
using GanCli.Engine.Config;

namespace GanCli.Engine.Sweeps;

/// <summary>The JSON schema of sweep files. It lies beside that of configs, which its key <c>config</c> refers to.</summary>
public static class SweepSchema
{
    private const string OfConfigs = "schema.json";

    /// <summary>The schema.</summary>
    public static string ToJson() => SchemaWriter.Write(new SweepConfig(), "Sweep of gan", static properties =>
        ((JsonObject)properties["config"]!).Insert(1, "allOf", new JsonArray(new JsonObject { ["$ref"] = OfConfigs })));
}
