using GanCli.Reporting.Drawing;
using GanCli.Reporting.Reading;

namespace GanCli.Reporting.Charts;

/// <summary>Generated samples over real ones: points for 2-D data, a histogram for 1-D data, a histogram of each column for wider data. Pictures stand
/// beside real ones.</summary>
public static class SampleChart
{
    /// <summary>Columns of wide data that are drawn; more would be too small to read.</summary>
    public const int MostColumns = 16;

    private const int MostRings = 400;

    // Pictures in a row.
    private const int Side = 8;
    private const int SmallSide = 5;

    /// <summary>Draws samples of one step.</summary>
    public static Picture Draw(RunRecord run, SampleSet generated, long step, string name = "samples")
    {
        string title = $"Samples at step {Numbers.Whole(step)}";
        if (PictureGrid.Shows(run.Shape))
        {
            return Pictures(run, generated, title, name);
        }

        switch (run.Dimension)
        {
            case 1:
                return Picture.Of(name, Columns(run, generated, 0, title, bare: false), 1120, 420, "Share of samples in each of 50 bins.");
            case 2:
                return Picture.Of(name, Plane(run, generated, title, bare: false), 620, 622, Remark(run));
            default:
                int count = Math.Min(MostColumns, run.Dimension);
                int across = count <= 4 ? 2 : count <= 9 ? 3 : 4;
                Panel[] panels = [.. Enumerable.Range(0, count).Select(column => Columns(run, generated, column, run.Column(column), bare: false))];
                string shown = count < run.Dimension
                    ? $"The first {Numbers.Whole(count)} of {Numbers.Whole(run.Dimension)} columns; share of samples in each of 50 bins."
                    : "Share of samples in each of 50 bins, column by column.";
                return Picture.Grid(name, title, panels, across, across == 2 ? 480 : 360, 270, shown);
        }
    }

    /// <summary>A small picture for a strip or an animation: wide data show their first two columns as points.</summary>
    public static Panel Small(RunRecord run, SampleSet generated, string title) =>
        PictureGrid.Shows(run.Shape) ? PictureGrid.Draw(generated, run.Shape, PictureGrid.Brightness.Of(run, generated), title, SmallSide)
        : run.Dimension == 1 ? Columns(run, generated, 0, title, bare: true) : Plane(run, generated, title, bare: true);

    private static Picture Pictures(RunRecord run, SampleSet generated, string title, string name)
    {
        PictureGrid.Brightness scale = PictureGrid.Brightness.Of(run, generated);
        List<Panel> panels = [PictureGrid.Draw(generated, run.Shape, scale, "generated", Side)];
        if (run.Real is SampleSet real)
        {
            panels.Add(PictureGrid.Draw(real, run.Shape, scale, "real", Side));
        }

        string shape = string.Join(" × ", run.Shape.Select(axis => Numbers.Whole(axis)));
        return Picture.Grid(name, title, panels, 2, 480, 498,
            $"The first pictures of each, {shape} (channels × height × width), all on one scale from {Numbers.Short(scale.Black)} (black) "
                + $"to {Numbers.Short(scale.White)} (white).");
    }

    private static string Remark(RunRecord run) => run.Modes is null ? "" : "Circles: three standard deviations around each mode.";

    private static Panel Plane(RunRecord run, SampleSet generated, string title, bool bare)
    {
        (Scale x, Scale y) = DataRange.Plane(run, generated);
        Panel panel = bare ? Panel.Bare(title, x, y) : Panel.WithAxes(title, x, y);
        double size = bare ? 0.62 : 1;
        if (run.Real is SampleSet real)
        {
            panel.Dots((bare ? real.First(600) : real).Points(), Theme.Real, 5 * size, bare ? 0.5 : 0.35);
        }

        if (run.Modes is { Means.Count: <= MostRings } modes && run.Dimension == 2 && !bare)
        {
            PointSet centres = new([.. modes.Means.Select(mean => mean[0])], [.. modes.Means.Select(mean => mean[1])]);
            panel.Rings(centres, [.. modes.Stds.Select(std => (3 * std[0], 3 * std[1]))], Theme.Real, 1.5, 1);
        }

        PointSet points = (bare ? generated.First(1000) : generated).Points();
        panel.Dots(points, Theme.Generated, 2.6 * (bare ? 0.75 : 1), 0.55);
        if (!bare)
        {
            panel.Keys.Add(new LegendKey(KeyShape.Ring, Theme.Real, "real"));
            panel.Keys.Add(new LegendKey(KeyShape.Dot, Theme.Generated, "generated"));
            AddOutside(panel, Outside(points, x, y));
        }

        return panel;
    }

    private static double Outside(PointSet points, Scale x, Scale y) =>
        points.X.Zip(points.Y).Count(point => !(point.First >= x.Low && point.First <= x.High && point.Second >= y.Low && point.Second <= y.High))
        / (double)Math.Max(1, points.Count);

    private static void AddOutside(Panel panel, double share)
    {
        if (share > 0)
        {
            panel.Keys.Add(new LegendKey(KeyShape.None, Theme.Muted, $"{Numbers.RoughPercent(share)} of generated lie outside"));
        }
    }

    private static Panel Columns(RunRecord run, SampleSet generated, int column, string title, bool bare)
    {
        double[] made = generated.Column(column);
        Scale across = DataRange.Across(run, column, made);
        Histogram fake = Histogram.Of(made, across.Low, across.High);
        Histogram? real = run.Real is SampleSet rows ? Histogram.Of(rows.Column(column), across.Low, across.High) : null;

        // A collapsed generator has one bin of 100%: let it run out of the frame, so that the real data stay readable.
        double top = Math.Max(real?.Shares.Max() ?? 0, Math.Min(fake.Shares.Max(), 2.5 * (real?.Shares.Max() ?? 1))) * 1.12;
        Scale up = new("share of samples", 0, Math.Max(top, 1e-6)) { Tick = Numbers.PercentTick };
        Panel panel = bare ? Panel.Bare(title, across, up) : Panel.WithAxes(title, across, up);
        if (real is not null)
        {
            panel.Area(Outline(real), Theme.Real, 0.45);
        }

        panel.Area(Outline(fake), Theme.Generated, 0.12);
        panel.Line(Outline(fake), Theme.Generated, bare ? 1.2 : 1.8);
        if (!bare)
        {
            panel.Keys.Add(new LegendKey(KeyShape.Box, Theme.Real, "real", 0.45));
            panel.Keys.Add(new LegendKey(KeyShape.Line, Theme.Generated, "generated"));
            if (fake.Shares.Max() > top)
            {
                panel.Keys.Add(new LegendKey(KeyShape.None, Theme.Muted, $"highest bin: {Numbers.RoughPercent(fake.Shares.Max())}"));
            }

            AddOutside(panel, fake.Outside);
        }

        return panel;
    }

    internal static Series Outline(Histogram histogram)
    {
        List<double> x = [histogram.Low];
        List<double> y = [0];
        for (int bin = 0; bin < histogram.Shares.Length; bin++)
        {
            x.AddRange([histogram.Low + (bin * histogram.Width), histogram.Low + ((bin + 1) * histogram.Width)]);
            y.AddRange([histogram.Shares[bin], histogram.Shares[bin]]);
        }

        x.Add(histogram.High);
        y.Add(0);
        return new Series([.. x], [.. y]);
    }
}
