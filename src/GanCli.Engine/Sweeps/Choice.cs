using GanCli.Engine.Config;

namespace GanCli.Engine.Sweeps;

/// <summary>One point of one axis, or of several that were multiplied.</summary>
/// <param name="Labels">What it is called on each axis; none where its settings say it best, until all are known.</param>
/// <param name="Base">The config file that it starts from, as stated; null for the sweep's.</param>
/// <param name="Settings">Keys and values, in the order in which they are applied.</param>
internal sealed record Choice(IReadOnlyList<string> Labels, ConfigScalar? Base, IReadOnlyList<KeyValuePair<string, ConfigNode>> Settings)
{
    /// <summary>All of it in one line; empty for a sweep without axes.</summary>
    public string Label => string.Join(", ", Labels);

    /// <summary>Where it stands among all of its sweep, chosen or not, from 0.</summary>
    public int Number { get; init; }

    /// <summary>What was published of it.</summary>
    public IReadOnlyList<ExpectConfig> Expect { get; init; } = [];

    /// <summary>What it guesses, or null.</summary>
    public string? Hypothesis { get; init; }
}
