using GanCli.Reporting.Published;

namespace GanCli.Tests.Reporting.Published;

public sealed class MarginsTests
{
    // PacGAN's ring, modes and HQ: a gap of 1.6 modes.
    private static readonly Expectation[] Ring =
    [
        new("modes") { Value = 6.3, PlusMinus = 0.5, Kind = Uncertainty.StandardError, Trials = 10 },
        new("modes") { Value = 7.9, PlusMinus = 0.02, Kind = Uncertainty.StandardError, Trials = 10 },
        new("modes") { Value = 7, PlusMinus = 0.4, Kind = Uncertainty.Deviation, Trials = 4 },
        new("modes") { Value = 7.5 },
        new("modes") { Claim = "all" },
        new("hq") { Value = 0.9 },
        new("hq") { Value = 0.8 },
    ];

    [Theory]
    [InlineData(0, 0.8)]
    [InlineData(1, 0.16)]
    [InlineData(2, 0.6)]
    [InlineData(3, 0.16)]
    [InlineData(5, 0.01)]
    public void ThreeStandardErrorsAndATenthToAHalfOfTheGap(int index, double margin) => Assert.Equal(margin, Margins.Of(Ring[index], Ring), 1e-12);

    // 95% of repetitions with ten trials each lie within t(18 degrees of freedom, 97.5%) · √2 = 2.97 standard errors.
    [Fact]
    public void ThreeStandardErrorsAreAboutARepetition() =>
        Assert.InRange(Margins.Of(Ring[0], [Ring[0]]) / Ring[0].StandardError, 2.100922 * Math.Sqrt(2), (2.100922 * Math.Sqrt(2)) + 0.05);
}
