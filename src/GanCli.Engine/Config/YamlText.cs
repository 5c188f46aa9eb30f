using System.Text;

namespace GanCli.Engine.Config;

/// <summary>Writes nodes as YAML that a person would have written: mappings as blocks, lists of single values on one line.</summary>
internal static class YamlText
{
    public static string Block(ConfigMap map)
    {
        var text = new StringBuilder();
        Write(text, map, "");
        return text.ToString();
    }

    /// <summary>A node on one line.</summary>
    public static string Flow(ConfigNode node) => node switch
    {
        ConfigScalar scalar => scalar.Plain || ScalarText.IsPlainText(scalar.Text) ? scalar.Text : ScalarText.Quote(scalar.Text),
        ConfigList list => $"[{string.Join(", ", list.Items.Select(Flow))}]",
        ConfigMap map => $"{{{string.Join(", ", map.Entries.Select(entry => $"{entry.Key}: {Flow(entry.Value)}"))}}}",
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    private static void Write(StringBuilder text, ConfigMap map, string indentation)
    {
        foreach (ConfigEntry entry in map.Entries)
        {
            text.Append(indentation).Append(entry.Key).Append(':');
            switch (entry.Value)
            {
                case ConfigMap { Entries.Count: > 0 } inner:
                    text.Append('\n');
                    Write(text, inner, indentation + "  ");
                    break;
                case ConfigList list when list.Items.Any(item => item is not ConfigScalar):
                    text.Append('\n');
                    WriteItems(text, list, indentation + "  ");
                    break;
                default:
                    text.Append(' ').Append(Flow(entry.Value)).Append('\n');
                    break;
            }
        }
    }

    private static void WriteItems(StringBuilder text, ConfigList list, string indentation)
    {
        foreach (ConfigNode item in list.Items)
        {
            if (item is ConfigMap { Entries.Count: > 0 } map)
            {
                int start = text.Length;
                Write(text, map, indentation + "  ");
                text[start + indentation.Length] = '-';
            }
            else
            {
                text.Append(indentation).Append("- ").Append(Flow(item)).Append('\n');
            }
        }
    }
}
