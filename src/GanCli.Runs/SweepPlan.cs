namespace GanCli.Runs;

/// <summary>What a sweep runs: <c>sweep.json</c>. Written when the sweep is started, and again each time it is continued.</summary>
public sealed record SweepPlan
{
    /// <summary>The name of the sweep and of its runs.</summary>
    public required string Name { get; init; }

    /// <summary>Hash of all points' configs and of what is in their data files: the same sweep has the same one.</summary>
    public required string Id { get; init; }

    /// <summary>When it was first started (UTC).</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The command line that started it last.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>What its axes are called; none in sweeps from before this was written.</summary>
    public IReadOnlyList<string> Axes
    {
        get;

        // The generated reader assigns null where the key is missing.
        init => field = value ?? [];
    }
    = [];

    /// <summary>In the order in which they are begun.</summary>
    public required IReadOnlyList<PlannedRun> Points { get; init; }

    /// <summary>Reads a plan.</summary>
    /// <exception cref="InvalidDataException">The file is not a plan.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SweepPlan Read(string path) => RunJson.Read(path, RunJson.Context.SweepPlan);

    /// <summary>Replaces the file in one go.</summary>
    public void Write(string path) => RunJson.Write(path, this, RunJson.Context.SweepPlan);
}
