using CliWrap;
using CliWrap.Buffered;
using GanCli.Tests.Support;

namespace GanCli.Tests.Reporting;

/// <summary>Headless Chromium, each time with a profile of its own.</summary>
internal static class Browser
{
    /// <summary>Opens a page, with further options of the browser, and returns its elements as they stand after its scripts, and the lines of its
    /// console.</summary>
    public static async Task<(string Page, string[] Console)> OpenAsync(string file, params string[] options)
    {
        BufferedCommandResult result = await RunAsync(file, ["--virtual-time-budget=3000", "--dump-dom", .. options]);
        return (result.StandardOutput, Lines(result.StandardError));
    }

    /// <summary>Takes a picture of a page, in dark or light colours, and returns the lines of its console.</summary>
    public static async Task<string[]> PhotographAsync(string file, bool dark, string picture)
    {
        BufferedCommandResult result = await RunAsync(
            file, "--hide-scrollbars", "--window-size=1280,3000", $"--blink-settings=preferredColorScheme={(dark ? "0" : "1")}", $"--screenshot={picture}");
        return Lines(result.StandardError);
    }

    private static string[] Lines(string log) => [.. log.Split('\n').Where(line => line.Contains("CONSOLE", StringComparison.Ordinal))];

    private static async Task<BufferedCommandResult> RunAsync(string file, params string[] arguments)
    {
        using TemporaryFolder profile = new();
        string[] all =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--enable-logging=stderr", $"--user-data-dir={profile.FullName}", .. arguments, new Uri(file).AbsoluteUri,
        ];
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        return await Cli.Wrap(Tools.Require("chromium")).WithArguments(all).ExecuteBufferedAsync(limit.Token);
    }
}
