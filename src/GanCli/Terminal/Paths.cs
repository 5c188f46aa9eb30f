namespace GanCli.Terminal;

/// <summary>Paths for people.</summary>
internal static class Paths
{
    /// <summary>A path as short as it can be typed.</summary>
    public static string Shown(string path)
    {
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
