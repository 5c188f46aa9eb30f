using GanCli.Engine.Watch;
using GanCli.Engine.Watch.Remedies;
using GanCli.Runs;

namespace GanCli.Engine.Training;

/// <summary>Where a run stands, beside its tensors.</summary>
public sealed class TrainingProgress
{
    /// <summary>Steps taken.</summary>
    public long Step { get; set; }

    /// <summary>Seconds of training in earlier sessions.</summary>
    public double EarlierSeconds { get; set; }

    /// <summary>The best evaluation so far: its step and all its values; null before the first.</summary>
    public (long Step, IReadOnlyDictionary<string, double> Values)? Best { get; set; }

    /// <summary>What the collapse watch has seen; null before its first look.</summary>
    public WatchHistory? Watched { get; set; }

    /// <summary>Rescues, and what they go back to; null before there is any of it.</summary>
    public RescueHistory? Rescued { get; set; }

    /// <summary>What it says now; null before its first look.</summary>
    public WatchVerdict? Verdict { get; set; }
}
