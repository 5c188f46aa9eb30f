using System.Collections.ObjectModel;

namespace GanCli.Runs;

/// <summary>How a run stands: <c>status.json</c>.</summary>
public sealed record RunStatus : IChecked
{
    /// <summary>Seconds that a run can have taken at most: ten thousand years.</summary>
    public const double LongestSeconds = 3.2e11;

    public required RunState State { get; init; }

    /// <summary>Finished steps.</summary>
    public required long Step { get; init; }

    /// <summary>Steps in all.</summary>
    public required long Steps { get; init; }

    public required RunProcess Process { get; init; }

    /// <summary>When this was written.</summary>
    public required DateTimeOffset Updated { get; init; }

    /// <summary>Training time so far, over all sessions.</summary>
    public double Seconds { get; init; }

    /// <summary>One line about what went wrong, or null.</summary>
    public string? Message { get; init; }

    /// <summary>The newest values of the metrics; those of the evaluation at the end once there is one.</summary>
    public IReadOnlyDictionary<string, RowValue> Metrics
    {
        get;

        // The generated reader assigns null where the key is missing.
        init => field = value ?? ReadOnlyDictionary<string, RowValue>.Empty;
    }
    = ReadOnlyDictionary<string, RowValue>.Empty;

    public BestCheckpoint? Best { get; init; }

    /// <summary>What the collapse watch says; null before its first look, and where none watches.</summary>
    public WatchVerdict? Watch { get; init; }

    /// <summary>Reads a status.</summary>
    /// <exception cref="InvalidDataException">The file is not a status.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static RunStatus Read(string path) => RunJson.Read(path, RunJson.Context.RunStatus);

    /// <inheritdoc/>
    string? IChecked.Fault() =>
        Step < 0 ? IChecked.Text("step", Step)
        : Steps < 0 ? IChecked.Text("steps", Steps)
        : Seconds is not (>= 0 and <= LongestSeconds) ? IChecked.Text("seconds", Seconds)
        : Process.Id < 1 ? IChecked.Text("process.id", Process.Id)
        : Best is { Step: < 0 } best ? IChecked.Text("best.step", best.Step)
        : null;

    /// <summary>Replaces the file in one go.</summary>
    public void Write(string path) => RunJson.Write(path, this, RunJson.Context.RunStatus);

    /// <summary>The status as it is: a running one whose process is gone has crashed.</summary>
    public RunStatus Effective() =>
        State == RunState.Running && Process.IsGone()
            ? this with { State = RunState.Crashed, Message = Message ?? "the process ended without a word" }
            : this;
}
