using GanCli.Runs;

namespace GanCli.Sweeps;

/// <summary>Has points worked on.</summary>
internal interface ILauncher
{
    /// <summary>How many at a time, in words: <c>2 workers</c>.</summary>
    string Words { get; }

    /// <summary>Runs points until all have ended or <paramref name="stop"/> is set.</summary>
    /// <param name="points">What to run, in this order.</param>
    /// <param name="update">Told now and then which points are at work.</param>
    /// <param name="ended">Told of each point that has ended.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <returns>False when the points go on elsewhere, and nobody waited for them.</returns>
    bool Run(IReadOnlyList<PlannedRun> points, Action<IReadOnlyList<PlannedRun>> update, Action<PointStatus> ended, CancellationToken stop);
}
