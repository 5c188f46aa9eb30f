using GanCli.Reporting.Drawing;
using GanCli.Reporting.Reading;
using GanCli.Runs;
using ScottPlot;
using SkiaSharp;

namespace GanCli.Reporting.Charts;

/// <summary>D's output over the plane, with the line where it cannot tell, the modes and some samples.</summary>
public static class SurfaceChart
{
    /// <summary>Draws the newest surface, or nothing where there is none.</summary>
    public static Panel? Draw(RunRecord run)
    {
        if (run.Surfaces.Count == 0 || run.Extent is not [double left, double right, double bottom, double top])
        {
            return null;
        }

        StepFile file = run.Surfaces[^1];
        if (Npy.Read(file.Path) is not { Shape: [var rows, var columns] } array || rows != columns || rows < 2 || !array.Data.Any(float.IsFinite))
        {
            return null;
        }

        int side = (int)rows;
        DiscriminatorOutput about = run.DiscriminatorOutput;
        float undecided = (float)(about.Undecided ?? 0);

        // From here on: the higher the more real, and 0 where D is undecided, if it ever is.
        float[] output = [.. array.Data.Select(value => about.RealIsLower ? undecided - value : value - undecided)];
        float[] finite = [.. output.Where(float.IsFinite).Order()];
        bool divided = about.Undecided is not null && finite[0] < 0 && finite[^1] > 0;
        Func<double, double> belief = Belief(finite, divided);
        (Scale x, Scale y) = DataRange.Plane(run.Column(0), run.Column(1), left, right, bottom, top);
        Panel panel = Panel.WithAxes($"D’s output at step {Numbers.Whole(file.Step)}", x, y);
        panel.HideGrid();
        panel.Draw((canvas, axes) => DrawHeat(canvas, axes, output, side, (left, right, bottom, top), belief));
        if (divided)
        {
            panel.Draw((canvas, axes) => DrawContour(canvas, axes, output, side, (left, right, bottom, top)));
        }

        if (run.SampleSteps.Count > 0 && run.Samples(run.SampleSteps[^1].Path) is SampleSet samples)
        {
            panel.Dots(samples.First(400).Points(), Theme.Ink, 2.2, 0.65);
        }

        if (run.Modes is DataModes modes)
        {
            PointSet centres = new([.. modes.Means.Select(mean => mean[0])], [.. modes.Means.Select(mean => mean[1])]);
            panel.Rings(centres, [.. modes.Stds.Select(std => (3 * std[0], 3 * std[1]))], Theme.Ink, 1.4, 1);
        }

        (string high, string low) = about.RealIsLower ? ("lower", "higher") : ("higher", "lower");
        IEnumerable<float> written = array.Data.Where(float.IsFinite);
        panel.Keys.Add(new LegendKey(KeyShape.Box, Theme.Real, divided ? "“real”" : high, 0.75));
        panel.Keys.Add(new LegendKey(KeyShape.Box, Theme.Generated, divided ? "“generated”" : low, 0.75));
        panel.Keys.Add(new LegendKey(KeyShape.None, Theme.Muted, $"{about.Words} {Numbers.Short(written.Min())} to {Numbers.Short(written.Max())}"));
        if (divided)
        {
            panel.Keys.Add(new LegendKey(KeyShape.Line, Theme.Ink, $"undecided ({Numbers.Short(undecided)})"));
        }

        panel.Keys.Add(new LegendKey(KeyShape.Dot, Theme.Ink, "generated", 0.65));
        return panel;
    }

    /// <summary>How outputs become colours, from −1 (generated) to 1 (real): by their logarithms on both sides of zero, since they are small
    /// near the data, where the picture matters, and large far out. Where nothing divides them (a critic has no zero of its own), by their distance
    /// from the middle of the range.</summary>
    private static Func<double, double> Belief(float[] sorted, bool divided)
    {
        if (divided)
        {
            double most = Math.Log(1 + Math.Max(sorted[^1], -sorted[0]));
            return output => Math.Sign(output) * Math.Log(1 + Math.Abs(output)) / most;
        }

        double middle = (sorted[0] + (double)sorted[^1]) / 2;
        double reach = Math.Max(1e-12, (sorted[^1] - (double)sorted[0]) / 2);
        return output => (output - middle) / reach;
    }

    private static void DrawHeat(SKCanvas canvas, IAxes axes, float[] output, int side, (double Left, double Right, double Bottom, double Top) extent,
        Func<double, double> belief)
    {
        using SKBitmap bitmap = new(new SKImageInfo(side, side, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        for (int row = 0; row < side; row++)
        {
            for (int column = 0; column < side; column++)
            {
                float one = output[(row * side) + column];
                double value = float.IsFinite(one) ? belief(one) : 0;

                // Strength is in the opacity: the same picture serves white paper and a dark page. The power lets weak opinions show.
                double strength = Math.Pow(Math.Abs(value), 0.7);
                bitmap.SetPixel(column, side - 1 - row, (value > 0 ? Theme.Real : Theme.Generated).At(0.75 * strength));
            }
        }

        // The outermost points lie on the frame, so the picture's pixels reach half a step beyond it.
        double halfX = (extent.Right - extent.Left) / (side - 1) / 2;
        double halfY = (extent.Top - extent.Bottom) / (side - 1) / 2;
        SKRect place = new(
            axes.GetPixelX(extent.Left - halfX), axes.GetPixelY(extent.Top + halfY), axes.GetPixelX(extent.Right + halfX),
            axes.GetPixelY(extent.Bottom - halfY));
        using SKImage image = SKImage.FromBitmap(bitmap);
        canvas.DrawImage(image, place, new SKSamplingOptions(SKFilterMode.Linear));
    }

    private static void DrawContour(SKCanvas canvas, IAxes axes, float[] output, int side, (double Left, double Right, double Bottom, double Top) extent)
    {
        using SKPath path = new();
        foreach ((double x1, double y1, double x2, double y2) in Contour.Zero(output, side))
        {
            path.MoveTo(X(x1), Y(y1));
            path.LineTo(X(x2), Y(y2));
        }

        using SKPaint paint =
            new() { Style = SKPaintStyle.Stroke, StrokeWidth = 1.6f, StrokeCap = SKStrokeCap.Round, Color = Theme.Ink.Color, IsAntialias = true };
        canvas.DrawPath(path, paint);

        float X(double column) => axes.GetPixelX(extent.Left + (column / (side - 1) * (extent.Right - extent.Left)));
        float Y(double row) => axes.GetPixelY(extent.Bottom + (row / (side - 1) * (extent.Top - extent.Bottom)));
    }
}
