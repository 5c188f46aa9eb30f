using System.Text.RegularExpressions;
using GanCli.Reporting;
using GanCli.Reporting.Charts;
using GanCli.Reporting.Comparison;
using GanCli.Reporting.Statistics;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.Reporting.Comparison;

public sealed partial class ComparisonReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ThePageHasEverythingInIt()
    {
        Fill();
        string page = Write(baseline: "10000");
        Assert.Equal(
            ["Seeds that held all modes at the end", "Groups", "Against steps=10000", "Metrics during training", "Samples at the end"],
            Heading().Matches(page).Select(match => match.Groups["text"].Value));
        Assert.Contains("<p class=\"lead\">“steps=10000” held all modes at the end most often: in 3 of 3 seeds (95%: 44% to 100%)."
            + " No exact test tells it from what it is compared with.</p>", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"value\">1 of 3 (6% to 79%)</span>", page, StringComparison.Ordinal);
        Assert.Contains("cannot reach .05 (least 0.50)", page, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Matches(page, "data:image/png;base64,", RegexOptions.None, TimeSpan.FromSeconds(10)).Count);

        // Six metrics over the steps, each once more for phones; these runs do not tell how long an evaluation on the way was after the start.
        Assert.Equal(2 * 6, Regex.Matches(page, "<svg ", RegexOptions.None, TimeSpan.FromSeconds(10)).Count);
        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.InRange(page.Length, 200_000, 3_000_000);
    }

    [Fact]
    public void NumbersAreSortedAsNumbers()
    {
        new SeedRun().WriteSeeds(_folder.FullName, 8, 8, 7);
        new SeedRun { LearningRate = "1", Begun = 1 }.WriteSeeds(_folder.FullName, 1, 2, 3);
        string page = Write();
        Assert.Contains("<td class=\"number\" data-value=\"0.6666666666666666\">2/3</td>", page, StringComparison.Ordinal);
        Assert.Contains("<td class=\"number\" data-value=\"2\">2.0 &#177; 1.0</td>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoAxesAreAMap()
    {
        int begun = 0;
        foreach (string loss in new[] { "hinge", "minimax" })
        {
            foreach (string rate in new[] { "0.01", "0.001", "0.0001" })
            {
                if ((loss, rate) != ("minimax", "0.0001"))
                {
                    new SeedRun { Loss = $$"""{"kind":"{{loss}}"}""", LearningRate = rate, Modes = [begun], Begun = begun++ }.Write(_folder.FullName);
                }
            }
        }

        RunComparison comparison = Compare();
        SettingAxes axes = Assert.IsType<SettingAxes>(SettingAxes.Of(comparison));
        Assert.Equal(("optimizer.generator.lr", "loss.kind"), (axes.Rows, axes.Columns));
        Assert.Equal((["0.0001", "0.001", "0.01"], ["hinge", "minimax"]), (axes.RowValues, axes.ColumnValues), Same);
        Assert.Equal(5, axes.Cells.Count);
        string page = Write();
        Assert.Contains("<h2>optimizer.generator.lr against loss.kind</h2>", page, StringComparison.Ordinal);

        // The best of five means is deepest, the worst palest, and what was not tried is left open.
        Assert.Contains(
            "<tr><th scope=\"row\">0.001</th><td style=\"background: color-mix(in srgb, var(--group-1) 18.25%, var(--card))\">1</td><td style=\"background: "
                + "color-mix(in srgb, var(--group-1) 55%, var(--card))\">4</td></tr>", page, StringComparison.Ordinal);
        Assert.Contains(
            "<tr><th scope=\"row\">0.0001</th><td style=\"background: color-mix(in srgb, var(--group-1) 30.5%, var(--card))\">2</td><td>–</td></tr>", page,
            StringComparison.Ordinal);
    }

    [Fact]
    public void InteractionsSortByTheirNumbers()
    {
        new SweptRuns(_folder.FullName, "architecture", "remedy")
            .Add(["plain", "none"], [1, 1]).Add(["plain", "packing"], [2, 2]).Add(["deeper", "none"], [3, 3]).Add(["deeper", "packing"], [8, 7]).Close();
        string page = Write();
        Assert.Contains("<h2>What two changes do together beyond the sum of what each does alone</h2>", page, StringComparison.Ordinal);
        Assert.Contains(
            "<td>modes</td><td class=\"number\" data-value=\"3.5\">+3.5</td><td class=\"number\">−2.85 to +9.85</td><td class=\"number\" data-value=\"\">–</td>"
                + "<td class=\"number\" data-value=\"\">cannot reach .05 (least 0.50)</td><td class=\"number\">sign flips, 2 pairs</td>",
            page,
            StringComparison.Ordinal);
    }

    [Fact]
    public void OneAxisIsNoMapAndThreeAreNone()
    {
        new SeedRun().Write(_folder.FullName);
        new SeedRun { LearningRate = "1", Begun = 1 }.Write(_folder.FullName);
        Assert.Null(SettingAxes.Of(Compare()));
        new SeedRun { LearningRate = "1", Loss = """{"kind":"minimax"}""", Begun = 2 }.Write(_folder.FullName);
        Assert.NotNull(SettingAxes.Of(Compare()));
        new SeedRun { LearningRate = "1", Loss = """{"kind":"minimax"}""", Regularizers = """[{"kind":"r1","gamma":1}]""", Begun = 3 }.Write(_folder.FullName);
        Assert.Null(SettingAxes.Of(Compare()));
    }

    [Fact]
    public void AMeanGoesAsFarAsAllItsSeeds()
    {
        (Series mean, Series low, Series high) =
            GroupCurves.Mean([new Series([100, 200, 300], [1, 3, 5]), new Series([100, 200], [3, 5])], shared: true, Interval.Everything);
        Assert.Equal([100.0, 200.0], mean.Steps);
        Assert.Equal([2.0, 4.0], mean.Values);

        // t(1) = 12.706, s/√n = 1.
        Assert.Equal(12.706, high.Values[0] - 2, 3);
        Assert.Equal(12.706, 2 - low.Values[0], 3);

        (mean, low, high) = GroupCurves.Mean([new Series([100], [1]), new Series([100], [3])], shared: true, new Interval(0, 8));
        Assert.Equal((2.0, 0.0, 8.0), (mean.Values[0], low.Values[0], high.Values[0]));

        // Measured at other times: what was measured last counts.
        (mean, _, _) = GroupCurves.Mean([new Series([1, 2, 4], [1, 2, 4]), new Series([1.5, 3], [10, 20])], shared: false, Interval.Everything);
        Assert.Equal((1.5, 3.0), (mean.Steps[0], mean.Steps[^1]));
        Assert.Equal((5.5, 11.0), (mean.Values[0], mean.Values[^1]));
        Assert.Contains(6.0, mean.Values);
        Assert.Empty(GroupCurves.Mean([], shared: true, Interval.Everything).Mean.Values);
    }

    [Fact]
    public void NothingFromARunCanBecomeMarkup()
    {
        const string evil = "<script>alert(1)</script>\\\"'";
        new SeedRun { Loss = $$"""{"kind":"{{evil}}"}""" }.Write(_folder.FullName);
        new SeedRun { Begun = 1 }.Write(_folder.FullName);
        string page = Write();
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void ManyGroupsKeepThePageSmall()
    {
        for (int i = 0; i < 12; i++)
        {
            new SeedRun { LearningRate = $"{i + 1}", Begun = i, Modes = [3, 8] }.WriteSeeds(_folder.FullName, 8, 7);
        }

        string page = Write();
        Assert.Contains("The first 8 of 12 groups.", page, StringComparison.Ordinal);
        Assert.Contains("All groups held all modes at the end equally often: in 1 of 2 seeds (95%: 9% to 91%).", page, StringComparison.Ordinal);

        // Success and three metrics over the learning rate; the three over steps, time and gradients. Each is there for phones, too.
        Assert.Equal(2 * (4 + 9), Regex.Matches(page, "<svg ", RegexOptions.None, TimeSpan.FromSeconds(10)).Count);
        Assert.Contains("<h2>At equal cost</h2>", page, StringComparison.Ordinal);
        Assert.InRange(page.Length, 200_000, 3_000_000);
    }

    [Fact]
    public void ThePageLiesWhereAllRunsAre()
    {
        RunFolder one = new SeedRun { Name = "a" }.Write(_folder["runs"]);
        RunFolder two = new SeedRun { Name = "a", Seed = "1" }.Write(_folder["runs"]);
        RunFolder three = new SeedRun { Name = "ab" }.Write(_folder["runs"]);
        Assert.Equal(_folder["runs/a/comparison.html"], ComparisonReport.DefaultPath([one, two]));
        Assert.Equal(_folder["runs/comparison.html"], ComparisonReport.DefaultPath([one, three]));
    }

    private static bool Same((IReadOnlyList<string> A, IReadOnlyList<string> B) one, (IReadOnlyList<string> A, IReadOnlyList<string> B) other) =>
        one.A.SequenceEqual(other.A) && one.B.SequenceEqual(other.B);

    internal static void Fill(string folder)
    {
        foreach (string seed in new[] { "0", "1", "2" })
        {
            new SyntheticRun { Seed = seed, SampleFiles = 2 }.WriteRing(folder);
            new SyntheticRun { Seed = seed, SampleFiles = 2, Steps = 8000, Modes = seed == "0" ? [2, 4, 6, 8]
                : [2, 3, 3, 3 + int.Parse(seed, System.Globalization.CultureInfo.InvariantCulture)] }.WriteRing(folder);
        }
    }

    private void Fill() => Fill(_folder.FullName);

    private RunComparison Compare() => RunComparison.Of(RunComparison.Read(RunFinder.All(_folder.FullName)).Runs);

    private string Write(string? baseline = null)
    {
        RunComparison comparison = Compare();
        string path = _folder["comparison.html"];
        ComparisonReport.Write(ComparisonView.Of(comparison, comparison.Baseline(baseline), comparison.Notes), path);
        return File.ReadAllText(path);
    }

    [GeneratedRegex("<h2>(?<text>.*?)</h2>", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Heading();
}
