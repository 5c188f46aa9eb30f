using System.Diagnostics;
using System.Globalization;
using GanCli.Engine.Sessions;
using GanCli.Engine.Training;
using GanCli.Runs;
using GanCli.Terminal;

namespace GanCli.Training;

/// <summary>Two lines that redraw in place: progress, and the newest figures.</summary>
internal sealed class TerminalDisplay(Output output, TrainingRun run, TrainingClock clock) : Display(output, run, clock)
{
    private const double RedrawSeconds = 0.1;
    private const int WidestBar = 40;
    private const int NarrowestBar = 8;
    private const string Clear = "\e[2K";
    private const string Up = "\e[1A";
    private readonly DiscriminatorOutput _output = run.Blueprint.Game.Loss.Output;
    private long _drawn;
    private long _firstStep = -1;
    private long _firstTime;
    private bool _shown;

    public override void AfterStep(long step)
    {
        if (_firstStep < 0)
        {
            (_firstStep, _firstTime) = (step, Stopwatch.GetTimestamp());
        }

        if (Stopwatch.GetElapsedTime(_drawn).TotalSeconds >= RedrawSeconds)
        {
            _drawn = Stopwatch.GetTimestamp();
            Draw(step);
        }
    }

    public override void Tick(Tick tick)
    {
        base.Tick(tick);
        if (tick.IsFinal)
        {
            Draw(tick.Step);
        }
    }

    /// <summary>Takes the two lines away, so that what follows stands in their place.</summary>
    public void Erase()
    {
        if (_shown)
        {
            Output.Talk.Write($"\r{Clear}{Up}{Clear}{Up}");
            _shown = false;
        }
    }

    private void Draw(long step)
    {
        double speed = (step - _firstStep) / Math.Max(Stopwatch.GetElapsedTime(_firstTime).TotalSeconds, 1e-9);
        double share = (double)step / Steps;
        string left = speed > 0 ? $"{Duration((Steps - step) / speed)} left" : "";
        string before = $"  step {Count(step)} / {Count(Steps)}  ";
        string after = string.Create(CultureInfo.InvariantCulture, $"  {Math.Floor(share * 100),3:0}%  {Count(speed)} steps/s  {left}");
        int width = Output.TalkTraits.Width - 1;

        // A line that wraps cannot be redrawn: on a narrow terminal the bar shrinks, and goes first.
        int bar = Math.Min(WidestBar, width - before.Length - after.Length);
        string first = bar >= NarrowestBar ? before + Bar(Output, share, bar) + after : Cut(before + after.TrimStart(), width);
        string start = _shown ? $"\r{Up}" : "\n";
        Output.Talk.Write($"{start}{Clear}{first}\n{Clear}{Figures(width)}");
        _shown = true;
    }

    /// <summary>As many of the figures as there is room for, never a part of one.</summary>
    private string Figures(int width)
    {
        string[] labels = _output.IsRelative ? ["margin"] : ["real", "fake"];
        string[] means = [.. labels.Zip(_output.Keys, Figure).Where(static f => f.Length > 0)];
        string outputs = means.Length > 0 ? $" ({string.Join(", ", means)})" : "";
        string[] known =
        [
            Figure("D", "loss.discriminator"),
            Figure("G", "loss.generator"),
            .. MetricText.Headline(Run.Metrics).Select(name => Figure(MetricText.ShortName(name), name)),
            Watch,
        ];
        List<string> figures = [.. known.Where(static f => f.Length > 0)];
        while (figures.Count > 0 && Line(figures).Length > width)
        {
            figures.RemoveAt(figures.Count - 1);
        }

        // D's outputs explain its loss; they stand behind it where they fit.
        string full = figures.Count > 0 ? Line([figures[0] + outputs, .. figures[1..]]) : "";
        return full.Length > 0 && full.Length <= width ? full : Line(figures);
    }

    private static string Line(IEnumerable<string> figures) => "  " + string.Join("   ", figures);

    private static string Cut(string text, int width) => text.Length <= width ? text : text[..Math.Max(width, 0)];

    /// <summary>A bar of <paramref name="width"/> characters, as full as the share that is done.</summary>
    public static string Bar(Output output, double share, int width)
    {
        int done = (int)(share * width);
        return output.PaintTalk(new string('━', done), Style.Accent)
            + output.PaintTalk(new string(output.TalkTraits.HasColour ? '━' : '─', width - done), Style.Dim);
    }
}
