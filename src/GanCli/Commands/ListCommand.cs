using System.CommandLine;
using GanCli.Engine.Config;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary><c>gan list</c>.</summary>
internal sealed class ListCommand : GanCommand
{
    private readonly Argument<string?> _word = new("KIND")
    {
        Description = "A family (losses), or one component (hinge)",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _json = new("--json") { Description = "Write the list as JSON" };

    public ListCommand()
        : base(
            "list",
            "List what configs can be made of: components with their options and defaults",
            ("gan list", "everything, one line each"),
            ("gan list losses", "one family, with every option"),
            ("gan list adam", "one component"))
    {
        Arguments.Add(_word);
        Options.Add(_json);
    }

    protected override int Run(ParseResult arguments, Output output)
    {
        string? word = arguments.GetValue(_word);
        List<Component> components = Find(word);
        if (arguments.GetValue(_json))
        {
            output.Data.Write(CatalogJson.Write(components));
            return ExitCodes.Ok;
        }

        string before = "";
        foreach (IGrouping<ComponentFamily, Component> family in components.GroupBy(component => component.Family))
        {
            output.Data.Write(before);
            output.Data.WriteLine(output.PaintData(family.Key.Plural, Style.Strong));
            if (word is not null && family.Key.Components.Any(static component => component.Words.When is not null))
            {
                FieldGuide.Write(family, output);
            }
            else
            {
                (word is null ? Overview(family) : Details(family)).Write(output);
            }

            if (word is not null)
            {
                MetricWords.Write([.. family.Select(component => component.Kind)], family.Key.Plural, output);
            }

            before = "\n";
        }

        return ExitCodes.Ok;
    }

    private static List<Component> Find(string? word)
    {
        IEnumerable<Component> all = Catalog.Families.SelectMany(family => family.Components);
        if (word is null)
        {
            return [.. all];
        }

        if (Catalog.FindFamily(word) is { } family)
        {
            return [.. family.Components];
        }

        List<Component> found = [.. all.Where(component => string.Equals(component.Kind, word, StringComparison.Ordinal))];
        IEnumerable<string> words = Catalog.Families.Select(candidate => candidate.Plural).Concat(all.Select(component => component.Kind));
        return found.Count > 0
            ? found
            : throw new UsageException(
                $"'{word}' is neither a family nor a component{Spelling.DidYouMean(word, words)}"
                + $"\n  families: {string.Join(", ", Catalog.Families.Select(candidate => candidate.Plural))}");
    }

    private static TextTable Overview(IEnumerable<Component> components)
    {
        TextTable table = new TextTable().Add("KIND").Add("WHAT IT IS", dropOrder: 1).Add("OPTIONS AND DEFAULTS", dropOrder: 2);
        foreach (Component component in components)
        {
            ComponentConfig defaults = component.CreateDefault();
            string options = string.Join(", ", component.Keys.Select(key => $"{key.Name}: {FieldGuide.Default(key, defaults)}"));
            table.AddRow(new TextTable.Cell(component.Kind, Style.Accent), component.Help, options);
        }

        return table;
    }

    private static TextTable Details(IEnumerable<Component> components)
    {
        TextTable table = new TextTable().Add("KIND").Add("OPTION").Add("DEFAULT").Add("TYPE", dropOrder: 3).Add("RANGE", dropOrder: 2).Add("WHAT IT IS", dropOrder: 1);
        foreach (Component component in components)
        {
            ComponentConfig defaults = component.CreateDefault();
            string help = component.Source is { } source ? $"{component.Help} ({source})" : component.Help;
            table.AddRow(new TextTable.Cell(component.Kind, Style.Accent), "", "", "", "", new TextTable.Cell(help, Style.Strong));
            foreach (ConfigKey key in component.Keys)
            {
                table.AddRow("", key.Name, FieldGuide.Default(key, defaults), key.Type.Text, key.RangeText, key.Option.Help);
            }
        }

        return table;
    }
}
