using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace GanCli.Reporting.Drawing;

/// <summary>One set of axes with a title and a legend above it. Its limits are always set by the chart that makes it, never guessed.</summary>
public sealed class Panel
{
    /// <summary>Room around the axes, in logical pixels: the same for all, so that panels under each other share their axis.</summary>
    internal static readonly PixelPadding Padding = new(left: 66, right: 26, bottom: 46, top: 48);

    /// <summary>Logical pixels that a bare panel has above and below its frame, together.</summary>
    internal const int BareHead = 26;

    /// <summary>Logical pixels that a bare panel has left and right of its frame, together.</summary>
    internal const int BareSides = 8;

    private readonly Plot _plot;

    private readonly bool _bare;
    private bool _settled;

    private Panel(string title, bool bare)
    {
        Title = title;
        _bare = bare;
        ReportFonts.Register();
        _plot = new Plot();
    }

    /// <summary>Heading, in bold.</summary>
    public string Title { get; }

    /// <summary>What the colours mean.</summary>
    public IList<LegendKey> Keys { get; } = [];

    /// <summary>Largest distance that a value of an axis spans, for tests and captions.</summary>
    internal AxisLimits Limits => _plot.Axes.GetLimits();

    /// <summary>A panel with named axes.</summary>
    public static Panel WithAxes(string title, Scale x, Scale y)
    {
        Panel panel = new(title, bare: false);
        Plot plot = panel._plot;
        Prepare(plot);
        plot.Layout.Fixed(Padding);
        plot.Axes.SetLimits(x.Low, x.High, y.Low, y.High);
        Style(plot.Axes.Bottom, x);
        Style(plot.Axes.Left, y);
        plot.Grid.MajorLineColor = Theme.Grid.Plot;
        plot.Grid.MajorLineWidth = 1;
        plot.Grid.XAxisStyle.IsVisible = false;
        plot.Axes.Bottom.FrameLineStyle.Color = Theme.Axis.Plot;
        plot.Axes.Left.FrameLineStyle.Width = 0;
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        return panel;
    }

    /// <summary>A small picture without ticks, framed: a frame of a strip. It still has the limits it is given.</summary>
    public static Panel Bare(string title, Scale x, Scale y)
    {
        Panel panel = new(title, bare: true);
        Plot plot = panel._plot;
        Prepare(plot);
        plot.HideGrid();
        plot.Layout.Fixed(new PixelPadding(left: BareSides / 2, right: BareSides / 2, bottom: 4, top: BareHead - 4));
        plot.Axes.SetLimits(x.Low, x.High, y.Low, y.High);
        foreach (IAxis axis in plot.Axes.GetAxes())
        {
            axis.TickGenerator = new NumericManual();
            axis.FrameLineStyle.Color = Theme.Grid.Plot;
        }

        return panel;
    }

    /// <summary>Leaves the grid out, where a picture fills the frame.</summary>
    internal void HideGrid() => _plot.HideGrid();

    /// <summary>Draws by a function of the plot's coordinates, clipped to the axes.</summary>
    internal void Draw(Action<SKCanvas, IAxes> draw) => _plot.Add.Plottable(new Mark(draw));

    /// <summary>How high it is to be at another width: what was drawn about as high as wide keeps its form, and so do pictures, which have no axes to
    /// stretch.</summary>
    /// <param name="width">The new width, in logical pixels.</param>
    /// <param name="oldWidth">The width that it was made for.</param>
    /// <param name="oldHeight">The height that it was made for.</param>
    internal float HeightAt(float width, float oldWidth, float oldHeight)
    {
        float head = _bare ? BareHead : Padding.Vertical;
        float sides = _bare ? BareSides : Padding.Horizontal;
        bool keepsForm = _bare || Math.Abs((oldHeight / oldWidth) - 1) < 0.1;
        return keepsForm ? head + ((oldHeight - head) * (width - sides) / (oldWidth - sides)) : oldHeight;
    }

    internal void Render(SKCanvas canvas, PixelRect place)
    {
        if (!_settled)
        {
            // The first time ScottPlot draws twice over, which would make everything that is partly transparent twice as dense.
            using SKNoDrawCanvas nowhere = new((int)place.Right, (int)place.Bottom);
            _plot.Render(nowhere, place);
            _settled = true;
        }

        _plot.Render(canvas, place);
        float x = place.Left + (_bare ? 5 : 16);
        Text.Draw(canvas, Title, x, place.Top + (_bare ? 15 : 19), _bare ? 11.5f : 14, Theme.Ink, bold: !_bare);
        Text.DrawKeys(canvas, Keys, x, place.Top + 37, place.Right - 8);
    }

    private static void Prepare(Plot plot)
    {
        plot.RenderManager.ClearCanvasBeforeEachRender = false;
        plot.FigureBackground.Color = Colors.Transparent;
        plot.DataBackground.Color = Colors.Transparent;
        plot.Font.Set(ReportFonts.Family);
    }

    private static void Style(IAxis axis, Scale scale)
    {
        axis.Label.Text = scale.Name;
        axis.Label.FontName = ReportFonts.Family;
        axis.Label.FontSize = 12;
        axis.Label.Bold = false;
        axis.Label.ForeColor = Theme.Muted.Plot;
        axis.TickLabelStyle.FontName = ReportFonts.Family;
        axis.TickLabelStyle.FontSize = 11.5f;
        axis.TickLabelStyle.ForeColor = Theme.Muted.Plot;
        axis.MajorTickStyle.Color = Theme.Axis.Plot;
        axis.MajorTickStyle.Width = 1;
        axis.MinorTickStyle.Length = 0;
        axis.TickGenerator = scale.Places is { } places ? new NumericManual([.. places], [.. places.Select(scale.Tick)]) : new NumericAutomatic
        {
            LabelFormatter = scale.Tick,
            IntegerTicksOnly = scale.WholeTicks,
            TargetTickCount = scale.Ticks,
        };
    }
}
