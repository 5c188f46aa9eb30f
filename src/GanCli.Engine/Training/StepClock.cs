using System.Diagnostics;

namespace GanCli.Engine.Training;

/// <summary>What a training step spends its time on.</summary>
public enum StepPart
{
    /// <summary>Real samples and latents.</summary>
    Drawing,

    /// <summary>G's samples for D, D's loss and its gradient.</summary>
    Discriminator,

    /// <summary>G's samples, D's answer, G's loss and its gradient.</summary>
    Generator,

    /// <summary>Both losses and gradients, where the players move at once.</summary>
    BothPlayers,

    /// <summary>Both players' moves.</summary>
    Optimizer,

    /// <summary>G's averaged weights.</summary>
    Averaging,

    /// <summary>Statistics, remedies' hooks after a move, and giving memory back.</summary>
    Bookkeeping,
}

/// <summary>A stopwatch with a hand for each part of a step: the time since the last call belongs to the part that is now done.</summary>
internal sealed class StepClock
{
    private readonly long[] _ticks = new long[Enum.GetValues<StepPart>().Length];
    private long _last = Stopwatch.GetTimestamp();

    /// <summary>Time spent on a part.</summary>
    public TimeSpan this[StepPart part] => Stopwatch.GetElapsedTime(0, _ticks[(int)part]);

    /// <summary>Begins to measure, or goes on after a pause.</summary>
    public void Start() => _last = Stopwatch.GetTimestamp();

    /// <summary>Closes a stretch.</summary>
    public void Done(StepPart part)
    {
        long now = Stopwatch.GetTimestamp();
        _ticks[(int)part] += now - _last;
        _last = now;
    }
}
