using System.Reflection;
using GanCli.Engine.Sessions;

namespace GanCli.Commands;

/// <summary>Version of this program.</summary>
internal static class ProgramVersion
{
    /// <summary>For instance <c>0.1.0</c>.</summary>
    public static string Number => Informational.Split('+')[0];

    /// <summary>The commit it was built from, shortened; null where it was built outside git.</summary>
    public static string? Commit => Informational.Split('+') is [_, { Length: >= 7 } commit] ? commit[..7] : null;

    /// <summary>What runs note about the program that makes them.</summary>
    /// <param name="runsDirectory">Folder of all runs.</param>
    public static RunOptions RunOptions(string runsDirectory) =>
        new(runsDirectory, $"gan {Number}{(Commit is { } commit ? "+" + commit : "")}", Environment.GetCommandLineArgs()[1..]);

    private static string Informational { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
