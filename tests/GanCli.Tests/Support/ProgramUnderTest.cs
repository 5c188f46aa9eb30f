using CliWrap;
using CliWrap.Buffered;

namespace GanCli.Tests.Support;

/// <summary>Runs the real, built <c>gan</c> in a process of its own, its output into pipes.</summary>
public sealed record ProgramUnderTest
{
    /// <summary>Variables that would change what the program does; a test sets those it means.</summary>
    private static readonly string[] Foreign = ["GAN_RUNS_DIR", "GAN_DEBUG", "GAN_LIBTORCH", "NO_COLOR", "CI", "GITHUB_ACTIONS"];

    /// <summary>The built executable.</summary>
    public static string DefaultPath { get; } = Repository.PathOf(
        "src", "GanCli", "bin", Repository.Configuration, "net10.0", OperatingSystem.IsWindows() ? "gan.exe" : "gan");

    /// <summary>The executable.</summary>
    public string Path { get; init; } = DefaultPath;

    /// <summary>Where it runs.</summary>
    public string WorkingDirectory { get; init; } = System.IO.Path.GetTempPath();

    /// <summary>Variables set for it; null removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>Killed after this long.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Runs it to its end, whatever the exit code.</summary>
    public async Task<ProgramResult> RunAsync(params string[] arguments)
    {
        using var limit = new CancellationTokenSource(Timeout);
        BufferedCommandResult result = await Command(arguments).ExecuteBufferedAsync(limit.Token);
        return new ProgramResult(result.ExitCode, result.StandardOutput, result.StandardError);
    }

    /// <summary>The command, for a test that wants to pipe or to interrupt it.</summary>
    public Command Command(params string[] arguments)
    {
        var variables = Foreign.ToDictionary(name => name, _ => (string?)null, StringComparer.Ordinal);
        foreach ((string name, string? value) in Environment)
        {
            variables[name] = value;
        }

        return Cli.Wrap(Path)
            .WithArguments(arguments)
            .WithWorkingDirectory(WorkingDirectory)
            .WithEnvironmentVariables(variables)
            .WithValidation(CommandResultValidation.None);
    }
}
