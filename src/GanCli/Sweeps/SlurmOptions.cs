namespace GanCli.Sweeps;

/// <summary>What a Slurm job asks for.</summary>
internal sealed record SlurmOptions
{
    public string? Partition { get; init; }

    /// <summary>Time limit of one run, as sbatch takes it: <c>30</c> (minutes), <c>2:00:00</c>, <c>1-0</c>.</summary>
    public string? Time { get; init; }

    /// <summary>How often a run whose time is up goes back into the queue.</summary>
    public int Requeue { get; init; }

    /// <summary>Runs at the same time; null for as many as Slurm likes.</summary>
    public int? MaxParallel { get; init; }

    /// <summary>Further options of sbatch: <c>--mem=2G</c>.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>Submit, and do not wait.</summary>
    public bool Detach { get; init; }
}
