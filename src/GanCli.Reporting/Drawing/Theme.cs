namespace GanCli.Reporting.Drawing;

/// <summary>Every colour of every picture. Blue is real and orange is generated, everywhere: the pair stays apart for all common kinds of
/// colour blindness, and its lightness differs enough to stay apart in grey print, where shapes (open against filled, dashed against solid) help.</summary>
public static class Theme
{
    /// <summary>Real data, D's output on them, and what a perfect sampler scores.</summary>
    public static readonly Tint Real = new("--real", "#2F8FD0", "#5DB2EA");

    /// <summary>Generated samples, the generator, and what the run scores.</summary>
    public static readonly Tint Generated = new("--generated", "#C9480B", "#FF9152");

    /// <summary>The discriminator, which is neither.</summary>
    public static readonly Tint Discriminator = new("--discriminator", "#57606A", "#A9B3BE");

    /// <summary>Titles and values.</summary>
    public static readonly Tint Ink = new("--ink", "#1C2128", "#E6EBF0");

    /// <summary>Axis names, ticks and remarks.</summary>
    public static readonly Tint Muted = new("--muted", "#5A6470", "#9BA6B2");

    /// <summary>Axis lines.</summary>
    public static readonly Tint Axis = new("--axis", "#8C96A1", "#5C6773");

    /// <summary>Grid lines.</summary>
    public static readonly Tint Grid = new("--grid", "#E6EAEE", "#2B323B");

    /// <summary>Behind a picture.</summary>
    public static readonly Tint Paper = new("--paper", "#FFFFFE", "#171B21");

    /// <summary>Groups of runs beside each other: none of them blue or orange, and apart in lightness where they are near in hue.</summary>
    public static IReadOnlyList<Tint> Groups { get; } =
    [
        new("--group-1", "#177A4B", "#4FC98C"),
        new("--group-2", "#8A3FA8", "#C993E6"),
        new("--group-3", "#9A7400", "#E3B93C"),
        new("--group-4", "#C43A78", "#F58CB8"),
        new("--group-5", "#3B4754", "#B4C0CC"),
        new("--group-6", "#6FA81E", "#A9D85A"),
        new("--group-7", "#6B3F22", "#C29B7B"),
        new("--group-8", "#12848C", "#45CBD4"),
    ];

    /// <summary>All of them, for a page's style sheet.</summary>
    public static IReadOnlyList<Tint> All { get; } = [Real, Generated, Discriminator, Ink, Muted, Axis, Grid, Paper, .. Groups];
}
