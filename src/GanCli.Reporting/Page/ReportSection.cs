using GanCli.Reporting.Drawing;

namespace GanCli.Reporting.Page;

/// <summary>Pictures under a title that names what is there and nothing else.</summary>
public sealed record ReportSection(string Title, IReadOnlyList<Picture> Pictures)
{
    /// <summary>A section of parts, each with its name and pictures.</summary>
    /// <returns>Null when no part has a picture.</returns>
    internal static ReportSection? Of(IReadOnlyList<(string Name, IReadOnlyList<Picture?> Pictures)> parts)
    {
        (string Name, Picture[] Pictures)[] there =
            [.. parts.Select(part => (part.Name, part.Pictures.OfType<Picture>().ToArray())).Where(part => part.Item2.Length > 0)];
        string title = string.Join(" and ", there.Select(part => part.Name));
        return there.Length == 0 ? null : new ReportSection(char.ToUpperInvariant(title[0]) + title[1..], [.. there.SelectMany(part => part.Pictures)]);
    }
}
