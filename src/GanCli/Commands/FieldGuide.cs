using GanCli.Engine.Config;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary>Components one by one: what each does and who says so, when to reach for it, what it costs, and its options.</summary>
internal static class FieldGuide
{
    private const int LargestWidth = 110;
    private const int SmallestHelp = 28;
    private const string Gap = "  ";

    /// <summary>Writes one block for each component, in lines that fit the terminal.</summary>
    public static void Write(IEnumerable<Component> components, Output output)
    {
        int width = Math.Min(LargestWidth, output.DataTraits.Width);
        foreach (Component component in components)
        {
            output.Data.WriteLine();
            output.Data.WriteLine(Gap + output.PaintData(component.Kind, Style.Accent));
            Line("", component.Help, Style.Strong, width, output);
            Line("", component.Source, Style.Dim, width, output);
            Line("When", component.Words.When, Style.Plain, width, output);
            Line("Cost", component.Words.Cost, Style.Plain, width, output);
            Options(component, width, output);
        }
    }

    /// <summary>A key's default as tables show it.</summary>
    public static string Default(ConfigKey key, ComponentConfig defaults) => key.DefaultText(defaults) is { Length: > 0 } text ? text : "{}";

    private static void Line(string label, string? text, Style style, int width, Output output)
    {
        if (text is null)
        {
            return;
        }

        string indent = Gap + Gap + (label.Length == 0 ? "" : output.PaintData(label, Style.Dim) + Gap);
        int left = Gap.Length + Gap.Length + (label.Length == 0 ? 0 : label.Length + Gap.Length);
        foreach (string line in WordWrap.Lines(text, width - left))
        {
            output.Data.WriteLine(indent + output.PaintData(line, style));
            indent = new string(' ', left);
        }
    }

    private static void Options(Component component, int width, Output output)
    {
        ComponentConfig defaults = component.CreateDefault();
        List<(string Name, string Default, string Range, string Help)> rows =
            [.. component.Keys.Select(key => (key.Name, Default(key, defaults), key.RangeText is { Length: > 0 } range ? range : key.Type.Text, key.Option.Help))];
        if (rows.Count == 0)
        {
            return;
        }

        (int name, int value, int range) = (rows.Max(static row => row.Name.Length), rows.Max(static row => row.Default.Length), rows.Max(static row => row.Range.Length));
        int left = (2 * Gap.Length) + name + value + range + (3 * Gap.Length);

        // Where the columns leave too little, the help goes below its option.
        bool beside = width - left >= SmallestHelp;
        int under = beside ? left : (2 * Gap.Length) + name + Gap.Length;
        foreach ((string Name, string Default, string Range, string Help) row in rows)
        {
            string line = Gap + Gap + output.PaintData(row.Name.PadRight(name), Style.Strong) + Gap + row.Default.PadRight(value) + Gap + output.PaintData(row.Range, Style.Dim);
            string gap = new(' ', range - row.Range.Length + Gap.Length);
            if (!beside)
            {
                output.Data.WriteLine(line);
                (line, gap) = ("", new string(' ', under));
            }

            foreach (string help in WordWrap.Lines(row.Help, width - under))
            {
                output.Data.WriteLine(line + gap + help);
                (line, gap) = ("", new string(' ', under));
            }
        }
    }
}
