namespace GanCli.Terminal;

/// <summary>What a piece of text means; <see cref="Output"/> decides how that looks, if at all.</summary>
internal enum Style
{
    Plain,
    Strong,
    Dim,
    Accent,
    Good,
    Warning,
    Bad,
}
