using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GanCli.Runs.Records;

/// <summary>The lines of a record that runs share: whatever is the same for many of them stands there once, under a hash of what it says. So equal
/// things have equal names in every file, and lines of two files can be put together in any order.</summary>
internal sealed class RecordDefinitions
{
    public const string Program = "program";
    public const string Metric = "metric";
    public const string Metrics = "metrics";
    public const string Part = "part";
    public const string Settings = "settings";
    public const string Point = "point";

    private const int Digits = 10;

    /// <summary>In the order in which the file has them.</summary>
    private static readonly string[] Kinds = [Program, Metric, Metrics, Part, Settings, Point];

    // The order of a sweep's points is not what they are.
    private const string Number = "number";

    private readonly Dictionary<(string Kind, string Id), RecordLine> _lines = [];
    private readonly Dictionary<string, MetricsInfo> _metrics = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RecordedSettings> _settings = new(StringComparer.Ordinal);

    public static bool IsOne(string kind) => Kinds.Contains(kind, StringComparer.Ordinal);

    /// <summary>Takes in a line that was read. Of points that differ in nothing but their number the later counts.</summary>
    /// <exception cref="InvalidDataException">It is not what it was when it got its name.</exception>
    public void Add(RecordLine line)
    {
        if (!string.Equals(line.Id, IdOf(line.Kind, line.Json), StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{line.Place}: is damaged: what it says does not belong to its hash {line.Id}");
        }

        _lines[(line.Kind, line.Id)] = line;
    }

    /// <summary>Adds what a run needs.</summary>
    /// <returns>The ids of its point, its metrics and its program.</returns>
    public (string Point, string Metrics, string Program) Add(RecordedRun run)
    {
        JsonObject config = [];
        foreach ((string key, JsonNode? value) in run.Settings.Config)
        {
            config[key] = value is JsonObject or JsonArray ? new JsonArray(Define(Part, new JsonObject { ["of"] = key, ["value"] = value.DeepClone() }))
                : value?.DeepClone();
        }

        JsonObject metrics = [];
        foreach ((string key, MetricDescription about) in run.Metrics.Metrics)
        {
            // Scores of perfect and of uninformed samplers are of the run's data, and so of its seed; the rest, and what the scores are called, is of the
            // metric.
            JsonArray scores = [];
            JsonObject names = [];
            JsonObject rest = [];
            foreach ((string name, JsonNode? value) in (JsonObject)JsonSerializer.SerializeToNode(about, RunJson.Context.MetricDescription)!)
            {
                if (value is JsonObject score)
                {
                    names[name] = new JsonArray([.. score.Select(static number => (JsonNode)number.Key)]);
                    scores.Add(new JsonArray([.. score.Select(static number => number.Value?.DeepClone())]));
                }
                else if (value is not null)
                {
                    rest[name] = value.DeepClone();
                }
            }

            scores.Insert(0, Define(Metric, new JsonObject { ["about"] = rest, ["scores"] = names }));
            metrics[key] = scores;
        }

        string settings = Define(Settings, new JsonObject { ["config"] = config, ["content"] = run.Settings.Content });
        return (
            Define(Point, new JsonObject
            {
                ["sweep"] = run.Point.Sweep,
                [Number] = run.Point.Number,
                ["label"] = run.Point.Label,
                ["axes"] = List(run.Point.Axes),
                ["choices"] = List(run.Point.Choices),
                ["settings"] = settings,
            }),
            Define(Metrics, new JsonObject { ["of"] = metrics }),
            Define(Program, new JsonObject { ["version"] = run.Program, ["commit"] = run.Commit }));

        static JsonArray List(IEnumerable<string> texts) => [.. texts.Select(static text => (JsonNode)text)];
    }

    /// <summary>The lines that some runs need, in the order of a file.</summary>
    /// <exception cref="InvalidDataException">One is nowhere.</exception>
    public IEnumerable<RecordLine> Of(IEnumerable<RecordLine> runs)
    {
        HashSet<(string Kind, string Id)> needed = [];
        foreach (RecordLine run in runs)
        {
            Need(run, Program, run.String(Program));
            if (Need(run, Metrics, run.String(Metrics)) is { } metrics)
            {
                foreach ((string key, _) in metrics.Object("of"))
                {
                    Need(metrics, Metric, About(metrics, key));
                }
            }

            if (Need(run, Point, run.String(Point)) is { } point && Need(point, Settings, point.String(Settings)) is { } settings)
            {
                foreach ((_, JsonNode? value) in settings.Object("config"))
                {
                    if (value is JsonArray part)
                    {
                        Need(settings, Part, PartOf(settings, part));
                    }
                }
            }
        }

        return needed.Select(key => _lines[key]).OrderBy(static line => Array.IndexOf(Kinds, line.Kind)).ThenBy(Order, StringComparer.Ordinal)
            .ThenBy(static line => line.Id, StringComparer.Ordinal);

        // Null where it was looked at before.
        RecordLine? Need(RecordLine user, string kind, string id) => Line(user, kind, id) is var line && needed.Add((kind, id)) ? line : null;

        static string Order(RecordLine line) => line.Kind switch
        {
            Part => line.String("of"),
            Point => $"{line.String("sweep")}\n{line.String("label")}",
            _ => "",
        };
    }

    /// <summary>What a point is, and with what its runs were made.</summary>
    public (RecordedPoint Point, RecordedSettings Settings) PointOf(RecordLine run)
    {
        RecordLine line = Line(run, Point, run.String(Point));
        RecordedPoint point =
            new(line.String("sweep"), line.String("label"), (int)Math.Min(int.MaxValue, line.Whole(Number)), line.Strings("axes"), line.Strings("choices"));
        return !RunFolder.IsName(point.Sweep) ? throw line.Wrong("sweep", "a name of runs")
            : point.Axes.Count != point.Choices.Count
                ? throw new InvalidDataException($"{line.Place}: has {point.Choices.Count} choices on {point.Axes.Count} axes")
            : (point, SettingsOf(line));
    }

    /// <summary>What a run's metrics are; the same object for all runs that share them.</summary>
    public MetricsInfo MetricsOf(RecordLine run)
    {
        string id = run.String(Metrics);
        if (_metrics.TryGetValue(id, out MetricsInfo? known))
        {
            return known;
        }

        RecordLine line = Line(run, Metrics, id);
        OrderedDictionary<string, MetricDescription> metrics = new(StringComparer.Ordinal);
        foreach ((string key, JsonNode? value) in line.Object("of"))
        {
            RecordLine metric = Line(line, Metric, About(line, key));
            JsonObject whole = (JsonObject)metric.Object("about").DeepClone();
            foreach (((string name, JsonNode? names), JsonNode? score) in metric.Object("scores").Zip(((JsonArray)value!).Skip(1)))
            {
                whole[name] = Score(names, score) ?? throw line.Wrong(key, "a metric with its scores");
            }

            try
            {
                metrics[key] = whole.Deserialize(RunJson.Context.MetricDescription)!;
            }
            catch (JsonException exception)
            {
                throw new InvalidDataException($"{line.Place}: the metric '{key}' is not readable: {exception.Message}", exception);
            }
        }

        return _metrics[id] = new MetricsInfo(metrics);
    }

    /// <summary>The program that a run was begun with.</summary>
    public (string? Program, string? Commit) ProgramOf(RecordLine run) =>
        Line(run, Program, run.String(Program)) is var line ? (line.StringOrNull("version"), line.StringOrNull("commit")) : default;

    private RecordedSettings SettingsOf(RecordLine point)
    {
        string id = point.String(Settings);
        if (_settings.TryGetValue(id, out RecordedSettings? known))
        {
            return known;
        }

        RecordLine line = Line(point, Settings, id);
        JsonObject config = [];
        foreach ((string key, JsonNode? value) in line.Object("config"))
        {
            config[key] = (value is JsonArray part ? Line(line, Part, PartOf(line, part)).Json["value"] : value)?.DeepClone();
        }

        return _settings[id] = new RecordedSettings(config, line.StringOrNull("content"));
    }

    private RecordLine Line(RecordLine user, string kind, string id) =>
        _lines.GetValueOrDefault((kind, id)) ?? throw new InvalidDataException($"{user.Place}: its {kind} {id} is nowhere in the file");

    private static JsonObject? Score(JsonNode? names, JsonNode? values) =>
        names is JsonArray keys && values is JsonArray numbers && keys.Count == numbers.Count
            && keys.All(static key => key?.GetValueKind() == JsonValueKind.String)
            ? [.. keys.Zip(numbers).Select(static number => KeyValuePair.Create(number.First!.GetValue<string>(), number.Second?.DeepClone()))]
            : null;

    private static string About(RecordLine metrics, string key) =>
        metrics.Object("of")[key] is JsonArray { Count: > 0 } metric && metric[0] is JsonValue about && about.GetValueKind() == JsonValueKind.String
            ? about.GetValue<string>() : throw metrics.Wrong(key, "a metric");

    private static string PartOf(RecordLine settings, JsonArray part) =>
        part is [JsonValue id] && id.GetValueKind() == JsonValueKind.String ? id.GetValue<string>()
            : throw settings.Wrong("config", "a mapping of keys to values and parts");

    private string Define(string kind, JsonObject body)
    {
        string id = IdOf(kind, body);
        body.Insert(0, kind, id);
        _lines[(kind, id)] = new RecordLine(kind, body, "");
        return id;
    }

    private static string IdOf(string kind, JsonObject json)
    {
        JsonObject said = (JsonObject)json.DeepClone();
        said.Remove(kind);
        if (string.Equals(kind, Point, StringComparison.Ordinal))
        {
            said.Remove(Number);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(kind + new RecordLine(kind, said, "").Text)))[..Digits];
    }
}
