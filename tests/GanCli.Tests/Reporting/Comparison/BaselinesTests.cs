using System.Text.RegularExpressions;
using GanCli.Reporting;
using GanCli.Reporting.Comparison;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.Reporting.Comparison;

public sealed class BaselinesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AChoiceOnOneAxisIsABaselineForEachOfTheOthers()
    {
        RunComparison comparison = OnTwoData();
        Baselines baselines = comparison.Baseline(null)!;
        Assert.Equal(("baseline with the same data", (RunGroup?)null), (baselines.Label, baselines.Only));
        Assert.Equal(
            ["baseline, ring of itself", "baseline, ring", "baseline, grid of itself", "baseline, grid", "nothing"],
            comparison.Groups.Select(group => (baselines.Of(group)?.Label ?? "nothing") + (baselines.Contains(group) ? " of itself" : "")));

        BaselineTest[] modes = [.. BaselineTest.All(comparison.Groups, baselines, [comparison.Metrics[0]]).Where(test => test.What == "modes")];
        Assert.Equal(["packing, ring 6", "packing, grid 18"], modes.Select(test => FormattableString.Invariant($"{test.Group.Label} {test.Difference}")));
        Assert.Empty(Combination.All(comparison, baselines, comparison.Metrics));
    }

    [Fact]
    public void AnyChoiceWillDoAndALabelIsOneGroup()
    {
        RunComparison comparison = OnTwoData();
        Baselines rings = comparison.Baseline("ring")!;
        Assert.Equal("ring with the same remedy", rings.Label);
        Assert.Equal(["baseline, ring", "packing, ring"], comparison.Groups.Where(rings.Contains).Select(group => group.Label));
        Assert.Equal("baseline, grid", comparison.Baseline("baseline, grid")?.Only?.Label);
        Assert.Equal("packing, grid", comparison.Baseline("packing, g")?.Only?.Label);
        Assert.Null(comparison.Baseline("pack"));
    }

    // As in configs/sweeps/combine.yaml: on the same data one group without any change is the baseline of all.
    [Fact]
    public void OnTheSameDataTheFirstGroupIsTheBaselineAndChangesCombine()
    {
        new SweptRuns(_folder.FullName, "architecture", "remedy")
            .Add(["baseline", "none"], [1, 1]).Add(["baseline", "packing"], [6, 5]).Add(["deeper", "none"], [3, 4]).Add(["deeper", "packing"], [8, 8]).Close();
        RunComparison comparison = Compare();
        Assert.Equal("baseline, none", comparison.Baseline(null)?.Only?.Label);
        Assert.NotEmpty(Combination.All(comparison, comparison.Baseline(null)!, comparison.Metrics));
        Assert.Equal("baseline with the same remedy", comparison.Baseline("baseline")?.Label);
    }

    // A word on both axes means neither.
    [Fact]
    public void AWordOfTwoAxesIsNoBaseline()
    {
        new SweptRuns(_folder.FullName, "architecture", "remedy").Add(["none", "none"], [1]).Add(["none", "packing"], [2]).Add(["deeper", "none"], [3]).Close();
        Assert.Null(Compare().Baseline("none"));
        Assert.Equal("none, none", Compare().Baseline(null)?.Label);
    }

    [Fact]
    public void TheReportSaysSo()
    {
        RunComparison comparison = OnTwoData();
        string path = _folder["comparison.html"];
        ComparisonReport.Write(ComparisonView.Of(comparison, comparison.Baseline(null), comparison.Notes), path);
        Assert.Contains("<h2>Against baseline with the same data</h2>", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void TheReportHasCombinations()
    {
        new SweptRuns(_folder.FullName, "architecture", "remedy")
            .Add(["plain", "none"], [1, 1]).Add(["plain", "packing"], [6, 5]).Add(["deeper", "none"], [3, 4]).Add(["deeper", "packing"], [8, 8]).Close();
        RunComparison comparison = Compare();
        string path = _folder["comparison.html"];
        ComparisonReport.Write(ComparisonView.Of(comparison, comparison.Baseline(null), comparison.Notes), path);
        string page = File.ReadAllText(path);
        Assert.Contains("<h2>Combinations against the better of their two changes alone</h2>", page, StringComparison.Ordinal);
        Assert.Matches(
            new Regex("<td>deeper, packing</td><td>plain, packing</td><td>modes</td><td class=\"number\" data-value=\"2.5\">\\+2.5</td>", RegexOptions.None,
                TimeSpan.FromSeconds(10)), page);
    }

    // The last group was run without its baseline.
    private RunComparison OnTwoData()
    {
        new SweptRuns(_folder.FullName, "remedy", "data")
            .Add(["baseline", "ring"], [1, 1])
            .Add(["packing", "ring"], [7, 7])
            .Add(["baseline", "grid"], [2, 2], static run => run with { Data = "grid" })
            .Add(["packing", "grid"], [20, 20], static run => run with { Data = "grid" })
            .Add(["packing", "spiral"], [5, 5], static run => run with { Data = "spiral" })
            .Close();
        return Compare();
    }

    private RunComparison Compare() => RunComparison.Of(RunComparison.Read(RunFinder.All(_folder.FullName)).Runs);
}
