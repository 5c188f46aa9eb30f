namespace GanCli.Tests.Support;

/// <summary>C# files that somebody wrote.</summary>
public static class SourceFiles
{
    /// <summary>All below a folder, without what builds put there.</summary>
    public static IEnumerable<string> In(string folder) =>
        Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));
}
