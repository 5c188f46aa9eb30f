using System.Diagnostics;
using GanCli.Runs;

namespace GanCli.Sweeps;

/// <summary>How far a sweep has come: steps taken, over all points, and how long the rest will take at the pace of this session.</summary>
internal sealed class SweepProgress
{
    private readonly long _begin = Stopwatch.GetTimestamp();
    private readonly Dictionary<int, double> _done = [];
    private readonly double _doneBefore;
    private readonly int _all;

    /// <param name="points">All points as they stand before this session.</param>
    /// <param name="left">Those of them to be run; one that failed begins anew.</param>
    public SweepProgress(IReadOnlyList<PointStatus> points, IReadOnlyCollection<PointStatus> left)
    {
        _all = points.Count;
        PointStatus[] settled = [.. points.ExceptBy(left.Select(static point => point.Point.Index), static point => point.Point.Index)];
        foreach (PointStatus point in settled.Concat(left.Where(static point => !point.HasFailed())))
        {
            Note(point);
        }

        _doneBefore = _done.Values.Sum();
        Ended = settled.Length;
        Failed = settled.Count(static point => point.HasFailed());
    }

    public int Total => _all;

    /// <summary>Points that are complete or have failed.</summary>
    public int Ended { get; private set; }

    public int Failed { get; private set; }

    /// <summary>Share of the whole that is done.</summary>
    public double Share => _done.Values.Sum() / _all;

    /// <summary>Seconds until all is done; null while that cannot be said.</summary>
    public double? SecondsLeft()
    {
        double done = _done.Values.Sum();
        double seconds = Stopwatch.GetElapsedTime(_begin).TotalSeconds;
        return done - _doneBefore > 0.01 ? (_all - done) * seconds / (done - _doneBefore) : null;
    }

    /// <summary>Takes in how a point stands.</summary>
    public void Note(PointStatus point) => _done[point.Point.Index] = point switch
    {
        { State: RunState.Completed } => 1,
        _ when point.HasFailed() => 1,
        { Run.Status: { } status } => (double)status.Step / point.Point.Steps,
        _ => 0,
    };

    /// <summary>A point has ended.</summary>
    public void NoteEnd(PointStatus point)
    {
        Note(point);
        Ended += point.State == RunState.Completed || point.HasFailed() ? 1 : 0;
        Failed += point.HasFailed() ? 1 : 0;
    }
}
