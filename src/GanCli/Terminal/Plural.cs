using System.Globalization;

namespace GanCli.Terminal;

/// <summary>Counts with their noun.</summary>
internal static class Plural
{
    /// <summary><c>1 core</c>, <c>2 cores</c>, <c>1,024 cores</c>.</summary>
    public static string Of(long count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");
}
