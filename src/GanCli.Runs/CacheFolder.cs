namespace GanCli.Runs;

/// <summary>Where the program keeps what it can make again: the folder that the variable <c>GAN_CACHE</c> names, else <c>gan</c> in the user's cache
/// folder.</summary>
public static class CacheFolder
{
    /// <summary>The variable that names it.</summary>
    public const string Variable = "GAN_CACHE";

    /// <summary>The folder, which need not exist yet; null where the user has none.</summary>
    public static string? Path => Of(Environment.GetEnvironmentVariable);

    /// <summary>The folder that a set of variables gives.</summary>
    internal static string? Of(Func<string, string?> variable)
    {
        if (variable(Variable) is { Length: > 0 } named)
        {
            return System.IO.Path.GetFullPath(named);
        }

        // A relative path in XDG_CACHE_HOME is to be ignored, says its specification.
        string? home = variable("HOME");
        string? caches = OperatingSystem.IsWindows() ? variable("LOCALAPPDATA")
            : variable("XDG_CACHE_HOME") is { } xdg && System.IO.Path.IsPathRooted(xdg) ? xdg
            : string.IsNullOrEmpty(home) ? null
            : OperatingSystem.IsMacOS() ? System.IO.Path.Combine(home, "Library", "Caches") : System.IO.Path.Combine(home, ".cache");
        return string.IsNullOrEmpty(caches) ? null : System.IO.Path.Combine(caches, "gan");
    }
}
