using System.Globalization;

namespace GanCli.Engine.Config;

/// <summary>Paths of keys as people write and read them: <c>regularizers[0].weight</c>.</summary>
internal static class ConfigPath
{
    /// <summary>Stands for the index behind a list's last element: <c>regularizers[+]</c> adds one, whatever is there already.</summary>
    public const string Next = "+";

    public static string Key(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    public static string Element(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");

    /// <summary>A path and all paths above it, up to the empty one of the root.</summary>
    public static IEnumerable<string> Upwards(string path)
    {
        while (path.Length > 0)
        {
            yield return path;
            path = path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))];
        }

        yield return "";
    }

    /// <summary>Cuts a path into keys and indices; <c>a.0.b</c> and <c>a[0].b</c> are the same path.</summary>
    /// <returns>Null when a part is empty or a bracket is not closed around a number or a plus.</returns>
    public static IReadOnlyList<string>? Parse(string path)
    {
        var tokens = new List<string>();
        foreach (string part in path.Split('.'))
        {
            string[] pieces = part.Split('[');
            if (pieces[0].Length == 0)
            {
                return null;
            }

            tokens.Add(pieces[0]);
            foreach (string piece in pieces[1..])
            {
                if (!piece.EndsWith(']') || !(TryIndex(piece[..^1], out _) || string.Equals(piece[..^1], Next, StringComparison.Ordinal)))
                {
                    return null;
                }

                tokens.Add(piece[..^1]);
            }
        }

        return tokens;
    }

    public static bool TryIndex(string token, out int index) =>
        int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out index);
}
