using GanCli.Engine.Training;
using GanCli.Runs;

namespace GanCli.Training;

/// <summary>Asks Reporting to draw what a tick wrote. A picture that cannot be drawn warns, and training goes on.</summary>
internal sealed class PictureObserver(RunFolder run, RunLog log) : TrainingObserver
{
    private long _drawn = -1;

    public override void Start(Experiment experiment, TrainingProgress progress) => DrawNewest();

    public override void Tick(Tick tick)
    {
        DrawNewest();
        if (tick.IsFinal)
        {
            Try("the curves could not be drawn", () => Reporting.RunPictures.DrawCurves(run));
        }
    }

    private void DrawNewest()
    {
        if (run.Samples() is [.., var newest] && newest.Step != _drawn)
        {
            _drawn = newest.Step;
            Try("a sample picture could not be drawn", () => Reporting.RunPictures.DrawSamples(run, newest.Step));
        }
    }

    private void Try(string failure, Action draw)
    {
        try
        {
            draw();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            log.Warn(failure, e);
        }
    }
}
