using System.Globalization;

namespace GanCli.Engine.Config;

/// <summary>A place in a source; line and column count from 1, and line 0 is the source as a whole.</summary>
public readonly record struct ConfigPosition(ConfigSource Source, int Line, int Column)
{
    public override string ToString() =>
        Source.HasLines && Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{Source.Name}:{Line}:{Column}") : Source.Name;
}
