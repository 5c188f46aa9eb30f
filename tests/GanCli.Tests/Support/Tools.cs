namespace GanCli.Tests.Support;

/// <summary>Programs and conditions of the machine that a test needs. Where they are missing the test skips and says why, except where
/// <see cref="Variable"/> is 1 (the project's CI installs them): there it fails.</summary>
public static class Tools
{
    public const string Variable = "GAN_TESTS_REQUIRE_TOOLS";

    /// <summary>The full path of a program on the PATH.</summary>
    public static string Require(string program)
    {
        string? path = Find(program);
        RequireThat(path is not null, $"needs '{program}' on the PATH");
        return path!;
    }

    /// <summary>Goes on only where the machine meets a condition.</summary>
    public static void RequireThat(bool condition, string reason)
    {
        if (condition)
        {
            return;
        }

        if (string.Equals(Environment.GetEnvironmentVariable(Variable), "1", StringComparison.Ordinal))
        {
            Assert.Fail($"{reason} ({Variable}=1: no skipping)");
        }

        Assert.Skip(reason);
    }

    private static string? Find(string program)
    {
        string[] endings = OperatingSystem.IsWindows() ? [".exe", ".cmd"] : [""];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => endings.Select(ending => Path.Combine(folder, program + ending)))
            .FirstOrDefault(File.Exists);
    }
}
