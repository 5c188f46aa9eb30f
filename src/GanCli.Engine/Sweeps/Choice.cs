using GanCli.Engine.Config;

namespace GanCli.Engine.Sweeps;

/// <summary>One point of one axis, or of several that were multiplied.</summary>
/// <param name="Label">What the file calls it; null where its settings say it best.</param>
/// <param name="Base">The config file that it starts from, as stated; null for the sweep's.</param>
/// <param name="Settings">Keys and values, in the order in which they are applied.</param>
internal sealed record Choice(string? Label, ConfigScalar? Base, IReadOnlyList<KeyValuePair<string, ConfigNode>> Settings)
{
    /// <summary>What was published of it.</summary>
    public IReadOnlyList<ExpectConfig> Expect { get; init; } = [];
}
