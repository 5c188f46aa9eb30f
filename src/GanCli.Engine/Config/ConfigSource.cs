namespace GanCli.Engine.Config;

/// <summary>Where a part of the configuration was stated: a file, a command-line option or a checkpoint.</summary>
/// <param name="Name">How messages call it: <c>mog8.yaml</c>, <c>--set</c>.</param>
/// <param name="Folder">Relative paths stated here resolve against this folder.</param>
/// <param name="Order">Rank among the sources; errors are shown in this order.</param>
public sealed record ConfigSource(string Name, string Folder, int Order)
{
    /// <summary>Whether positions in it have a line and a column worth showing.</summary>
    public bool HasLines { get; init; }

    /// <summary>Whether it is an option of the command line, which outranks every file.</summary>
    public bool IsOption { get; init; }
}
