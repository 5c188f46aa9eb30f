using GanCli.Engine.Config;

namespace GanCli.Engine.Sweeps;

/// <summary>A sweep whose every point is valid.</summary>
/// <param name="Name">Its name, and that of its runs.</param>
/// <param name="Id">A hash of all points' configs and of what is in their data files: eight hexadecimal digits.</param>
/// <param name="Text">The sweep file as given, or what the command line says as one.</param>
/// <param name="Axes">What its axes are called.</param>
/// <param name="Points">The runs, in the order in which they are to be begun: all points with the first seed, then all with the second, so that a
/// sweep which is cut short has the same seeds of everything.</param>
/// <param name="Doubts">What runs but is doubtful, each once.</param>
public sealed record Sweep(string Name, string Id, string Text, IReadOnlyList<string> Axes, IReadOnlyList<SweepPoint> Points, IReadOnlyList<ConfigError> Doubts)
{
    /// <summary>Where the numbers come from that points expect; null where none does.</summary>
    public PublishedConfig? Published { get; init; }
}
