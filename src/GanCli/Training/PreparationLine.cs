using System.Diagnostics;
using System.Globalization;
using GanCli.Engine.Data;
using GanCli.Terminal;

namespace GanCli.Training;

/// <summary>One line that redraws in place while data are prepared, and is gone afterwards. Nothing where nobody watches.</summary>
internal sealed class PreparationLine(Output output) : IProgress<Preparation>
{
    private const double RedrawSeconds = 0.1;
    private const int BarWidth = 30;
    private const string Clear = "\r\e[2K";
    private long _drawn;
    private bool _shown;

    public void Report(Preparation value)
    {
        if (!output.TalkTraits.IsTerminal)
        {
            return;
        }

        if (value.Share >= 1)
        {
            output.Talk.Write(_shown ? Clear : "");
            _shown = false;
        }
        else if (Stopwatch.GetElapsedTime(_drawn).TotalSeconds >= RedrawSeconds)
        {
            _drawn = Stopwatch.GetTimestamp();
            string after = string.Create(CultureInfo.InvariantCulture, $"  {Math.Floor(value.Share * 100),3:0}%");

            // A line that wraps cannot be redrawn.
            int bar = Math.Min(BarWidth, output.TalkTraits.Width - value.What.Length - after.Length - 5);
            output.Talk.Write(Clear + (bar > 0 ? $"  {value.What}  {TerminalDisplay.Bar(output, value.Share, bar)}{after}" : ""));
            _shown = true;
        }
    }
}
