namespace GanCli.Engine.Config;

/// <summary>One fault of a configuration.</summary>
/// <param name="Position">Where it was stated.</param>
/// <param name="Path">The key, for instance <c>regularizers[0].weight</c>; empty for a source as a whole.</param>
/// <param name="Message">What is wrong and the way out, without a full stop.</param>
/// <param name="Alternatives">A second line that lists what would have been right, or null.</param>
public sealed record ConfigError(ConfigPosition Position, string Path, string Message, string? Alternatives = null)
{
    /// <summary>One line: position, key and message.</summary>
    public override string ToString() => Path.Length > 0 ? $"{Position} {Path}: {Message}" : $"{Position}: {Message}";
}
