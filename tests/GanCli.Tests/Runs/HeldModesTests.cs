using GanCli.Runs;

namespace GanCli.Tests.Runs;

public sealed class HeldModesTests
{
    private static readonly double[] Weights = [0.5, 0.3, 0.2];

    private static readonly MetricDescription OldModes = new("Modes captured", MetricDirection.Higher, MetricDisplay.Count) { Total = 3 };

    [Theory]
    [InlineData(0.125, 0.5, true)]
    [InlineData(0.1249, 0.5, false)]
    [InlineData(0, 0.01, false)]
    public void AQuarterOfTheWeightHoldsAMode(double share, double weight, bool held) => Assert.Equal(held, HeldModes.IsHeld(share, weight, HeldModes.Part));

    [Fact]
    public void TheCountOfAnOldRunIsMadeAnewFromItsShares()
    {
        Dictionary<string, RowValue> old = new() { ["modes"] = 3, ["hq"] = 0.2, ["mode-frequency"] = (double[])[0.125, 0.07, 0.001] };
        IReadOnlyDictionary<string, RowValue> today = HeldModes.OfToday(old, Weights);
        Assert.Equal((1, 3, 0.2), (today["modes"].Number, today["modes-captured"].Number, today["hq"].Number));
        Assert.Equal(3, old["modes"].Number);

        MetricsInfo info = HeldModes.OfToday(new MetricsInfo(new Dictionary<string, MetricDescription> { ["modes"] = OldModes }));
        Assert.Equal(("Modes held", "Modes captured"), (info.Metrics["modes"].Label, info.Metrics["modes-captured"].Label));
        Assert.Equal(3, info.Metrics["modes"].Total);
    }

    [Fact]
    public void WithoutWeightsAnOldCountIsOnlyWhatItWas()
    {
        Dictionary<string, RowValue> old = new() { ["modes"] = 3, ["mode-frequency"] = (double[])[0.1, 0.1, 0.1] };
        foreach (double[]? weights in new[] { null, new[] { 1.0 } })
        {
            IReadOnlyDictionary<string, RowValue> today = HeldModes.OfToday(old, weights);
            Assert.False(today.ContainsKey("modes"));
            Assert.Equal(3, today["modes-captured"].Number);
        }
    }

    [Fact]
    public void WhatIsOfTodayStaysAsItIs()
    {
        Dictionary<string, RowValue> today = new() { ["modes"] = 1, ["modes-captured"] = 3, ["mode-frequency"] = (double[])[0.5, 0.3, 0.2] };
        Assert.Same(today, HeldModes.OfToday(today, Weights));
        MetricsInfo info = new(new Dictionary<string, MetricDescription> { ["modes"] = OldModes with { Label = HeldModes.Label } });
        Assert.Same(info, HeldModes.OfToday(info));

        // A log of losses has nothing to count.
        Dictionary<string, RowValue> losses = new() { ["loss.generator"] = 1 };
        Assert.Same(losses, HeldModes.OfToday(losses, Weights));
    }

    [Fact]
    public void NarrowModesAreCountedAmongThoseHeld()
    {
        Dictionary<string, RowValue> values = new() { ["mode-frequency"] = (double[])[0.4, 0.3, 0], ["mode-width"] = (double[])[0.49, 0.7, 0.1] };
        Assert.Equal((2, 1, 0.595), HeldModes.Widths(values, Weights, 0.25)!.Value);

        // Earlier versions have the standard deviation only.
        values["mode-spread"] = (double[])[0.2, 0.4, 1];
        Assert.Equal(1, HeldModes.Widths(values, Weights, 0.25)!.Value.Narrow);
        values.Remove("mode-width");
        Assert.Equal(2, HeldModes.Widths(values, Weights, 0.25)!.Value.Narrow);
        Assert.Null(HeldModes.Widths(values, null, 0.25));
        Assert.Null(
            HeldModes.Widths(new Dictionary<string, RowValue> { ["mode-frequency"] = (double[])[0, 0, 0], ["mode-width"] = (double[])[0, 0, 0] }, Weights,
                0.25));
    }

    [Fact]
    public void AnotherPartHoldsOtherModes()
    {
        Dictionary<string, RowValue> values = new() { ["mode-frequency"] = (double[])[0.4, 0.1, 0.1], ["mode-width"] = (double[])[0.9, 0.3, 0.4] };
        Assert.Equal([true, false, true], HeldModes.Of([0.4, 0.1, 0.1], Weights, 0.5));
        Assert.Equal((3, 2), Counts(0.25));
        Assert.Equal((2, 1), Counts(0.5));
        Assert.Equal((1, 0), Counts(0.8));

        (int, int) Counts(double part) => HeldModes.Widths(values, Weights, part) is var (held, narrow, _) ? (held, narrow) : default;
    }

    [Fact]
    public void ThePartStandsInTheDescription()
    {
        MetricDescription modes = new(HeldModes.Label, MetricDirection.Higher, MetricDisplay.Count);
        Assert.Equal(0.5, new MetricsInfo(new Dictionary<string, MetricDescription> { ["modes"] = modes with { Held = 0.5 } }).HeldPart);
        Assert.Equal(0.25, new MetricsInfo(new Dictionary<string, MetricDescription> { ["modes"] = modes }).HeldPart);
        Assert.Equal(0.25, MetricsInfo.Empty.HeldPart);
        Assert.Contains("a quarter", HeldModes.Help(0.25));
        Assert.Contains("at least 50% ", HeldModes.Help(0.5));
    }
}
