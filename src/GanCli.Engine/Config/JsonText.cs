using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GanCli.Engine.Config;

/// <summary>Writes nodes as JSON.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static JsonNode? Of(ConfigNode node) => node switch
    {
        ConfigScalar { Plain: true } scalar => JsonNode.Parse(scalar.Text),
        ConfigScalar scalar => JsonValue.Create(scalar.Text),
        ConfigList list => new JsonArray([.. list.Items.Select(Of)]),
        ConfigMap map => new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Key, Of(entry.Value)))),
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    /// <summary>Several indented lines, ending with a line break.</summary>
    public static string Write(JsonNode node) => node.ToJsonString(Indented) + "\n";
}
