using GanCli.Engine.Data;

namespace GanCli.Engine.Sessions;

/// <summary>What a run needs to know beside its config.</summary>
/// <param name="RunsDirectory">Folder of all runs.</param>
/// <param name="Program">Name and version of the program.</param>
/// <param name="Arguments">The command line.</param>
public sealed record RunOptions(string RunsDirectory, string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>What the sweep that makes the run calls its settings; null outside of sweeps.</summary>
    public string? Label { get; init; }

    /// <summary>Told how far the data are with what they do before the first sample; null: nobody is.</summary>
    public IProgress<Preparation>? Preparing { get; init; }

    /// <summary>Start also where memory does not suffice.</summary>
    public bool AllowSwap { get; init; }
}
