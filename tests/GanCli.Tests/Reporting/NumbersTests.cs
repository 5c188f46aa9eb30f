using GanCli.Reporting;
using GanCli.Tests.Runs;

namespace GanCli.Tests.Reporting;

public sealed class NumbersTests
{
    public static TheoryData<double, string> Short => new()
    {
        { 0, "0" }, { 0.0021449, "0.00214" }, { 0.016, "0.016" }, { 1.3149, "1.31" }, { 72.34, "72.3" }, { 512.4, "512" }, { 12_345.6, "12,346" },
        { 0.00032, "0.00032" }, { 3.14e-6, "3.14e−6" }, { 2.5e9, "2.5e9" }, { -0.28, "−0.28" },
        { double.NaN, "not a number" }, { double.PositiveInfinity, "infinite" }, { double.NegativeInfinity, "−infinite" },
    };

    [Theory]
    [MemberData(nameof(Short))]
    public void NumbersHaveThreeDigits(double value, string text) => Assert.Equal(text, Numbers.Short(value));

    [Theory]
    [InlineData(0.74, "74.0%", "74%")]
    [InlineData(0.998, "99.8%", "99.8%")]
    [InlineData(0.003, "0.3%", "0.3%")]
    [InlineData(0.0054, "0.5%", "0.5%")]
    [InlineData(0.014, "1.4%", "1%")]
    [InlineData(0.0001, "0.0%", "under 0.1%")]
    [InlineData(0, "0.0%", "0%")]
    [InlineData(1, "100.0%", "100%")]
    public void SharesArePercentages(double share, string exact, string rough)
    {
        Assert.Equal(exact, Numbers.Percent(share));
        Assert.Equal(rough, Numbers.RoughPercent(share));
    }

    [Theory]
    [InlineData(9.1, "9.1 s")]
    [InlineData(200, "3 min 20 s")]
    [InlineData(7500, "2 h 05 min")]
    public void Durations(double seconds, string text) => Assert.Equal(text, Numbers.Duration(seconds));

    [Theory]
    [InlineData(0.30000000000000004, "0.3")]
    [InlineData(-1500, "−1,500")]
    [InlineData(0, "0")]
    public void Ticks(double value, string text) => Assert.Equal(text, Numbers.Tick(value));

    [Theory]
    [MemberData(nameof(Cultures.WithComma), MemberType = typeof(Cultures))]
    public void TheCultureDoesNotMatter(string culture) => Cultures.Under(culture, () =>
    {
        Assert.Equal("1.31", Numbers.Short(1.31));
        Assert.Equal("12,346", Numbers.Short(12_345.6));
        Assert.Equal("74.0%", Numbers.Percent(0.74));
        Assert.Equal("10,000", Numbers.Whole(10_000));
        Assert.Equal("0.3", Numbers.Tick(0.3));
        Assert.Equal("9.1 s", Numbers.Duration(9.1));
    });

    [Theory]
    [InlineData(7.6667, 0.57735, "7.67 ± 0.58")]
    [InlineData(8, 0, "8 ± 0")]
    [InlineData(0.0776, 0.00755, "0.0776 ± 0.0076")]
    [InlineData(-12345.6, 12.3, "−12,346 ± 12")]
    [InlineData(2, 1, "2.0 ± 1.0")]
    [InlineData(1e-7, 1e-9, "1.0e−7 ± 1.0e−9")]
    public void AMeanHasAsManyDecimalsAsItsDeviationAllows(double mean, double deviation, string text) => Assert.Equal(text, Numbers.Spread(mean, deviation));
}
