namespace GanCli.Tests.Config;

/// <summary>What was meant as a number, as true or false, as null, a list or a mapping, and stands in quotes, by which it is text.</summary>
public sealed class QuotedTests
{
    [Theory]
    [InlineData("optimizer: {generator: {kind: adam, lr: \"1e-3\"}}", "optimizer.generator.lr: '1e-3' is text; remove the quotes")]
    [InlineData("optimizer: {generator: {lr: {kind: linear, from: '1e-3', to: 0}}}", "optimizer.generator.lr.from: '1e-3' is text; remove the quotes")]
    [InlineData("seed: '3'", "seed: '3' is text; remove the quotes")]
    [InlineData("seed: {init: '3'}", "seed.init: '3' is text; remove the quotes")]
    [InlineData("data: {radius: ' 2 '}", "data.radius: '2' is text; remove the quotes")]
    [InlineData("generator: {widths: [64, '64']}", "generator.widths[1]: '64' is text; remove the quotes")]
    [InlineData("generator: {widths: '[64, 64]'}", "generator.widths: '[64, 64]' is text; remove the quotes")]
    [InlineData("generator: {norm: '[batch, none]'}", "generator.norm: '[batch, none]' is text; remove the quotes")]
    [InlineData("data: {kind: mixture, means: [['0', 0], [1, 1]]}", "data.means[0][0]: '0' is text; remove the quotes")]
    [InlineData("output: {pictures: 'False'}", "output.pictures: 'False' is text; remove the quotes")]
    [InlineData("training: {ema: 'null'}", "training.ema: 'null' is text; remove the quotes")]
    [InlineData("training: '{steps: 3}'", "training: '{steps: 3}' is text; remove the quotes")]
    [InlineData("loss: '{kind: hinge}'", "loss: '{kind: hinge}' is text; remove the quotes")]
    public void IsRefusedWithTheWayOut(string yaml, string expected)
    {
        string error = ConfigFixture.ErrorOf(yaml);
        Assert.EndsWith(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public void SoItIsWhereTheBaseHasASchedule()
    {
        using ConfigFixture fixture = new ConfigFixture()
            .Write("base.yaml", "optimizer: {generator: {lr: {kind: linear, from: 1e-3, to: 0}}}")
            .Write("a.yaml", "base: base.yaml\noptimizer: {generator: {lr: \"1e-3\"}}");
        Assert.Equal("a.yaml:2:29 optimizer.generator.lr: '1e-3' is text; remove the quotes", fixture.ErrorOfReading("a.yaml"));
    }

    [Theory]
    [InlineData("training.steps='100'", "--set training.steps: '100' is text; remove the quotes")]
    [InlineData("optimizer.generator.lr=\"1e-3\"", "--set optimizer.generator.lr: '1e-3' is text; remove the quotes")]
    [InlineData("generator.widths='[8]'", "--set generator.widths: '[8]' is text; remove the quotes")]
    public void SoItIsOnTheCommandLine(string set, string expected) => Assert.Equal(expected, ConfigFixture.ErrorOf("data: ring", set));

    // A name, a column or a kind in quotes is what it is.
    [Theory]
    [InlineData("name: '1e-3'")]
    [InlineData("loss: 'hinge'")]
    [InlineData("training: {dtype: \"float64\"}")]
    [InlineData("data: {kind: csv, path: 'a.csv', columns: ['1', '[2]']}")]
    [InlineData("data: {kind: csv, path: 'a.csv', columns: '[2]', delimiter: '1'}")]
    public void TextInQuotesStaysText(string yaml) => Assert.NotNull(ConfigFixture.Load(yaml));
}
