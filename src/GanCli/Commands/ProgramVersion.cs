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

    /// <summary>Set to 1 to start runs also where memory does not suffice; what a sweep starts inherits it.</summary>
    public const string AllowSwapVariable = "GAN_ALLOW_SWAP";

    /// <summary>What runs note about the program that makes them.</summary>
    /// <param name="runsDirectory">Folder of all runs.</param>
    /// <param name="allowSwap">Whether they may start where memory does not suffice; so may they where <see cref="AllowSwapVariable"/> is 1.</param>
    public static RunOptions RunOptions(string runsDirectory, bool allowSwap = false) =>
        new(runsDirectory, $"gan {Number}{(Commit is { } commit ? "+" + commit : "")}", Environment.GetCommandLineArgs()[1..])
        {
            AllowSwap = allowSwap || string.Equals(Environment.GetEnvironmentVariable(AllowSwapVariable), "1", StringComparison.Ordinal),
        };

    private static string Informational { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
