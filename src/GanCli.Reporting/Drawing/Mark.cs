using ScottPlot;
using SkiaSharp;

namespace GanCli.Reporting.Drawing;

/// <summary>Anything drawn in a plot's coordinates by a function.</summary>
internal sealed class Mark(Action<SKCanvas, IAxes> draw) : IPlottable
{
    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp) => draw(rp.Canvas, Axes);
}
