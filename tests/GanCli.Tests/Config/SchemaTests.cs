using System.Text.Json.Nodes;
using GanCli.Engine.Config;
using GanCli.Tests.Support;
using NJsonSchema;

namespace GanCli.Tests.Config;

public sealed class SchemaTests
{
    private static readonly Lazy<Task<JsonSchema>> Schema = new(() => JsonSchema.FromJsonAsync(SchemaWriter.ToJson()));

    [Fact]
    public void TheShippedSchemaIsTheCurrentOne() =>
        Assert.True(
            string.Equals(File.ReadAllText(Repository.PathOf("configs", "schema.json")), SchemaWriter.ToJson(), StringComparison.Ordinal),
            "configs/schema.json is out of date; write it anew with: scripts/gan schema > configs/schema.json");

    [Fact]
    public async Task ShippedConfigsAreValidCommentedAndKnownToEditors()
    {
        foreach (string path in Directory.GetFiles(Repository.PathOf("configs"), "*.yaml"))
        {
            string text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);

            Assert.StartsWith("# ", text, StringComparison.Ordinal);
            Assert.True(("\n" + text).Contains("\n# yaml-language-server: $schema=schema.json\n", StringComparison.Ordinal),
                $"{path} lacks the editor modeline");
            Assert.True(await Faults(text) is { Count: 0 }, $"{path}: {string.Join(", ", await Faults(text))}");
            Assert.Equal(Path.GetFileNameWithoutExtension(path), ConfigLoader.Load(path).Config.Name);
        }
    }

    [Theory]
    [InlineData("data: ring")]
    [InlineData("data: {modes: 5}")]
    [InlineData("data: {kind: mixture, means: [[1, 2], [3, 4]], stds: 0.1}")]
    [InlineData("base: mog8.yaml\nseed: 3")]
    [InlineData("seed: {init: 1, data: 2}")]
    [InlineData("optimizer: {generator: {lr: 1e-4}, discriminator: {kind: sgd, lr: {kind: warmup, value: {kind: cosine, from: 1, to: 0.1}}}}")]
    [InlineData("generator: {norm: batch}\ndiscriminator: {norm: [none, layer]}")]
    [InlineData("training: {ema: null, steps: 1e5, gradient-clipping: null, dtype: float64}")]
    public async Task TakesWhatTheLoaderTakes(string yaml)
    {
        Assert.Empty(await Faults(yaml));
        using var files = new ConfigFixture();
        Assert.NotNull(files.Ship("mog8.yaml", "seed: 1").Write("a.yaml", yaml).Read("a.yaml"));
    }

    [Theory]
    [InlineData("sed: 3")]
    [InlineData("data: {kind: ring, radios: 2}")]
    [InlineData("data: {radios: 2}")]
    [InlineData("data: rign")]
    [InlineData("data: {kind: mixture, modes: 3}")]
    [InlineData("loss: {kind: wasserstien}")]
    [InlineData("training: {stepz: 3}")]
    [InlineData("training: {steps: 0}")]
    [InlineData("training: {steps: 1.5}")]
    [InlineData("training: {update: alternatng}")]
    [InlineData("training: {steps: null}")]
    [InlineData("optimizer: {generator: {lr: 11}}")]
    [InlineData("optimizer: {generator: {lr: 0}}")]
    [InlineData("optimizer: {generator: {lr: {kind: cosine, form: 1}}}")]
    [InlineData("generator: {widths: 128}")]
    [InlineData("generator: {widths: [0]}")]
    [InlineData("seed: -1")]
    [InlineData("output: {tensorboard: yes}")]
    public async Task RefusesWhatTheLoaderRefuses(string yaml)
    {
        Assert.NotEmpty(await Faults(yaml));
        Assert.NotEmpty(ConfigFixture.ErrorOf(yaml));
    }

    [Fact]
    public async Task EveryResolvedDefaultIsValid()
    {
        foreach (Component component in Catalog.Families.SelectMany(family => family.Components))
        {
            string yaml = YamlText.Block(ConfigTree.Of(component.CreateDefault()));
            JsonSchema definition = (await Schema.Value).Definitions[$"{component.Family.Singular}.{component.Kind}"];

            Assert.Empty(definition.Validate(Json(yaml)));
        }

        Assert.Empty(await Faults(ConfigWriter.ToYaml(new ExperimentConfig())));
    }

    [Fact]
    public void EveryKeyCarriesItsHelp()
    {
        JsonNode schema = JsonNode.Parse(SchemaWriter.ToJson())!;
        JsonNode rate = schema["definitions"]!["optimizer.adam"]!["properties"]!["lr"]!;

        Assert.Equal("Learning rate; a number or a schedule", (string?)rate["description"]);
        Assert.Equal(0.001, (double?)rate["default"]);
        Assert.Equal(["kind", "lr", "beta1", "beta2", "epsilon"], schema["definitions"]!["optimizer.adam"]!["properties"]!.AsObject().Select(pair => pair.Key));
    }

    private static async Task<ICollection<NJsonSchema.Validation.ValidationError>> Faults(string yaml) => (await Schema.Value).Validate(Json(yaml));

    /// <summary>YAML as JSON, as an editor reads it.</summary>
    internal static string Json(string yaml) =>
        Convert(YamlReader.Read(yaml, new ConfigSource("a", "/", 0), [])!)!.ToJsonString();

    /// <summary>As an editor reads YAML: by the core schema.</summary>
    private static JsonNode? Convert(ConfigNode node) => node switch
    {
        ConfigList list => new JsonArray([.. list.Items.Select(Convert)]),
        ConfigMap map => new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Key, Convert(entry.Value)))),
        ConfigScalar { IsNull: true } => null,
        ConfigScalar { Plain: true } scalar when ScalarText.Boolean(scalar.Text) is { } flag => flag,
        ConfigScalar { Plain: true } scalar when ScalarText.IsNumber(scalar.Text) && ScalarReader.Long(scalar.Text) is { } whole => whole,
        ConfigScalar { Plain: true } scalar when ScalarText.IsNumber(scalar.Text) => ScalarReader.Double(scalar.Text),
        ConfigScalar scalar => scalar.Text,
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };
}
