using System.Diagnostics;
using System.Globalization;
using GanCli.Commands;
using GanCli.Runs;
using GanCli.Terminal;
using GanCli.Training;

namespace GanCli.Sweeps;

/// <summary>Lines that redraw in place: one for each worker, and the total. Only what went wrong stays above them.</summary>
internal sealed class TerminalSweepWatcher(Output output, SweepFolder sweep, SweepProgress progress) : SweepWatcher(output, sweep, progress)
{
    private const double RedrawSeconds = 0.5;
    private const int WidestBar = 40;
    private const int NarrowestBar = 8;
    private const string Clear = "\e[2K";
    private const string Up = "\e[1A";
    private readonly SweepFolder _sweep = sweep;
    private long _drawn;

    // Characters of the lines that are shown.
    private int[] _lines = [];

    public override void Update(IReadOnlyList<PlannedRun> working)
    {
        if (Stopwatch.GetElapsedTime(_drawn).TotalSeconds < RedrawSeconds)
        {
            return;
        }

        _drawn = Stopwatch.GetTimestamp();
        PointStatus[] points = [.. working.Select(_sweep.Status)];
        foreach (PointStatus point in points)
        {
            Progress.Note(point);
        }

        // Lines that leave the screen at its top cannot be redrawn, and below the last one stands the cursor.
        StreamTraits screen = Output.TalkTraits;
        int width = screen.Width - 1;
        int room = screen.Height - 2;
        int shown = points.Length <= room ? points.Length : Math.Max(0, room - 1);
        List<string> lines = [.. points.Take(shown).Select(point => Line(point, width))];
        if (shown < points.Length)
        {
            lines.Add($"  and {RunWords.Count(points.Length - shown)} more");
        }

        (string total, int length) = Total(width);
        Output.Talk.Write(Erasure() + string.Concat(lines.Append(total).Select(static line => line + "\n")));
        _lines = [.. lines.Select(static line => line.Length), length];
    }

    public override void Ended(PointStatus point)
    {
        base.Ended(point);

        // The next drawing shows it at once.
        _drawn = 0;
    }

    public override void Close()
    {
        Output.Talk.Write(Erasure());
        _lines = [];
    }

    protected override void Say(string line)
    {
        Close();
        Output.Say("  " + line);
    }

    /// <summary>Takes the lines away. A terminal that was made narrower since has broken each into several.</summary>
    private string Erasure()
    {
        int width = Output.TalkTraits.Width;
        int rows = _lines.Sum(length => Math.Max(1, ((length - 1) / width) + 1));

        // Row by row: what is cleared with the whole screen, tmux keeps in its history.
        return string.Concat(Enumerable.Repeat(Up + Clear, rows));
    }

    private static string Line(PointStatus point, int width)
    {
        string state = point.Run?.Status is { } status
            ? string.Create(CultureInfo.InvariantCulture,
                $"{RunWords.Count(status.Step)}/{RunWords.Count(status.Steps)}  {Math.Floor(100d * status.Step / status.Steps),3:0}%")
            : "starting";
        List<string> parts = [$"  {point.Point.Words()}", state, .. Figures(point.Run)];
        while (parts.Count > 2 && string.Join("  ", parts).Length > width)
        {
            parts.RemoveAt(parts.Count - 1);
        }

        // The label gives way: it may be long, and progress is what one watches.
        int over = string.Join("  ", parts).Length - width;
        parts[0] = over > 0 ? parts[0][..Math.Max(2, parts[0].Length - over - 1)] + "…" : parts[0];
        return string.Join("  ", parts);
    }

    /// <summary>The last line, and how many characters of it are seen.</summary>
    private (string Text, int Length) Total(int width)
    {
        string failed = Progress.Failed > 0 ? $"{RunWords.Count(Progress.Failed)} failed" : "";
        string left = Progress.SecondsLeft() is { } seconds ? $"{Display.Duration(seconds)} left" : "";
        string after = $"  {RunWords.Count(Progress.Ended)} of {RunWords.Count(Progress.Total)} runs"
            + string.Concat(new[] { failed, left }.Where(static part => part.Length > 0).Select(static part => " · " + part));
        int bar = Math.Min(WidestBar, width - 2 - after.Length);
        if (bar >= NarrowestBar)
        {
            return ($"  {TerminalDisplay.Bar(Output, Progress.Share, bar)}{after}", 2 + bar + after.Length);
        }

        int length = Math.Min(after.Length, Math.Max(0, width));
        return (after[..length], length);
    }
}
