using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GanCli.Commands;
using GanCli.Engine.Config;
using GanCli.Engine.Metrics;
using GanCli.Terminal;
using GanCli.Tests.Support;

namespace GanCli.Tests.Commands;

public sealed class ListCommandTests
{
    private static readonly ProgramUnderTest Gan = new();

    [Fact]
    public async Task AllComponentsAreListedWithTheirDefaults()
    {
        ProgramResult result = await Gan.RunAsync("list");

        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Talk);
        string[] lines = result.Data.Split('\n');
        Assert.All(Catalog.Families.Where(family => family.Components.Count > 0), family => Assert.Contains(family.Plural, lines));
        Assert.All(
            Catalog.Families.SelectMany(family => family.Components),
            component =>
                Assert.Contains(lines, line => line.StartsWith($"  {component.Kind} ", StringComparison.Ordinal)
                    && line.Contains(component.Help, StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.EndsWith("lr: 0.001, beta1: 0.5, beta2: 0.999, epsilon: 1e-8", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.EndsWith(' '));
    }

    [Fact]
    public async Task MetricsAreListedWithTheDefinitionOfEachValue()
    {
        string words = Regex.Replace((await Gan.RunAsync("list", "metrics")).Data, @"\s+", " ", RegexOptions.None, TimeSpan.FromSeconds(10));
        Assert.All(Evaluator.Glossary().SelectMany(metric => metric.Values), info => Assert.Contains(
            $" {info.Name} {info.Label}, better {(info.Better == Better.Closer ? "near " : info.Better == Better.Higher ? "higher " : "lower ")}", words,
            StringComparison.Ordinal));
        Assert.All(Evaluator.Glossary().SelectMany(metric => metric.Values), info => Assert.Contains(info.Help!, words, StringComparison.Ordinal));
        Assert.Contains("hopping", words, StringComparison.Ordinal);

        string one = (await Gan.RunAsync("list", "kid")).Data;
        Assert.Contains("no number of samples tells it from true data", one, StringComparison.Ordinal);
        Assert.DoesNotContain("reverse-kl", one, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OneComponentIsShownWithEveryOption()
    {
        ProgramResult result = await Gan.RunAsync("list", "rmsprop");

        Assert.Equal(
            """
            optimizers

              rmsprop
                Steps scaled by the running size of the gradient
                Tieleman and Hinton 2012, lecture 6.5
                lr       0.001  (0, 10]  Learning rate; a number or a schedule
                alpha    0.99   [0, 1)   Decay of the mean square
                epsilon  1e-8   (0, 1]   Added to the root of the mean square

            """,
            result.Data);
    }

    [Fact]
    public async Task ASectionOfTheConfigIsShownWithItsKeys()
    {
        ProgramResult result = await Gan.RunAsync("list", "training");

        Assert.StartsWith("training\n    The training loop\n    steps              10000  ", result.Data, StringComparison.Ordinal);
        Assert.Contains("\n    ema.decay          ", result.Data, StringComparison.Ordinal);
        Assert.DoesNotContain("\n    ema  ", result.Data, StringComparison.Ordinal);
        ProgramResult within = await Gan.RunAsync("list", "ema", "--json");
        JsonNode ema = Assert.Single(JsonNode.Parse(within.Data)!.AsArray())!;
        Assert.Equal("training.ema", (string?)ema["kind"]);
        Assert.Equal("decay", (string?)ema["options"]![0]!["key"]);
    }

    [Theory]
    [InlineData("schedules")]
    [InlineData("schedule")]
    public async Task AFamilyGoesByBothItsWords(string word)
    {
        ProgramResult result = await Gan.RunAsync("list", word);

        Assert.StartsWith("schedules\n\n  constant\n    The same value", result.Data, StringComparison.Ordinal);
        Assert.Contains("\n  cosine\n", result.Data, StringComparison.Ordinal);
        Assert.DoesNotContain("adam", result.Data, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("remedies", "regularizers", "\n  wgan-gp\n")]
    [InlineData("networks", "architectures", "\n  mlp\n")]
    [InlineData("wgan", "losses", "\n  wasserstein\n")]
    [InlineData("batch_size", null, "")]
    public async Task TheWordsOfTheLiteratureAreUnderstood(string word, string? family, string part)
    {
        ProgramResult result = await Gan.RunAsync("list", word);

        Assert.Equal(family is null ? 2 : 0, result.ExitCode);
        Assert.StartsWith(family ?? "", result.Data, StringComparison.Ordinal);
        Assert.Contains(part, result.Data, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(40)]
    public void TheOverviewFitsItsTerminalAndLosesNoWord(int width)
    {
        Assert.All(Catalog.Families, family =>
        {
            var recorded = new RecordedOutput(new StreamTraits(IsTerminal: true, HasColour: false, width));
            FieldGuide.WriteOverview(family.Components, recorded.Output);

            Assert.All(recorded.Data.Split('\n'), line => Assert.True(line.Length <= width && !line.EndsWith(' '), line));
            string flat = Regex.Replace(recorded.Data, "\\s+", " ", RegexOptions.NonBacktracking);
            Assert.All(family.Components, component => Assert.Contains($" {component.Kind} {component.Help}", flat, StringComparison.Ordinal));
        });
    }

    [Theory]
    [InlineData(80)]
    [InlineData(110)]
    public void EveryFamilyHasTheGuide(int width)
    {
        Assert.All(Catalog.Families, family =>
        {
            var recorded = new RecordedOutput(new StreamTraits(IsTerminal: true, HasColour: false, width));
            FieldGuide.Write(family.Components, recorded.Output);
            MetricWords.Write([.. family.Kinds], family.Plural, recorded.Output);

            Assert.All(recorded.Data.Split('\n'), line => Assert.True(line.Length <= width && !line.EndsWith(' '), line));
            string flat = Regex.Replace(recorded.Data, "\\s+", " ", RegexOptions.NonBacktracking);
            Assert.All(family.Components.SelectMany(static component => component.Keys),
                key => Assert.Contains(key.Option.Help, flat, StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task RemediesAreAFieldGuide()
    {
        ProgramResult result = await Gan.RunAsync("list", "top-k");

        Assert.Equal(
            """
            regularizers

              top-k
                G's loss counts only the generated samples that D finds most real
                Sinha et al. 2020, algorithm 1
                When  Samples between the modes spoil the quality: bad ones stop pulling G off the data
                Cost  Nothing in time; too small a share throws away variety
                share     linear  (0, 1]        Share of the generated samples that is kept; a number or a schedule
                smallest  1       [1, 1048576]  Fewest samples that are kept

            """,
            result.Data);
    }

    [Fact]
    public void OnANarrowTerminalTheHelpGoesBelowItsOption()
    {
        var recorded = new RecordedOutput(new StreamTraits(IsTerminal: true, HasColour: false, Width: 60));
        FieldGuide.Write([Catalog.FindFamily("regularizers")!.Find("top-k")!], recorded.Output);

        Assert.Equal(
            """

              top-k
                G's loss counts only the generated samples that D finds
                most real
                Sinha et al. 2020, algorithm 1
                When  Samples between the modes spoil the quality: bad
                      ones stop pulling G off the data
                Cost  Nothing in time; too small a share throws away
                      variety
                share     linear  (0, 1]
                          Share of the generated samples that is kept; a
                          number or a schedule
                smallest  1       [1, 1048576]
                          Fewest samples that are kept

            """,
            recorded.Data);
    }

    [Theory]
    [InlineData(80, true)]
    [InlineData(110, true)]
    [InlineData(300, true)]
    [InlineData(int.MaxValue, false)]
    public void TheGuideFitsItsTerminalAndLosesNoWord(int width, bool colour)
    {
        IReadOnlyList<Component> components = Catalog.FindFamily("regularizers")!.Components;
        var recorded = new RecordedOutput(new StreamTraits(colour, colour, width));
        FieldGuide.Write(components, recorded.Output);

        Assert.Equal(colour, recorded.Data.Contains('\e', StringComparison.Ordinal));
        string plain = Regex.Replace(recorded.Data, "\e\\[[0-9]+m", "", RegexOptions.NonBacktracking);
        Assert.All(plain.Split('\n'), line => Assert.True(line.Length <= Math.Min(width, 110) && !line.EndsWith(' '), line));
        string flat = Regex.Replace(plain, "\\s+", " ", RegexOptions.NonBacktracking);
        Assert.All(
            components.SelectMany(static c => (string?[])[c.Help, c.Source, c.Words.When, c.Words.Cost]),
            text => Assert.Contains(text!, flat, StringComparison.Ordinal));
    }

    [Fact]
    public async Task JsonHoldsTheSame()
    {
        ProgramResult result = await Gan.RunAsync("list", "--json");
        JsonArray components = JsonNode.Parse(result.Data)!.AsArray();
        JsonNode adam = components.Single(component => (string?)component!["kind"] == "adam")!;

        Assert.Equal(Catalog.Families.Sum(family => family.Components.Count), components.Count);
        Assert.Equal("optimizers", (string?)adam["family"]);
        Assert.Equal(1e-8, (double?)adam["options"]![3]!["default"]);
        Assert.Equal("(0, 10]", (string?)adam["options"]![0]!["range"]);
        Assert.Null(adam["when"]);
        JsonNode topK = components.Single(component => (string?)component!["kind"] == "top-k")!;
        Assert.Equal("Samples between the modes spoil the quality: bad ones stop pulling G off the data", (string?)topK["when"]);
        Assert.Equal("Nothing in time; too small a share throws away variety", (string?)topK["cost"]);
    }

    [Fact]
    public async Task AnUnknownWordIsAUsageError()
    {
        ProgramResult result = await Gan.RunAsync("list", "lossess");

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("error: 'lossess' is neither a family nor a component; did you mean 'losses'?\n  families: data, priors, ", result.Talk,
            StringComparison.Ordinal);
        Assert.Empty(result.Data);
    }

    [Fact]
    public async Task TheSchemaIsPrinted()
    {
        ProgramResult result = await Gan.RunAsync("schema");

        Assert.Equal(SchemaWriter.ToJson(), result.Data);
        Assert.Equal(0, result.ExitCode);
    }
}
