using CliWrap;
using CliWrap.Buffered;

namespace GanCli.Tests.Support;

/// <summary>What git knows of the working copy that these tests were built from.</summary>
public static class WorkingCopy
{
    /// <summary>All files that git has, and those it would take, by their paths from the root with '/'. Without git, or without a
    /// working copy, the test skips.</summary>
    public static async Task<string[]> Files() =>
    [
        .. (await Git("ls-files", "--cached", "--others", "--exclude-standard")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(static file => File.Exists(Repository.PathOf(file.Split('/'))))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Runs git at the root and gives its output.</summary>
    public static async Task<string> Git(params string[] arguments)
    {
        string git = Tools.Require("git");
        Tools.RequireThat(Path.Exists(Repository.PathOf(".git")), "needs a git working copy");
        // Another owner's working copy, as in a container, is still this one. Names in UTF-8 stay as they are.
        BufferedCommandResult result = await Cli.Wrap(git)
            .WithArguments(["-c", $"safe.directory={Repository.Root}", "-c", "core.quotePath=false", .. arguments])
            .WithWorkingDirectory(Repository.Root).ExecuteBufferedAsync();
        return result.StandardOutput;
    }
}
