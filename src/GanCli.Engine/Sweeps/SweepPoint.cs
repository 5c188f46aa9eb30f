using GanCli.Engine.Config;

namespace GanCli.Engine.Sweeps;

/// <summary>One run of a sweep.</summary>
/// <param name="Choices">What it is called on each axis.</param>
/// <param name="Settings">Keys that the axes set, with their values as one line of YAML.</param>
/// <param name="Config">Every key with its value.</param>
public sealed record SweepPoint(IReadOnlyList<string> Choices, IReadOnlyDictionary<string, string> Settings, ExperimentConfig Config)
{
    /// <summary>Its settings in few words; empty where only seeds vary.</summary>
    public string Label => string.Join(", ", Choices);

    /// <summary>Where its settings stand among all those of the sweep, from 0: whatever the seed, and whichever of them are to be run.</summary>
    public int Number { get; init; }

    /// <summary>SHA-256 of the file that its data come from, or null.</summary>
    public string? ContentHash { get; init; }

    /// <summary>What was published of it.</summary>
    public IReadOnlyList<ExpectConfig> Expect { get; init; } = [];

    /// <summary>What it guesses of what the source does not tell, or null.</summary>
    public string? Hypothesis { get; init; }
}
