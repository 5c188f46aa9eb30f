namespace GanCli.Reporting.Drawing;

/// <summary>How a legend shows a colour.</summary>
public enum KeyShape
{
    Line,
    Dashes,
    Dot,
    Ring,
    Box,

    /// <summary>Words alone: a remark.</summary>
    None,
}

/// <summary>One entry of a panel's legend, written above the drawing where it hides nothing.</summary>
/// <param name="Shape">How it shows.</param>
/// <param name="Tint">Its colour.</param>
/// <param name="Text">What it means.</param>
/// <param name="Opacity">Opacity of the shape, 0 to 1.</param>
public sealed record LegendKey(KeyShape Shape, Tint Tint, string Text, double Opacity = 1)
{
    /// <summary>The same in fewer words, where all the entries of a panel do not fit; null where there are none.</summary>
    public string? Brief { get; init; }
}
