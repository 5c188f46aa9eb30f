using SkiaSharp;

namespace GanCli.Reporting.Drawing;

/// <summary>A colour with a meaning: one value on light paper, one on a dark screen, and the name of its CSS variable in a page.</summary>
/// <param name="Variable">CSS variable, with its dashes.</param>
/// <param name="Light">Colour on white, as <c>#RRGGBB</c>.</param>
/// <param name="Dark">Colour on the dark page, as <c>#RRGGBB</c>.</param>
public sealed record Tint(string Variable, string Light, string Dark)
{
    /// <summary>The light colour for Skia.</summary>
    public SKColor Color { get; } = SKColor.Parse(Light);

    /// <summary>The light colour, partly transparent.</summary>
    public SKColor At(double opacity) => Color.WithAlpha((byte)Math.Round(opacity * 255));

    /// <summary>The light colour for ScottPlot.</summary>
    public ScottPlot.Color Plot => ScottPlot.Color.FromHex(Light);
}
