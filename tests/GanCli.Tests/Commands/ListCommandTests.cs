using System.Text.Json.Nodes;
using GanCli.Engine.Config;
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
            component => Assert.Contains(lines, line => line.StartsWith($"  {component.Kind} ", StringComparison.Ordinal) && line.Contains(component.Help, StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.EndsWith("lr: 0.001, beta1: 0.5, beta2: 0.999, epsilon: 1e-8", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.EndsWith(' '));
    }

    [Fact]
    public async Task OneComponentIsShownWithEveryOption()
    {
        ProgramResult result = await Gan.RunAsync("list", "rmsprop");

        Assert.Equal(
            """
            optimizers
              KIND     OPTION   DEFAULT  TYPE                RANGE    WHAT IT IS
              rmsprop                                                 Steps scaled by the running size of the gradient (Tieleman and Hinton 2012, lecture 6.5)
                       lr       0.001    number or schedule  (0, 10]  Learning rate; a number or a schedule
                       alpha    0.99     number              [0, 1)   Decay of the mean square
                       epsilon  1e-8     number              (0, 1]   Added to the root of the mean square

            """,
            result.Data);
    }

    [Theory]
    [InlineData("losses")]
    [InlineData("loss")]
    public async Task AFamilyGoesByBothItsWords(string word)
    {
        ProgramResult result = await Gan.RunAsync("list", word);

        Assert.StartsWith("losses\n  KIND ", result.Data, StringComparison.Ordinal);
        Assert.Contains("\n  hinge ", result.Data, StringComparison.Ordinal);
        Assert.DoesNotContain("adam", result.Data, StringComparison.Ordinal);
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
    }

    [Fact]
    public async Task AnUnknownWordIsAUsageError()
    {
        ProgramResult result = await Gan.RunAsync("list", "lossess");

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("error: 'lossess' is neither a family nor a component; did you mean 'losses'?\n  families: data, priors, ", result.Talk, StringComparison.Ordinal);
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
