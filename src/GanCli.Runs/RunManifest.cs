namespace GanCli.Runs;

/// <summary>When, where and with what a run was made: <c>manifest.json</c>.</summary>
public sealed record RunManifest
{
    public required string Name { get; init; }

    /// <summary>What the sweep that made it calls its settings, the same for all seeds; null outside of sweeps.</summary>
    public string? Label { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The command line that began it.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>This program's version.</summary>
    public required string Program { get; init; }

    /// <summary>TorchSharp's version.</summary>
    public required string TorchSharp { get; init; }

    /// <summary>The version of libtorch that was loaded.</summary>
    public required string Libtorch { get; init; }

    public required string OperatingSystem { get; init; }

    /// <summary>The .NET runtime.</summary>
    public required string Runtime { get; init; }

    /// <summary>Where it trains: <c>cpu</c>, <c>cuda:0</c>.</summary>
    public required string Device { get; init; }

    public required int Threads { get; init; }

    /// <summary>As it stands in the folder's name.</summary>
    public required string Seed { get; init; }

    /// <summary>The commit of the working folder, or null outside of a git repository.</summary>
    public string? GitCommit { get; init; }

    /// <summary>Whether tracked files were changed, or null where that is not known.</summary>
    public bool? GitDirty { get; init; }

    public required IReadOnlyList<NetworkDescription> Networks { get; init; }

    /// <summary>What computes, chosen by device, processor and config; null in runs from before this was written.</summary>
    public RunArithmetic? Arithmetic { get; init; }

    /// <summary>How often a step takes the gradient of a player's loss by its weights, look-aheads included; null in runs from before this was
    /// written.</summary>
    public long? GradientsPerStep { get; init; }

    /// <summary>What D's outputs are; in runs from before this was written, logits.</summary>
    public DiscriminatorOutput DiscriminatorOutput
    {
        get;

        // The generated reader assigns null where the key is missing.
        init => field = value ?? DiscriminatorOutput.Logits;
    }
    = DiscriminatorOutput.Logits;

    /// <summary>What was doubtful about the config, each with its place: <c>mog8.yaml:3:16 regularizers[0]: …</c>.</summary>
    public IReadOnlyList<string> Warnings
    {
        get;

        // The generated reader assigns null where the key is missing.
        init => field = value ?? [];
    }
    = [];

    /// <summary>What was asked for and is not measured, since it would be no finding, and why, in a line; null where nothing is.</summary>
    public string? NotCounted { get; init; }

    /// <summary>What was done to the run when it had collapsed, by rising step.</summary>
    public IReadOnlyList<Rescue> Rescues
    {
        get;

        // The generated reader assigns null where the key is missing.
        init => field = value ?? [];
    }
    = [];

    /// <summary>The sessions that went on with the run after the first.</summary>
    public IReadOnlyList<RunSession> Sessions
    {
        get;

        // The generated reader assigns null where the key is missing.
        init => field = value ?? [];
    }
    = [];

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="InvalidDataException">The file is not a manifest.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static RunManifest Read(string path) => RunJson.Read(path, RunJson.Context.RunManifest);

    /// <summary>Replaces the file in one go.</summary>
    public void Write(string path) => RunJson.Write(path, this, RunJson.Context.RunManifest);
}
