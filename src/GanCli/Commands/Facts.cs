using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary>Names and values below each other, as commands that show one run write them.</summary>
internal static class Facts
{
    /// <summary>Writes one, in several lines where the terminal is narrow.</summary>
    /// <param name="name">To the left, dim; empty where the line goes on with what stands above.</param>
    /// <param name="value">To the right; may hold colours.</param>
    /// <param name="indent">Where values begin.</param>
    /// <param name="output">Where to.</param>
    /// <param name="isCopied">What is copied stays in one line, which a terminal gives back whole.</param>
    public static void Write(string name, string value, int indent, Output output, bool isCopied)
    {
        foreach ((int i, string line) in WordWrap.Lines(value, isCopied ? int.MaxValue : output.DataTraits.Width - indent).Index())
        {
            output.Data.WriteLine($"  {output.PaintData((i == 0 ? name : "").PadRight(indent - 2), Style.Dim)}{line}");
        }
    }
}
