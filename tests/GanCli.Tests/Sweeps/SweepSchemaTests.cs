using System.Text.Json.Nodes;
using GanCli.Engine.Config;
using GanCli.Engine.Sweeps;
using GanCli.Tests.Support;
using NJsonSchema;

namespace GanCli.Tests.Sweeps;

public sealed class SweepSchemaTests
{
    private static readonly string Shipped = Repository.PathOf("configs", "sweep-schema.json");

    [Fact]
    public void TheShippedSchemaIsTheCurrentOne() =>
        Assert.True(
            string.Equals(File.ReadAllText(Shipped), SweepSchema.ToJson(), StringComparison.Ordinal),
            "configs/sweep-schema.json is out of date; write it anew with: scripts/gan schema --sweep > configs/sweep-schema.json");

    [Theory]
    [InlineData("base: mog8.yaml\nseeds: 0..9")]
    [InlineData("config: {data: {kind: ring, modes: 4}}\nseeds: [0, 3..5]\nset: {training.steps: 10, regularizers: [r1]}")]
    [InlineData(
        "axes:\n- {grid: {loss: [hinge, {kind: alpha}]}}\n- {zip: {training.batch: [1, 2]}}\n- {points: [{label: a}, {label: b, base: x.yaml, set: {loss: "
            + "hinge}}]}")]
    [InlineData("axes:\n- {random: {a: {uniform: [0, 1]}, b: {log-uniform: [1, 2]}, c: {choice: [x, [1]]}, d: {integer: [2, 16]}}, count: 3, seed: 4}")]
    public async Task TakesWhatTheLoaderTakes(string yaml) => Assert.Empty(await Faults(yaml));

    [Theory]
    [InlineData("sedes: 0..9")]
    [InlineData("config: {dta: ring}")]
    [InlineData("axes: [{grid: {loss: hinge}}]")]
    [InlineData("axes: [{gird: {}}]")]
    [InlineData("axes: [{points: [{labl: a}]}]")]
    [InlineData("axes: [{random: {a: {unifrom: [0, 1]}}, count: 1}]")]
    [InlineData("axes: [{random: {a: {log-uniform: [0, 1]}}, count: 1}]")]
    [InlineData("axes: [{random: {a: {integer: [0, 1.5]}}, count: 1}]")]
    public async Task RefusesWhatTheLoaderRefuses(string yaml) => Assert.NotEmpty(await Faults(yaml));

    private static async Task<ICollection<NJsonSchema.Validation.ValidationError>> Faults(string yaml)
    {
        JsonSchema schema = await JsonSchema.FromJsonAsync(SweepSchema.ToJson(), Shipped);
        ConfigNode root = YamlReader.Read(yaml, new ConfigSource("sweep.yaml", "", 0), [])!;
        return schema.Validate(Json(root)!.ToJsonString());
    }

    // Editors read 0..9 as text, too.
    private static JsonNode? Json(ConfigNode node) => node switch
    {
        ConfigScalar { Plain: true } scalar when ScalarText.IsNumber(scalar.Text) => JsonNode.Parse(scalar.Text),
        ConfigScalar scalar => JsonValue.Create(scalar.Text),
        ConfigList list => new JsonArray([.. list.Items.Select(Json)]),
        ConfigMap map => new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Key, Json(entry.Value)))),
        _ => null,
    };
}
