using GanCli.Reporting;
using GanCli.Reporting.Comparison;
using GanCli.Runs;
using GanCli.Tests.Reporting.Comparison;
using GanCli.Tests.Support;

namespace GanCli.Tests.Reporting;

/// <summary>Reports on a phone, a tablet and a desk: the page never scrolls sideways, nothing is cut, nothing lies over something else.</summary>
public sealed class PageLayoutTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ARingFitsEveryScreen(bool dark)
    {
        RunFolder run =
            new SyntheticRun { Name = "a-name-as-long-as-people-give-them-when-they-try-many-things", ReverseKl = 0.000786, Blob =
                new UninformedScore("uniform", 2500, 0.005, 0.003, 0.006) }.WriteRing(_folder.FullName);
        await FitsAsync(ReportBuilder.Write(run).Html, dark);
    }

    [Fact]
    public async Task OneDimensionFitsEveryScreen() =>
        await FitsAsync(ReportBuilder.Write(new SyntheticRun { HighQuality = 0.99 }.WriteOneDimension(_folder.FullName)).Html, dark: false);

    [Fact]
    public async Task ATableFitsEveryScreen() => await FitsAsync(ReportBuilder.Write(new SyntheticRun().WriteTable(_folder.FullName)).Html, dark: false);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AComparisonFitsEveryScreen(bool dark)
    {
        ComparisonReportTests.Fill(_folder["runs"]);
        await FitsAsync(Compared(), dark);
    }

    // Configs that have nothing in common, so that their names are long.
    [Fact]
    public async Task UnlikeConfigsFitEveryScreen()
    {
        for (int i = 0; i < 4; i++)
        {
            new SeedRun
            {
                Name = i < 2 ? "same" : "other", Begun = i, LearningRate = $"0.000{i + 1}", DiscriminatorRate = $"0.00{i + 1}", DiscriminatorOptimizer = i % 2
                    == 0 ? "adam" : "optimistic-adam",
                Data = i == 0 ? "ring" : "grid-of-very-many-modes", Loss =
                    $$"""{"kind":"relativistic-average-{{i}}","label-smoothing":{{i}},"another-option-with-a-long-name":"value-{{i}}"}""",
                Regularizers = $$"""[{"kind":"gradient-penalty","weight":{{i}} },{"kind":"spectral-normalization","iterations":{{i + 1}} }]""",
            }.WriteSeeds(_folder["runs"], 8, 7, 3);
        }

        await FitsAsync(Compared(), dark: false);
    }

    // What is looked for is found.
    [Fact]
    public async Task FaultsAreSeen()
    {
        string page = _folder["bad.html"];
        await File.WriteAllTextAsync(
            page,
            """
            <!DOCTYPE html><html><head><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"></head><body style="margin: 0"><h1>Title</h1>
            <p style="width: 60px; white-space: nowrap">words that leave their box</p>
            <p style="width: 700px">wide</p><div style="position: relative"><span>under</span><span style="position: absolute; left: 0">over</span></div>
            <svg width="100" viewBox="0 0 200 20"><text y="15" font-size="11">tiny</text></svg>
            <table><tr style="height: 500px"><td>tall</td></tr></table>
            </body></html>
            """,
            TestContext.Current.CancellationToken);
        string all = string.Join('\n', (await PageLayout.InspectAsync(page, dark: false))[390].Faults);
        foreach (string fault in (string[])["the page is 700 wide", "“words that leave their box” is outside of p", "“under” is over “over”",
            "“tiny” in a picture is 5.5 pixels", "the row “tall” is 5"])
        {
            Assert.Contains(fault, all, StringComparison.Ordinal);
        }
    }

    private static async Task FitsAsync(string page, bool dark)
    {
        IReadOnlyDictionary<int, (int Boxes, string[] Faults)> found = await PageLayout.InspectAsync(page, dark);
        Assert.Equal(PageLayout.Widths, found.Keys.Order());
        Assert.All(found.Values, each => Assert.InRange(each.Boxes, 50, 5000));
        string faults = string.Join('\n', found.OrderBy(each => each.Key).SelectMany(each => each.Value.Faults.Select(fault => $"{each.Key}: {fault}")));
        Assert.True(faults.Length == 0, faults);
    }

    private string Compared()
    {
        RunComparison comparison = RunComparison.Of(RunComparison.Read(RunFinder.All(_folder["runs"])).Runs);
        string page = _folder["comparison.html"];
        ComparisonReport.Write(ComparisonView.Of(comparison, comparison.Baseline(null), comparison.Notes), page);
        return page;
    }
}
