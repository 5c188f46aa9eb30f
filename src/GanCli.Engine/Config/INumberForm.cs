namespace GanCli.Engine.Config;

/// <summary>A section for which a plain number may stand. Beside this it has a <c>public static FromNumber</c> that takes a double or a
/// long.</summary>
public interface INumberForm
{
    /// <summary>The number (a double or a long) that means the same as this section, or null when none does.</summary>
    object? AsNumber { get; }
}
