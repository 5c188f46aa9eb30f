namespace GanCli.Terminal;

/// <summary>What one of the two output streams can show.</summary>
/// <param name="IsTerminal">A person watches: lines may be redrawn in place.</param>
/// <param name="HasColour">Escape codes for colour are welcome. Never without <paramref name="IsTerminal"/>.</param>
/// <param name="Width">Columns; <see cref="int.MaxValue"/> where nobody counts them.</param>
/// <param name="Height">Rows; <see cref="int.MaxValue"/> where nobody counts them.</param>
internal sealed record StreamTraits(bool IsTerminal, bool HasColour, int Width, int Height = int.MaxValue)
{
    private const int DefaultWidth = 80;
    private const int DefaultHeight = 24;

    /// <summary>A file, a pipe or a CI log.</summary>
    public static StreamTraits Plain { get; } = new(IsTerminal: false, HasColour: false, int.MaxValue);

    /// <summary>The one place that decides whether a stream is a terminal.</summary>
    /// <param name="redirected">The stream goes to a file or a pipe.</param>
    /// <param name="size">Columns and rows of the terminal; 0 or less where that is unknown.</param>
    /// <param name="environment">Reads an environment variable.</param>
    public static StreamTraits Decide(bool redirected, Func<(int Columns, int Rows)> size, Func<string, string?> environment)
    {
        bool IsSet(string name) => !string.IsNullOrEmpty(environment(name));
        bool IsOn(string name) => IsSet(name) && !string.Equals(environment(name), "false", StringComparison.OrdinalIgnoreCase);

        bool dumb = string.Equals(environment("TERM"), "dumb", StringComparison.Ordinal);
        if (redirected || dumb || IsOn("CI") || IsOn("GITHUB_ACTIONS"))
        {
            return Plain;
        }

        (int columns, int rows) = size();
        return new StreamTraits(IsTerminal: true, HasColour: !IsSet("NO_COLOR"), columns > 0 ? columns : DefaultWidth, rows > 0 ? rows : DefaultHeight);
    }
}
