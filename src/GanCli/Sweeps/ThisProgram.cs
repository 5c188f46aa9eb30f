namespace GanCli.Sweeps;

/// <summary>How this program is started once more.</summary>
internal static class ThisProgram
{
    /// <summary>The words before its arguments: one, or <c>dotnet gan.dll</c> where it runs like that.</summary>
    public static IReadOnlyList<string> Command { get; } =
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) is "dotnet"
            ? [Environment.ProcessPath!, Path.GetFullPath(Environment.GetCommandLineArgs()[0])]
            : [Environment.ProcessPath!];
}
