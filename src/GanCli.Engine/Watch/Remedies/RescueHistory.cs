using GanCli.Runs;

namespace GanCli.Engine.Watch.Remedies;

/// <summary>What rescues depend on, beside the looks: part of a checkpoint, so that a resumed run is rescued as the uninterrupted one.</summary>
public sealed record RescueHistory
{
    /// <summary>Step of the newest look that was healthy, whose state is kept; null where there was none.</summary>
    public long? Healthy { get; init; }

    /// <summary>What was done, by rising step.</summary>
    public IReadOnlyList<Rescue> Done { get; init; } = [];

    /// <summary>Whether a run of so many steps can have come to this.</summary>
    internal bool IsPossible(long step) => Healthy is not < 0 && !(Healthy > step) && Done is not null && Done.All(rescue => rescue?.Step > 0
        && rescue.Step <= step && rescue is { From: >= 0, Changes.Count: > 0, Cause: not null, Treatment: not null, Text: not null });
}
