namespace GanCli.Engine.Config;

/// <summary>Where a configuration that is named on the command line or by <c>base:</c> is looked for.</summary>
/// <param name="Current">The folder that relative names start from.</param>
/// <param name="Shipped">The folder of the configurations that come with the program.</param>
public sealed record ConfigFolders(string Current, string Shipped)
{
    /// <summary>The process's current folder, and <c>configs</c> beside the program.</summary>
    public static ConfigFolders Default => new(Environment.CurrentDirectory, Path.Combine(AppContext.BaseDirectory, "configs"));

    /// <summary>Finds a file: <c>mog8.yaml</c>, or <c>mog8</c> for short.</summary>
    /// <returns>The full path, or null.</returns>
    internal string? Find(string name) =>
        (from folder in (string[])[Current, Shipped]
         from candidate in (string[])[name, name + ".yaml"]
         let path = Path.GetFullPath(candidate, folder)
         where File.Exists(path)
         select path).FirstOrDefault();

    /// <summary>What to say when there is no such file.</summary>
    internal string NotFound(string name)
    {
        if (Directory.Exists(Path.GetFullPath(name, Current)))
        {
            return "a folder, not a config file";
        }

        if (Path.IsPathRooted(name))
        {
            return "no such file";
        }

        IEnumerable<string> known = new[] { Current, Shipped }
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.yaml"))
            .Select(path => Path.GetFileName(path)!)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        return $"no such file in {Current} or {Shipped}{Spelling.DidYouMean(name, known)}";
    }
}
