using System.Diagnostics;

namespace GanCli.Engine.Training;

/// <summary>Wall-clock time of a run over all its sessions, and its speed. Nothing that is computed depends on it.</summary>
public sealed class TrainingClock(TrainingProgress progress)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _lastTime = Stopwatch.GetTimestamp();
    private long _lastStep = progress.Step;
    private double _speed;

    /// <summary>Seconds of training so far.</summary>
    public double Seconds => progress.EarlierSeconds + Stopwatch.GetElapsedTime(_start).TotalSeconds;

    /// <summary>Steps a second since the last call with an earlier step.</summary>
    public double StepsPerSecond(long step)
    {
        if (step > _lastStep)
        {
            _speed = (step - _lastStep) / Stopwatch.GetElapsedTime(_lastTime).TotalSeconds;
            (_lastTime, _lastStep) = (Stopwatch.GetTimestamp(), step);
        }

        return _speed;
    }
}
