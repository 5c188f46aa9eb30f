using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using GanCli.Engine.Config;

namespace GanCli.Commands;

/// <summary>Components as <c>gan list --json</c> writes them.</summary>
internal static class CatalogJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An array of objects, one for each component.</summary>
    public static string Write(IEnumerable<Component> components)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            writer.WriteStartArray();
            foreach (Component component in components)
            {
                Write(writer, component);
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>The same for a section of the config: an array of one object.</summary>
    public static string Write(ListedSection section)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            writer.WriteStartArray();
            writer.WriteStartObject();
            writer.WriteString("family", "sections");
            writer.WriteString("kind", section.Name);
            writer.WriteString("help", section.Help);
            Write(writer, section.Keys.Select(place => (section.NameOf(place), place.Key, place.Section)));
            writer.WriteEndObject();
            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void Write(Utf8JsonWriter writer, Component component)
    {
        ConfigSection defaults = component.CreateDefault();
        writer.WriteStartObject();
        writer.WriteString("family", component.Family.Plural);
        writer.WriteString("kind", component.Kind);
        writer.WriteString("help", component.Help);
        writer.WriteString("source", component.Source);
        writer.WriteString("when", component.Words.When);
        writer.WriteString("cost", component.Words.Cost);
        Write(writer, component.Keys.Select(key => (key.Name, key, defaults)));
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, IEnumerable<(string Name, ConfigKey Key, ConfigSection Defaults)> keys)
    {
        writer.WriteStartArray("options");
        foreach ((string name, ConfigKey key, ConfigSection defaults) in keys)
        {
            writer.WriteStartObject();
            writer.WriteString("key", name);
            writer.WriteString("type", key.Type.Text);
            writer.WritePropertyName("default");
            writer.WriteRawValue(key.ValueJson(defaults));
            writer.WriteString("range", key.RangeText.Length == 0 ? null : key.RangeText);
            writer.WriteString("help", key.Option.Help);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
