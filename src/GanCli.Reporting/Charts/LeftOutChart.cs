using GanCli.Reporting.Drawing;
using GanCli.Reporting.Reading;
using GanCli.Runs;

namespace GanCli.Reporting.Charts;

/// <summary>The real samples that the generator leaves out, as the collapse watch sees it: points beside generated ones, pictures, or of wider data the columns
/// in which they differ most from the rest.</summary>
public static class LeftOutChart
{
    private const int MostColumns = 4;
    private const int Side = 10;

    private static Tint Colour => Theme.Groups[3];

    /// <summary>Draws the newest, or nothing where nothing is left out.</summary>
    public static Picture? Draw(RunRecord run)
    {
        // Of a run that went on since, the newest may be old.
        if (run.Folder.Uncovered() is not [.., StepFile file] || run.Samples(file.Path) is not { } uncovered
            || run.SampleSteps is not [.., StepFile last] || last.Step != file.Step)
        {
            return null;
        }

        string caption = $"{Numbers.Count(uncovered.Count, "real sample")} of those that the watch holds generated ones against, in parts of the data that get "
            + $"less than a quarter of their samples, at step {Numbers.Whole(file.Step)}.";
        const string Title = "What is left out";
        if (PictureGrid.Shows(run.Shape))
        {
            return Picture.Of("left-out", PictureGrid.Draw(uncovered, run.Shape, PictureGrid.Brightness.Of(run, uncovered), Title, Side), 560, 580, caption);
        }

        if (run.Dimension == 2 && run.LastSamples is { } generated)
        {
            (Scale x, Scale y) = DataRange.Plane(run, generated);
            Panel panel = Panel.WithAxes(Title, x, y);
            panel.Dots(generated.Points(), Theme.Generated, 2.6, 0.35);
            panel.Dots(uncovered.Points(), Colour, 5, 0.7);
            panel.Keys.Add(new LegendKey(KeyShape.Dot, Colour, "real, left out"));
            panel.Keys.Add(new LegendKey(KeyShape.Dot, Theme.Generated, "generated"));
            return Picture.Of("left-out", panel, 560, 562, caption);
        }

        return run.Real is { } real ? Columns(run, uncovered, real, Title, caption) : null;
    }

    private static Picture Columns(RunRecord run, SampleSet uncovered, SampleSet real, string title, string caption)
    {
        int[] columns = [.. Enumerable.Range(0, run.Dimension).OrderByDescending(column => Difference(uncovered.Column(column), real.Column(column)))
            .Take(MostColumns)];
        Panel[] panels = [.. columns.Select(column => Column(run, column, uncovered.Column(column), real.Column(column)))];
        string which = run.Dimension > columns.Length ? $" The {Numbers.Whole(columns.Length)} columns in which they differ most from all real samples." : "";
        return Picture.Grid("left-out", title, panels, Math.Min(2, panels.Length), 480, 270, caption + which);
    }

    private static Panel Column(RunRecord run, int column, double[] uncovered, double[] real)
    {
        Scale across = DataRange.Across(run, column, real);
        Histogram all = Histogram.Of(real, across.Low, across.High);
        Histogram missing = Histogram.Of(uncovered, across.Low, across.High);
        Scale up = new("share of samples", 0, Math.Max(all.Shares.Max(), missing.Shares.Max()) * 1.12) { Tick = Numbers.PercentTick };
        Panel panel = Panel.WithAxes(run.Column(column), across, up);
        panel.Area(SampleChart.Outline(all), Theme.Real, 0.35);
        panel.Line(SampleChart.Outline(missing), Colour, 1.8);
        panel.Keys.Add(new LegendKey(KeyShape.Box, Theme.Real, "all real", 0.35));
        panel.Keys.Add(new LegendKey(KeyShape.Line, Colour, "left out"));
        return panel;
    }

    // How far the medians lie apart, in standard deviations of the real samples.
    private static double Difference(double[] uncovered, double[] real)
    {
        double mean = real.Average();
        double deviation = Math.Sqrt(real.Average(value => (value - mean) * (value - mean)));
        return deviation > 0 ? Math.Abs(Median(uncovered) - Median(real)) / deviation : 0;
    }

    private static double Median(double[] numbers) => numbers.Order().ElementAt(numbers.Length / 2);
}
