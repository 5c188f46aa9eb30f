using GanCli.Runs;

namespace GanCli.Engine.Watch;

/// <summary>What a run's looks have shown so far, as far as later verdicts depend on it: small whatever the length of the run, and part of its checkpoint,
/// so that a resumed run says what the uninterrupted one would have said.</summary>
public sealed record WatchHistory
{
    /// <summary>Looks so far.</summary>
    public int Looks { get; init; }

    /// <summary>Step and uncovered share of the newest looks, as many as a verdict looks back.</summary>
    public IReadOnlyList<WatchedShare> Recent { get; init; } = [];

    /// <summary>How far samples moved, at the newest looks; not at the first, before which there is none.</summary>
    public IReadOnlyList<double> Moved { get; init; } = [];

    /// <summary>Shares of the samples in the cells of each partition, at the newest look.</summary>
    public IReadOnlyList<double[]> Shares { get; init; } = [];

    /// <summary>Where samples were at the newest looks, by the finest partition; empty in files of earlier versions.</summary>
    public IReadOnlyList<WatchedShares> Track
    {
        get;

        // The generated reader assigns null where the key is missing.
        init => field = value ?? [];
    }
    = [];

    /// <summary>Whether it was healthy once.</summary>
    public bool WasHealthy { get; init; }

    /// <summary>What was said of coverage: healthy, learning, partly collapsed or collapsed.</summary>
    public WatchWord Coverage { get; init; } = WatchWord.Learning;

    /// <summary>Since when, for each word that holds.</summary>
    public IReadOnlyDictionary<WatchWord, long> Since { get; init; } = new Dictionary<WatchWord, long>();

    /// <summary>Since when each of the other conditions has held without a break, and for how many looks.</summary>
    public IReadOnlyDictionary<WatchWord, WatchedRun> Runs { get; init; } = new Dictionary<WatchWord, WatchedRun>();

    /// <summary>Step at which it was found stuck; null where it was not since part of the data has been uncovered.</summary>
    public long? StuckAt { get; init; }

    /// <summary>What training showed at the first look.</summary>
    public TrainingSignals? Begun { get; init; }

    /// <summary>What training showed at the newest look.</summary>
    public TrainingSignals? Newest { get; init; }

    /// <summary>Whether a run of so many steps can have come to this.</summary>
    internal bool IsPossible(long step) =>
        Looks > 0 && Recent is { Count: > 0 } && Moved is not null && Shares is { Count: > 0 } && Since is not null && Runs is not null
        && Track.All(static look => look?.Shares is { Count: > 0 })
        && Shares.All(static shares => shares is { Length: > 0 })
        && Recent.All(look => look.Step >= 0 && look.Step <= step && look.Uncovered is >= 0 and <= 1);
}

/// <summary>The uncovered share at a step.</summary>
public readonly record struct WatchedShare(long Step, double Uncovered);

/// <summary>Looks in a row.</summary>
/// <param name="Since">Step of the first.</param>
/// <param name="Looks">How many.</param>
public readonly record struct WatchedRun(long Since, int Looks);
