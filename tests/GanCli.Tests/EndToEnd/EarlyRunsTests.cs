using System.Globalization;
using System.Text.Json;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.EndToEnd;

/// <summary>Runs that an early version (commit bcd3b62) wrote, and what that version made of them: everything can still be read, and a run goes on as it
/// would have then. Only rounding may differ, which depends on the processor.</summary>
public sealed class EarlyRunsTests : IDisposable
{
    private const double Rounding = 1e-5;
    private readonly Workshop _workshop = new();

    public EarlyRunsTests()
    {
        Files = Repository.PathOf("tests", "GanCli.Tests", "EndToEnd", "EarlyRuns");
        foreach (string path in Directory.GetFiles(Files, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(_workshop["runs"], Path.GetRelativePath(Files, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }
    }

    private string Files { get; }

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public async Task TheyAreListedShownComparedAndReported()
    {
        string list = (await _workshop.GanOk("runs")).Data;
        Assert.Contains("early", list, StringComparison.Ordinal);
        Assert.Contains("table", list, StringComparison.Ordinal);
        string shown = (await _workshop.GanOk("runs", "show", "early")).Data;
        Assert.Contains("completed", shown, StringComparison.Ordinal);
        Assert.Contains("step 20, 40", shown, StringComparison.Ordinal);
        string compared = (await _workshop.GanOk("compare", "early", "table", "--format", "csv")).Data;
        Assert.Equal(3, compared.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        await _workshop.GanOk("report", "early");
    }

    [Theory]
    [InlineData("early")]
    [InlineData("table")]
    public async Task TheSameSeedStillGivesTheSameSamples(string run)
    {
        await AssertSame(Rows(await File.ReadAllTextAsync(Path.Combine(Files, $"{run}-samples.csv"), TestContext.Current.CancellationToken)));

        async Task AssertSame(double[] expected)
        {
            double[] actual = Rows((await _workshop.GanOk("sample", run, "-n", "6", "--raw")).Data);
            Assert.Equal(expected.Length, actual.Length);
            Assert.All(expected.Zip(actual), static pair => Assert.Equal(pair.First, pair.Second, Rounding * Math.Max(1, Math.Abs(pair.First))));
        }
    }

    [Fact]
    public async Task TheyAreEvaluated()
    {
        using JsonDocument metrics = JsonDocument.Parse((await _workshop.GanOk("eval", "early", "-n", "200", "--json")).Data);
        Assert.Contains("\"sliced-wasserstein\"", metrics.RootElement.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("\"hq\"", metrics.RootElement.GetRawText(), StringComparison.Ordinal);
    }

    /// <summary>20 steps more give the samples that the early version had after 60 steps in one go. The table has moved since.</summary>
    [Theory]
    [InlineData("early")]
    [InlineData("table", "--set", "data.path=moved.csv")]
    public async Task TheyGoOnAsTheyWouldHave(string name, params string[] further)
    {
        File.Copy(Path.Combine(Files, "table.csv"), _workshop["moved.csv"]);
        await _workshop.GanOk(["train", "--resume", name, "--set", "training.steps=60", "--quiet", .. further]);
        RunFolder run = RunFinder.Find(_workshop["runs"], name);
        Assert.Equal(60, RunStatus.Read(run.StatusPath).Step);
        float[] expected = Npy.Read(Path.Combine(Files, $"{name}-000000060.npy")).Data;
        float[] actual = Npy.Read(run.SamplesPath(60)).Data;
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), static pair => Assert.Equal(pair.First, pair.Second, Rounding * Math.Max(1, Math.Abs(pair.First))));
    }

    private static double[] Rows(string csv) =>
        [.. csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).SelectMany(static line => line.Split(','))
            .Select(static cell => double.Parse(cell, CultureInfo.InvariantCulture))];
}
