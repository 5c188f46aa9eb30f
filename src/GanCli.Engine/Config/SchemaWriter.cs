using System.Text.Json.Nodes;

namespace GanCli.Engine.Config;

/// <summary>Writes the JSON schema (draft 7) of configurations from the catalog, for completion, hover and checks in editors. Each kind is an
/// alternative of its own with a fixed <c>kind</c>, which is what editors choose by.</summary>
public sealed class SchemaWriter
{
    private readonly JsonObject _definitions = [];

    private SchemaWriter()
    {
    }

    /// <summary>The schema.</summary>
    public static string ToJson() => Write(ConfigPlace.Root.SectionOf(new ConfigMap(default, []))!, "Experiment of gan", static properties =>
        properties.Insert(0, ConfigLoader.BaseKey, new JsonObject
        {
            ["description"] = "Config file to inherit from: mappings merge, lists replace, a changed kind replaces its whole mapping",
            ["type"] = "string",
        }));

    /// <summary>The schema of another kind of file.</summary>
    /// <param name="section">The record that such a file is bound to, with its defaults.</param>
    /// <param name="title">What editors call it.</param>
    /// <param name="amend">Changes the keys of the whole file.</param>
    internal static string Write(ConfigSection section, string title, Action<JsonObject> amend)
    {
        var writer = new SchemaWriter();
        JsonObject root = writer.Keys(section);
        amend((JsonObject)root["properties"]!);
        return JsonText.Write(new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = title,
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = root["properties"]!.DeepClone(),
            ["definitions"] = writer._definitions,
        });
    }

    /// <summary>A mapping with the keys of a section.</summary>
    private JsonObject Keys(ConfigSection section)
    {
        var properties = new JsonObject();
        foreach (ConfigKey key in ConfigKey.Of(section.GetType()))
        {
            properties[key.Name] = Key(key, section);
        }

        return new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
    }

    private JsonObject Key(ConfigKey key, ConfigSection section)
    {
        List<JsonObject> forms = Forms(key.Type, key.Option, key.Get(section));
        var schema = new JsonObject { ["description"] = key.Option.Help };
        JsonNode? initial = JsonText.Of(ConfigTree.Of(key.Get(section), key.Type));
        if (initial is not JsonObject)
        {
            schema["default"] = initial;
        }
        else if (key.Get(section) is ComponentConfig component)
        {
            schema["default"] = Catalog.Describe(component.GetType()).Kind;
        }

        foreach ((string name, JsonNode? value) in AnyOf(forms))
        {
            schema[name] = value?.DeepClone();
        }

        return schema;
    }

    private List<JsonObject> Forms(OptionType type, OptionAttribute option, object? initial)
    {
        List<JsonObject> forms = type.Form switch
        {
            OptionForm.Boolean => [OfType("boolean")],
            OptionForm.Integer => [Number("integer", option)],
            OptionForm.Number => [Number("number", option)],
            OptionForm.Text => [OfType("string")],
            OptionForm.Choice => [Words(type.Choices)],
            OptionForm.List => Lists(type, option),
            OptionForm.Mapping => [new JsonObject { ["type"] = "object", ["additionalProperties"] = AnyOf(Forms(type.Element!, option, null)) }],
            OptionForm.Any => [[]],
            OptionForm.Component => Components(type, option, initial),
            _ => [Section(type, initial)],
        };
        if (type is { Form: OptionForm.Section, TakesNumber: true })
        {
            forms.Add(Number("integer", ConfigKey.Of(type.Type)[0].Option));
        }

        if (type.TakesFlag)
        {
            forms.Add(OfType("boolean"));
        }

        if (type.Nullable)
        {
            forms.Add(OfType("null"));
        }

        return forms;
    }

    private List<JsonObject> Lists(OptionType type, OptionAttribute option)
    {
        var list = new JsonObject { ["type"] = "array", ["items"] = AnyOf(Forms(type.Element!, option, null)) };
        if (option.MinItems > 0)
        {
            list["minItems"] = option.MinItems;
        }

        return option.AllowSingle ? [list, .. Forms(type.Element!, option, null)] : [list];
    }

    private List<JsonObject> Components(OptionType type, OptionAttribute option, object? initial)
    {
        List<JsonObject> forms = [Family(type.Family!)];
        if (initial is ComponentConfig component)
        {
            // Keys without a kind belong to the kind that stands here by default.
            string kind = Catalog.Describe(component.GetType()).Kind;
            forms.Add(Define($"{type.Family!.Singular}.{kind}.keys", () => Keys(component)));
        }

        if (type.TakesNumber)
        {
            forms.Insert(0, Number("number", option));
        }

        return forms;
    }

    private JsonObject Family(ComponentFamily family) => Define(family.Singular, () => family.Components.Count == 0
        ? new JsonObject { ["not"] = new JsonObject() }
        : AnyOf([Words([.. family.Kinds]), .. family.Components.Select(Component)]));

    private JsonObject Component(Component component) => Define($"{component.Family.Singular}.{component.Kind}", () =>
    {
        JsonObject schema = Keys(component.CreateDefault());
        JsonObject kind = Words([component.Kind]);
        kind["description"] = component.Help;
        ((JsonObject)schema["properties"]!).Insert(0, ConfigMap.KindKey, kind);
        schema["required"] = new JsonArray(ConfigMap.KindKey);
        schema["description"] = component.Source is { } source ? $"{component.Help} ({source})" : component.Help;
        return schema;
    });

    private JsonObject Section(OptionType type, object? initial) =>
        Define(KebabCase.Of(type.Type.Name).Replace("-config", "", StringComparison.Ordinal), () =>
            Keys((ConfigSection?)initial ?? (ConfigSection)Activator.CreateInstance(type.Type)!));

    /// <summary>A reference to a definition, which is made the first time; one that refers to itself finds its place taken.</summary>
    private JsonObject Define(string name, Func<JsonObject> make)
    {
        if (!_definitions.ContainsKey(name))
        {
            _definitions[name] = null;
            _definitions[name] = make();
        }

        return new JsonObject { ["$ref"] = $"#/definitions/{name}" };
    }

    private static JsonObject AnyOf(List<JsonObject> forms) => forms.Count == 1 ? forms[0] : new JsonObject { ["anyOf"] = new JsonArray([.. forms]) };

    private static JsonObject OfType(string type) => new() { ["type"] = type };

    private static JsonObject Words(IReadOnlyList<string> words) =>
        new() { ["type"] = "string", ["enum"] = new JsonArray([.. words.Select(word => JsonValue.Create(word))]) };

    private static JsonObject Number(string type, OptionAttribute option)
    {
        JsonObject schema = OfType(type);
        if (double.IsFinite(option.Min))
        {
            schema[option.MinExclusive ? "exclusiveMinimum" : "minimum"] = JsonNode.Parse(ScalarText.Of(option.Min));
        }

        if (double.IsFinite(option.Max))
        {
            schema[option.MaxExclusive ? "exclusiveMaximum" : "maximum"] = JsonNode.Parse(ScalarText.Of(option.Max));
        }

        return schema;
    }
}
