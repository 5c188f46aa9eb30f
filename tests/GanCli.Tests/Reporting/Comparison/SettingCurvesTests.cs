using System.Text.RegularExpressions;
using GanCli.Reporting;
using GanCli.Reporting.Charts;
using GanCli.Reporting.Comparison;
using GanCli.Reporting.Drawing;
using GanCli.Reporting.Statistics;
using GanCli.Runs;
using GanCli.Tests.Support;
using ScottPlot;
using SkiaSharp;

namespace GanCli.Tests.Reporting.Comparison;

/// <summary>Metrics over a numeric setting, on the page that compares many runs.</summary>
public sealed class SettingCurvesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // t(2) = 4.30265: 2 ± 4.30265·1/√3, 6 ± 4.30265·√3/√3. Wilson with z = 1.96: 3 of 3 is 43.9% to 100%, 0 of 3 the mirror image, 1 of 3 is 6.1% to 79.2%.
    [Fact]
    public void WhatIsDrawnIsAlsoSaid()
    {
        Fill();
        Assert.Equal(
            [
                "All modes held over optimizer.generator.lr: 1: 0.0% (0.0% to 56.1%), 4: 100.0% (43.9% to 100.0%), 30: 33.3% (6.1% to 79.2%)",
                "Modes held over optimizer.generator.lr: 1: 2 (0 to 4.48), 4: 8 (8 to 8), 30: 6 (1.7 to 8)",
            ],
            Pictures().Take(2).Select(picture => picture.Title));
    }

    [Fact]
    public void MeansAndIntervalsAreWhereTheyBelong()
    {
        Fill();
        Picture modes = Pictures()[1];
        Panel panel = modes.Panels[0].Panel;
        using SKBitmap bitmap = modes.ToBitmap();

        // Of the axis: 1, 4 and 30 by their logarithms, with a margin.
        double x = Math.Log10(1);
        Interval interval = Intervals.OfMean(Outcomes.Of([1, 2, 3]))!.Value;
        Assert.True(IsInk(x, 2), "the mean of 1, 2 and 3");
        Assert.True(IsInk(x, interval.High - 0.06), "the upper end of its interval");
        Assert.False(IsInk(x, interval.High + 0.15), "above it");
        Assert.True(IsInk(Math.Log10(4), 8), "the mean of 8, 8 and 8");
        Assert.True(IsInk(Math.Log10(30), 6), "the mean of 5, 5 and 8");
        Assert.False(IsInk(Math.Log10(30), 0.5), "below its interval, which begins at 1.7");
        Assert.False(IsInk(Math.Log10(11), 2), "where nothing was tried");

        bool IsInk(double across, double up)
        {
            AxisLimits limits = panel.Limits;
            PixelPadding padding = Panel.Padding;
            double left = padding.Left + ((across - limits.Left) / (limits.Right - limits.Left) * (SettingCurves.Width - padding.Horizontal));
            double top = padding.Top + ((limits.Top - up) / (limits.Top - limits.Bottom) * (SettingCurves.Height - padding.Vertical));
            return bitmap.GetPixel((int)Math.Round(2 * left), (int)Math.Round(2 * top)).Red < 0x80;
        }
    }

    [Fact]
    public void TicksStandAtTheValuesThatWereTried()
    {
        Fill();
        IReadOnlyList<string> words = SvgWords.Of(Pictures()[0].ToSvg());
        Assert.Equal(["All modes held", "optimizer.generator.lr, logarithmic", "share of seeds", "1", "4", "30", "0%", "100%"],
            words.Where(word => !Regex.IsMatch(word, "^[2468]0%$", RegexOptions.None, TimeSpan.FromSeconds(1)))
                .OrderBy(
                    word => Array.IndexOf(["All modes held", "optimizer.generator.lr, logarithmic", "share of seeds", "1", "4", "30", "0%", "100%"], word)));
    }

    // Numbers that would touch each other are left out.
    [Fact]
    public void CrowdedTicksGiveWay()
    {
        for (int i = 0; i < 60; i++)
        {
            new SeedRun { LearningRate = $"{100_000 + (10 * i)}", Begun = i }.Write(_folder.FullName);
        }

        NumericAxis axis = Axis()!;
        Scale scale = SettingCurves.Horizontal(axis, value => value);
        Assert.InRange(scale.Places!.Count, 5, 12);
        Assert.Equal(100_000, scale.Places[0]);
        double width = (SettingCurves.Width - Panel.Padding.Horizontal) / (scale.High - scale.Low);
        Assert.All(scale.Places.Skip(1).Zip(scale.Places), pair => Assert.True((pair.First - pair.Second) * width >= Text.Width("100,000", 11.5f) + 8));
    }

    // Nothing is held anywhere, and shares of samples are all zero.
    [Fact]
    public void WhereAllIsZeroTheAxisStillGoesToOne()
    {
        foreach (int i in new[] { 1, 2, 3 })
        {
            new SeedRun { LearningRate = $"{i}", HighQuality = 0, Begun = i }.WriteSeeds(_folder.FullName, 0, 0);
        }

        Picture[] pictures = Pictures();
        Assert.All(new[] { pictures[0], pictures[2] }, picture => Assert.Equal(1.05, picture.Panels[0].Panel.Limits.Top, 12));
    }

    // Two seeds, 0.0100 and 0.0801 apart: the interval is 12.7 standard errors to each side, which the picture cuts.
    [Fact]
    public void SeedsDecideWhatIsShown()
    {
        foreach (int i in new[] { 1, 2, 3 })
        {
            new SeedRun { LearningRate = $"{i}", Begun = i }.WriteSeeds(_folder.FullName, 8, 1);
        }

        AxisLimits limits = Pictures()[3].Panels[0].Panel.Limits;
        Assert.InRange(limits.Top, 0.0801, 0.13);
        Assert.InRange(limits.Bottom, -0.05, 0);
    }

    [Fact]
    public void AnotherAxisIsALineEach()
    {
        int begun = 0;
        foreach (string loss in new[] { "hinge", "minimax" })
        {
            foreach (int rate in new[] { 1, 2, 3 })
            {
                new SeedRun { Loss = $$"""{"kind":"{{loss}}"}""", LearningRate = $"{rate}", Modes = [rate], Begun = begun++ }.Write(_folder.FullName);
            }
        }

        Assert.Equal("Modes held over optimizer.generator.lr: hinge: 1: 1, 2: 2, 3: 3; minimax: 1: 1, 2: 2, 3: 3", Pictures()[1].Title);
        string page = Page();
        Assert.Contains(
            "<h2>Over optimizer.generator.lr</h2>\n<ul class=\"legend\"><li><span class=\"swatch\" style=\"background: "
                + "var(--group-1)\"></span>hinge</li><li><span class=\"swatch\" style=\"background: "
                + "var(--group-2)\"></span>minimax</li></ul>\n", page, StringComparison.Ordinal);
        Assert.Contains("rings: one seed each. Dashes: a perfect sampler; grey ones: a featureless blob. A line for each loss.kind.</p>", page,
            StringComparison.Ordinal);
        Assert.Contains("aria-label=\"Modes held over optimizer.generator.lr: hinge: 1: 1, 2: 2, 3: 3; minimax: 1: 1, 2: 2, 3: 3\"", page,
            StringComparison.Ordinal);
    }

    [Fact]
    public void OfManyLinesTheFirstAreDrawn()
    {
        int begun = 0;
        for (int loss = 0; loss < 9; loss++)
        {
            foreach (int rate in Enumerable.Range(1, 10))
            {
                new SeedRun { Loss = $$"""{"kind":"loss-{{loss}}"}""", LearningRate = $"{rate}", Begun = begun++ }.Write(_folder.FullName);
            }
        }

        Assert.Contains(" A line for each loss.kind, the first 8 of 9.</p>", Page(), StringComparison.Ordinal);
        Assert.DoesNotContain("loss-8", Pictures()[0].Title, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoGroupsHaveNoCurve()
    {
        new SeedRun().Write(_folder.FullName);
        new SeedRun { LearningRate = "1", Begun = 1 }.Write(_folder.FullName);
        Assert.DoesNotContain("<h2>Over ", Page(), StringComparison.Ordinal);
    }

    private void Fill()
    {
        new SeedRun { LearningRate = "1" }.WriteSeeds(_folder.FullName, 1, 2, 3);
        new SeedRun { LearningRate = "4", Begun = 1 }.WriteSeeds(_folder.FullName, 8, 8, 8);
        new SeedRun { LearningRate = "30", Begun = 2 }.WriteSeeds(_folder.FullName, 5, 5, 8);
    }

    private RunComparison Compare() => RunComparison.Of(RunComparison.Read(RunFinder.All(_folder.FullName)).Runs);

    private NumericAxis? Axis() => NumericAxis.Of(Compare());

    private Picture[] Pictures()
    {
        NumericAxis axis = Axis()!;
        return [.. Compare().Metrics.Prepend(Measure.Success).Select(measure => SettingCurves.Draw(axis, measure)!)];
    }

    private string Page()
    {
        RunComparison comparison = Compare();
        string path = _folder["comparison.html"];
        ComparisonReport.Write(ComparisonView.Of(comparison, comparison.Baseline(null), comparison.Notes), path);
        return File.ReadAllText(path);
    }
}
