using System.Text.Json.Nodes;
using GanCli.Engine.Config;

namespace GanCli.Sweeps;

/// <summary>Tells whether steps of two settings do the same work: the same components and sizes, and other rates and weights.</summary>
internal static class StepWorkKey
{
    // What no step looks at.
    private static readonly string[] Aside = ["name", "seed", "evaluation", "output"];

    /// <summary>A key that is the same for settings whose steps take the same time. Broken numbers count only as zero or not: a weight of zero may leave
    /// work out, and any other one takes as long as the next. Whole numbers may be sizes.</summary>
    public static string Of(ExperimentConfig config)
    {
        JsonObject tree = JsonNode.Parse(ConfigWriter.ToJson(config))!.AsObject();
        foreach (string key in Aside)
        {
            tree.Remove(key);
        }

        (tree["training"] as JsonObject)?.Remove("steps");
        return Form(tree).ToJsonString();
    }

    private static JsonNode Form(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.Select(static entry => KeyValuePair.Create(entry.Key, (JsonNode?)Form(entry.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Form)]),
        null => "null",
        _ when node.ToJsonString() is var text && text.AsSpan().ContainsAny('.', 'e')
            && double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _) => "a broken number",
        _ => node.DeepClone(),
    };
}
