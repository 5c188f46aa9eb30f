namespace GanCli.Engine.Config;

/// <summary>Files that come with the program are written as <c>shipped:data/birds.csv</c>: the folder they lie in belongs to one build, and the next
/// build deletes it.</summary>
internal static class ShippedPath
{
    private const string Prefix = "shipped:";

    /// <summary>The full path of a path as it was written.</summary>
    /// <param name="text">The path, or one of a file that comes with the program.</param>
    /// <param name="folder">Where relative paths start.</param>
    public static string Resolve(string text, string folder) => text.StartsWith(Prefix, StringComparison.Ordinal)
        ? Path.GetFullPath(text[Prefix.Length..], ConfigFolders.Default.Shipped)
        : Path.GetFullPath(text, folder);

    /// <summary>How a full path is written.</summary>
    public static string Written(string path)
    {
        string shipped = ConfigFolders.Default.Shipped + Path.DirectorySeparatorChar;
        return path.StartsWith(shipped, StringComparison.Ordinal) ? Prefix + path[shipped.Length..].Replace(Path.DirectorySeparatorChar, '/') : path;
    }
}
