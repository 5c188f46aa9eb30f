using GanCli.Runs;

namespace GanCli.Tests.Runs;

public sealed class MetricDescriptionTests
{
    [Theory]
    [InlineData(MetricDisplay.Count, 8, "8/1,000")]
    [InlineData(MetricDisplay.Count, 7.5, "7.5/1,000")]
    [InlineData(MetricDisplay.Percent, 0.98889, "98.9%")]
    [InlineData(MetricDisplay.Percent, 0, "0.0%")]
    [InlineData(MetricDisplay.Number, 0.0021, "0.002")]
    [InlineData(MetricDisplay.Number, -1234.5, "-1,234.500")]
    [InlineData(MetricDisplay.Number, 1234567890, "1.235e+9")]
    [InlineData(MetricDisplay.Number, double.NaN, "–")]
    [InlineData(MetricDisplay.Count, double.PositiveInfinity, "–")]
    public void AValueIsReadByPeopleInEveryCulture(MetricDisplay format, double value, string text)
    {
        var metric = new MetricDescription("A", MetricDirection.Higher, format) { Total = 1000 };
        Assert.Equal(text, metric.Text(value));
        Cultures.Under("de-DE", () => Assert.Equal(text, metric.Text(value)));
    }

    [Fact]
    public void ACountWithoutATotalIsAPlainNumber() =>
        Assert.Equal("12", new MetricDescription("A", MetricDirection.Higher, MetricDisplay.Count).Text(12));
}
