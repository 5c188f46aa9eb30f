using GanCli.Runs;

namespace GanCli.Engine.Training;

/// <summary>Watches a run: every method does nothing unless overridden. Observers never change what training computes; they are asked in the
/// order in which they were given, so one may read what an earlier one put into the row.</summary>
public abstract class TrainingObserver
{
    /// <summary>Before the first step of this session.</summary>
    public virtual void Start(Experiment experiment, TrainingProgress progress)
    {
    }

    /// <summary>After every step; must cost next to nothing and read nothing back.</summary>
    public virtual void AfterStep(long step)
    {
    }

    /// <summary>Whether <see cref="Tick"/> is wanted after this step.</summary>
    public virtual bool IsDue(long step) => false;

    /// <summary>A tick: some observer asked for it, or the run ends.</summary>
    public virtual void Tick(Tick tick)
    {
    }
}

/// <summary>What is known at a step.</summary>
/// <param name="Step">Steps taken.</param>
/// <param name="IsFinal">The closing tick after the last step: its row stands apart from those of the way there.</param>
/// <param name="Experiment">The run's parts.</param>
/// <param name="Progress">Where it stands.</param>
public sealed record Tick(long Step, bool IsFinal, Experiment Experiment, TrainingProgress Progress)
{
    /// <summary>The metrics row of this step, filled by the observers in turn.</summary>
    public OrderedDictionary<string, RowValue> Row { get; } = new(StringComparer.Ordinal);

    /// <summary>Why the run ends here, when all observers have spoken; null: it goes on. The state it ends in, and one line.</summary>
    public (RunState State, string Why)? End { get; set; }

    /// <summary>Whether the loop breaks off here, when all observers have spoken, so that the session can change the experiment and go on.</summary>
    public bool BreaksOff { get; set; }

    /// <summary>This evaluation is the best so far.</summary>
    public bool IsBest { get; set; }
}
