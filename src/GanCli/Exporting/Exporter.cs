using GanCli.Engine.Graphs;
using GanCli.Engine.Sessions;
using GanCli.Terminal;

namespace GanCli.Exporting;

/// <summary>A format that generators are exported to.</summary>
internal abstract class Exporter
{
    /// <summary>All of them, the default first.</summary>
    private static readonly Exporter[] All = [new OnnxExporter(), new TorchExporter()];

    /// <summary>The word on the command line.</summary>
    public abstract string Format { get; }

    /// <summary>Of the file's name, with the point.</summary>
    public abstract string Ending { get; }

    /// <summary>The words on the command line.</summary>
    public static string[] Formats => [.. All.Select(static exporter => exporter.Format)];

    /// <summary>The exporter for a format, or for a file name's ending where none is named.</summary>
    /// <exception cref="UsageException">The ending says nothing, or something else than the format.</exception>
    public static Exporter For(string? format, string? path)
    {
        Exporter? named = Array.Find(All, exporter => string.Equals(exporter.Format, format, StringComparison.Ordinal));
        if (path is null)
        {
            return named ?? All[0];
        }

        string ending = Path.GetExtension(path).ToLowerInvariant();
        Exporter? ended = Array.Find(All, exporter => string.Equals(exporter.Ending, ending, StringComparison.Ordinal));
        return (named, ended) switch
        {
            (null, null) =>
                throw new UsageException(
                    $"--out {path}: the ending must be {string.Join(" or ", All.Select(static exporter => exporter.Ending))}, or name a --format"),
            ({ } exporter, _) when exporter != ended =>
                throw new UsageException($"--out {path}: a file of --format {exporter.Format} ends with {exporter.Ending}"),
            _ => ended!,
        };
    }

    /// <summary>Writes the generator; every file appears whole or not at all.</summary>
    /// <param name="generator">What to write.</param>
    /// <param name="path">The file; others of the format lie beside it under the same name.</param>
    /// <returns>The files that were written, the one to open first.</returns>
    /// <exception cref="NotExpressibleException">A part of the network cannot be written down; nothing was written.</exception>
    public abstract IReadOnlyList<string> Write(TrainedGenerator generator, string path);
}
