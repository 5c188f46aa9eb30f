using GanCli.Engine.Config;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary>Components one by one: what each does and who says so, when to reach for it, what it costs, and its options.</summary>
internal static class FieldGuide
{
    private const int LargestWidth = 110;
    private const int SmallestHelp = 28;
    private const int LargestType = 24;
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
            ComponentConfig defaults = component.CreateDefault();
            Options([.. component.Keys.Select(key => Row(key.Name, key, defaults))], width, output);
        }
    }

    /// <summary>Writes the keys of a section of the config, in lines that fit the terminal.</summary>
    public static void Write(ListedSection section, Output output)
    {
        int width = Math.Min(LargestWidth, output.DataTraits.Width);
        Line("", section.Help, Style.Strong, width, output);
        Options([.. section.Keys.Select(place => Row(section.NameOf(place), place.Key, place.Section))], width, output);
    }

    /// <summary>Writes what each component is: wrapped on a terminal; elsewhere with its options, one line each, for programs that look for lines.</summary>
    public static void WriteOverview(IReadOnlyList<Component> components, Output output)
    {
        if (!output.DataTraits.IsTerminal)
        {
            TextTable table = new TextTable().Add("KIND").Add("WHAT IT IS").Add("OPTIONS AND DEFAULTS");
            foreach (Component component in components)
            {
                ComponentConfig defaults = component.CreateDefault();
                table.AddRow(component.Kind, component.Help, string.Join(", ", component.Keys.Select(key => $"{key.Name}: {Default(key, defaults)}")));
            }

            table.Write(output);
            return;
        }

        int width = Math.Min(LargestWidth, output.DataTraits.Width);
        int left = components.Max(static component => component.Kind.Length) + (2 * Gap.Length);
        bool beside = width - left >= SmallestHelp;
        int under = beside ? left : 3 * Gap.Length;
        foreach (Component component in components)
        {
            string begin = Gap + output.PaintData(component.Kind, Style.Accent);
            if (!beside)
            {
                output.Data.WriteLine(begin);
            }

            begin = beside ? begin + new string(' ', left - Gap.Length - component.Kind.Length) : new string(' ', under);
            foreach (string line in WordWrap.Lines(component.Help, width - under))
            {
                output.Data.WriteLine(begin + line);
                begin = new string(' ', under);
            }
        }
    }

    /// <summary>A key's default as tables show it.</summary>
    private static string Default(ConfigKey key, ConfigSection defaults) => key.DefaultText(defaults) is { Length: > 0 } text ? text : "{}";

    // Many words to choose from would push the help aside, so they follow it.
    private static (string Name, string Default, string Range, string Help) Row(string name, ConfigKey key, ConfigSection defaults) =>
        key.RangeText is { Length: > 0 } range ? (name, Default(key, defaults), range, key.Option.Help)
        : key.Type.Text.Length <= LargestType || key.Type.Choices.Count == 0 ? (name, Default(key, defaults), key.Type.Text, key.Option.Help)
        : (name, Default(key, defaults), "", $"{key.Option.Help}: {string.Join(", ", key.Type.Choices)}");

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

    private static void Options(List<(string Name, string Default, string Range, string Help)> rows, int width, Output output)
    {
        if (rows.Count == 0)
        {
            return;
        }

        (int name, int value, int range) = (rows.Max(static row => row.Name.Length), rows.Max(static row => row.Default.Length),
            rows.Max(static row => row.Range.Length));
        int left = (2 * Gap.Length) + name + value + range + (3 * Gap.Length);

        // Where the columns leave too little, the help goes below its option.
        bool beside = width - left >= SmallestHelp;
        int under = beside ? left : (2 * Gap.Length) + name + Gap.Length;
        foreach ((string Name, string Default, string Range, string Help) row in rows)
        {
            string line = Gap + Gap + output.PaintData(row.Name.PadRight(name), Style.Strong) + Gap + row.Default.PadRight(value) + Gap
                + output.PaintData(row.Range, Style.Dim);
            line = beside ? line : line.TrimEnd(' ');
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
