namespace GanCli.Commands;

/// <summary>One line of <c>gan doctor</c>.</summary>
/// <param name="Name">What was looked at, for instance <c>libtorch</c>.</param>
/// <param name="State">Whether it works.</param>
/// <param name="Detail">What was found; where it does not work, why, and what to do.</param>
internal sealed record Finding(string Name, FindingState State, string Detail);

internal enum FindingState
{
    /// <summary>It works.</summary>
    Ok,

    /// <summary>It is not there, and training goes without it.</summary>
    Absent,

    /// <summary>Training cannot start.</summary>
    Failed,
}
