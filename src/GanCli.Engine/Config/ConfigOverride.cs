namespace GanCli.Engine.Config;

/// <summary>One edit of the configuration by an option of the command line.</summary>
public sealed record ConfigOverride
{
    private ConfigOverride(string option, string? path, string value, bool isText)
    {
        Option = option;
        Path = path;
        Value = value;
        IsText = isText;
    }

    /// <summary>The option, as errors name it: <c>--set</c>.</summary>
    public string Option { get; }

    /// <summary>The key; null when an assignment lacks its equals sign.</summary>
    public string? Path { get; }

    public string Value { get; }

    /// <summary>The value is text as it stands; otherwise it is read as YAML.</summary>
    public bool IsText { get; }

    /// <summary>The value where it was read before, with its own position; then <see cref="Value"/> is only how it looks.</summary>
    internal ConfigNode? Node { get; private init; }

    /// <summary><c>--set training.steps=100</c>. A malformed assignment is reported by the loader, together with everything else.</summary>
    public static ConfigOverride Set(string assignment)
    {
        int equals = assignment.IndexOf('=', StringComparison.Ordinal);
        return equals < 0
            ? new ConfigOverride("--set", null, assignment, isText: false)
            : new ConfigOverride("--set", assignment[..equals].Trim(), assignment[(equals + 1)..], isText: false);
    }

    /// <summary>An option of its own that sets one key, such as <c>--seed 3</c>; the value is read as YAML.</summary>
    public static ConfigOverride Key(string option, string path, string value) => new(option, path, value, isText: false);

    /// <summary>An option of its own that sets one key to text, such as <c>--name</c>.</summary>
    public static ConfigOverride Text(string option, string path, string value) => new(option, path, value, isText: true);

    /// <summary>A setting of a sweep: a value that was read before.</summary>
    internal static ConfigOverride Setting(string path, ConfigNode value) =>
        new(value.Position.Source.Name, path, YamlText.Flow(value), isText: false) { Node = value };
}
