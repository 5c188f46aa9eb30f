using System.Text.Json;

namespace GanCli.Engine.Config;

/// <summary>Builds the node tree from JSON.</summary>
internal static class JsonNodes
{
    public static ConfigNode Of(JsonElement element, ConfigPosition position) => element.ValueKind switch
    {
        JsonValueKind.Object => new ConfigMap(
            position, [.. element.EnumerateObject().Select(property => new ConfigEntry(property.Name, position, Of(property.Value, position)))]),
        JsonValueKind.Array => new ConfigList(position, [.. element.EnumerateArray().Select(item => Of(item, position))]),
        JsonValueKind.String => new ConfigScalar(position, element.GetString()!, plain: false),
        _ => new ConfigScalar(position, element.GetRawText(), plain: true),
    };
}
