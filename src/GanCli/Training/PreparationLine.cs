using System.Diagnostics;
using System.Globalization;
using GanCli.Engine.Data;
using GanCli.Terminal;

namespace GanCli.Training;

/// <summary>One line that redraws in place while data are prepared, and is gone afterwards. Off a terminal what takes long is told once. Stops what is being
/// prepared when it is asked to.</summary>
/// <param name="output">Where it is shown; null: nowhere.</param>
/// <param name="stop">Ends the preparation with an <see cref="OperationCanceledException"/>.</param>
internal sealed class PreparationLine(Output? output, CancellationToken stop) : IProgress<Preparation>
{
    private const double RedrawSeconds = 0.1;
    private const double LongSeconds = 5;
    private const int BarWidth = 30;
    private const string Clear = "\r\e[2K";
    private long _drawn;
    private bool _shown;
    private string? _what;
    private long _begun;

    public void Report(Preparation value)
    {
        stop.ThrowIfCancellationRequested();
        if (output is null)
        {
            return;
        }

        if (!output.TalkTraits.IsTerminal)
        {
            Tell(value);
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

    private void Tell(Preparation value)
    {
        if (!string.Equals(_what, value.What, StringComparison.Ordinal))
        {
            (_what, _begun, _shown) = (value.What, Stopwatch.GetTimestamp(), false);
        }
        else if (!_shown && value.Share < 1 && Stopwatch.GetElapsedTime(_begun).TotalSeconds >= LongSeconds)
        {
            output!.Say(string.Create(CultureInfo.InvariantCulture, $"{value.What}, {Math.Floor(value.Share * 100):0}% so far"));
            _shown = true;
        }
    }
}
