using System.CommandLine;
using GanCli.Engine.Config;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary><c>gan list</c>.</summary>
internal sealed class ListCommand : GanCommand
{
    private readonly Argument<string?> _word = new("KIND")
    {
        Description = "A family (losses, remedies), one component (hinge), or a section of the config (training)",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _json = new("--json") { Description = "Write the list as JSON" };

    public ListCommand()
        : base(
            "list",
            "List what configs can be made of: components with their options and defaults",
            ("gan list", "everything, in short"),
            ("gan list remedies", "one family, with every option"),
            ("gan list adam", "one component"),
            ("gan list training", "one section of the config"))
    {
        Arguments.Add(_word);
        Options.Add(_json);
    }

    protected override int Run(ParseResult arguments, Output output)
    {
        string? word = arguments.GetValue(_word);
        if (word is not null && Catalog.FindFamily(word) is null && ListedSection.Find(word) is { } section)
        {
            return Write(section, arguments.GetValue(_json), output);
        }

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
            if (word is null)
            {
                FieldGuide.WriteOverview([.. family], output);
            }
            else
            {
                FieldGuide.Write(family, output);
                MetricWords.Write([.. family.Select(component => component.Kind)], family.Key.Plural, output);
            }

            before = "\n";
        }

        if (word is null && output.DataTraits.IsTerminal)
        {
            output.Data.WriteLine();
            foreach (string line in WordWrap.Lines("options and defaults: gan list KIND, for instance gan list losses or gan list adam",
                output.DataTraits.Width))
            {
                output.Data.WriteLine(output.PaintData(line, Style.Dim));
            }
        }

        return ExitCodes.Ok;
    }

    private static int Write(ListedSection section, bool json, Output output)
    {
        if (json)
        {
            output.Data.Write(CatalogJson.Write(section));
            return ExitCodes.Ok;
        }

        output.Data.WriteLine(output.PaintData(section.Name, Style.Strong));
        FieldGuide.Write(section, output);
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
        found = found.Count > 0 ? found : [.. all.Where(component => component.GoesBy(word))];
        IEnumerable<string> words = Catalog.Families.Select(candidate => candidate.Plural).Concat(all.Select(component => component.Kind))
            .Concat(ListedSection.Names);
        return found.Count > 0
            ? found
            : throw new UsageException(
                $"'{word}' is neither a family nor a component{Spelling.DidYouMean(word, words)}"
                + $"\n  families: {string.Join(", ", Catalog.Families.Select(candidate => candidate.Plural))}"
                + $"\n  sections: {string.Join(", ", ListedSection.Names)}");
    }
}
