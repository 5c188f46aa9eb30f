using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GanCli.Engine.Config;

/// <summary>Writes a configuration with every key in a fixed order. Reading it gives the same configuration, every double to the last bit.</summary>
public static class ConfigWriter
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The configuration as <c>config.resolved.yaml</c>.</summary>
    public static string ToYaml(ExperimentConfig config) => YamlText.Block(ConfigTree.Of(config));

    /// <summary>The configuration as <c>config.resolved.json</c>.</summary>
    public static string ToJson(ExperimentConfig config) => ToJson((ConfigSection)config);

    /// <summary>Any section as JSON; also the way to compare two sections, since lists in records compare by reference.</summary>
    public static string ToJson(ConfigSection section)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            Write(writer, ConfigTree.Of(section));
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void Write(Utf8JsonWriter writer, ConfigNode node)
    {
        switch (node)
        {
            case ConfigScalar { Plain: true } scalar:
                writer.WriteRawValue(scalar.Text);
                break;
            case ConfigScalar scalar:
                writer.WriteStringValue(scalar.Text);
                break;
            case ConfigList list:
                writer.WriteStartArray();
                foreach (ConfigNode item in list.Items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case ConfigMap map:
                writer.WriteStartObject();
                foreach (ConfigEntry entry in map.Entries)
                {
                    writer.WritePropertyName(entry.Key);
                    Write(writer, entry.Value);
                }

                writer.WriteEndObject();
                break;
        }
    }
}
