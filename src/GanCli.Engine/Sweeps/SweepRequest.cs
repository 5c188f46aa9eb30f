namespace GanCli.Engine.Sweeps;

/// <summary>A sweep as it is asked for on the command line: a file, or a config and what varies, or a file with changes.</summary>
public sealed record SweepRequest
{
    /// <summary>The sweep file, or null.</summary>
    public string? File { get; init; }

    /// <summary>The config file that every point starts from, where there is no sweep file.</summary>
    public string? Config { get; init; }

    /// <summary>Seeds in place of the file's: <c>0..9</c>, or a YAML list.</summary>
    public string? Seeds { get; init; }

    /// <summary>Name in place of the file's.</summary>
    public string? Name { get; init; }

    /// <summary>Settings of all points, as <c>KEY=VALUE</c>.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>Further axes, as <c>KEY=[VALUE, …]</c>.</summary>
    public IReadOnlyList<string> SetEach { get; init; } = [];

    /// <summary>Labels of the settings to run, in which <c>*</c> stands for any text; all when empty.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Share of its steps that every run takes: above 0, at most 1.</summary>
    public double Scale { get; init; } = 1;
}
