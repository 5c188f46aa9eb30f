using GanCli.Reporting.Comparison;
using GanCli.Reporting.Page;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.Reporting.Comparison;

/// <summary>What a featureless blob reaches too is shown as such, never praised and never tested.</summary>
public sealed class BlobTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AGroupAtTheFloorIsMarkedAndNotTested()
    {
        ComparisonView view = Compare(blobModes: 0);
        BaselineTest[] tests = [.. view.Tests];
        Assert.Equal("no better than a blob", tests.Single(test => test.Group.Label == "lr=2" && test.What == "hq").Verdict);
        Assert.NotEqual("no better than a blob", tests.Single(test => test.Group.Label == "lr=3" && test.What == "hq").Verdict);

        // A group at the floor does harm where the baseline is better: that is tested.
        RunComparison comparison = view.Comparison;
        IReadOnlyList<BaselineTest> harm = ComparisonView.Of(comparison, comparison.Baseline("lr=3"), comparison.Notes).Tests;
        Assert.NotEqual("no better than a blob", harm.Single(test => test.Group.Label == "lr=2" && test.What == "hq").Verdict);

        // It is in no family of tests either: Holm's correction counts one.
        BaselineTest tested = tests.Single(test => test.Group.Label == "lr=3" && test.What == "hq");
        Assert.Equal(tested.Outcome!.P, tested.Adjusted ?? tested.Outcome.P);

        string[] rows = ComparisonText.Markdown(view).Split('\n');
        Assert.Contains(rows, row => row.StartsWith("| lr=2 ", StringComparison.Ordinal) && row.Contains("0.5% ± 0.0°", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.StartsWith("| lr=3 ", StringComparison.Ordinal) && !row.Contains('°', StringComparison.Ordinal));
        Assert.Contains(rows, row => row.StartsWith("| perfect sampler ", StringComparison.Ordinal) && row.Contains("98.9%", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.StartsWith("| featureless blob ", StringComparison.Ordinal) && row.Contains("0.5%", StringComparison.Ordinal));
        Assert.Contains("no better than a featureless blob", ComparisonText.Markdown(view), StringComparison.Ordinal);
    }

    [Fact]
    public void ModesThatABlobHoldsTooAreNotPraised()
    {
        Assert.StartsWith("“lr=3” held all modes", new ComparisonContent("ring", Compare(blobModes: 0)).Lead, StringComparison.Ordinal);
        ComparisonContent content = new("ring", Compare(blobModes: 8));
        Assert.Equal(
            "A featureless blob holds all modes of these data too, so that to hold them says little. “lr=3” has the best mean of high-quality samples: 90.0%.",
            content.Lead);

        // A run with all modes counts where it also has more samples within them than a blob.
        Assert.Equal(["0/10", "0/10", "10/10"], content.View.Groups.OrderBy(group => group.Label, StringComparer.Ordinal).Select(Column.Success.Text));
        Write(4, modes: 8, quality: 0.005, blobModes: 8);
        Assert.Equal("0/10", Column.Success.Text(View().Groups.Single(group => group.Label == "lr=4")));
    }

    [Fact]
    public void WhereNothingBeatsABlobThatIsTheHeadline()
    {
        foreach (double rate in (double[])[1, 2])
        {
            Write(rate, modes: 8, quality: 0.004, blobModes: 8);
        }

        Assert.Equal("No group is better than a featureless blob.", new ComparisonContent("ring", View()).Lead);
    }

    [Fact]
    public void IntervalsEndWhereTheGroupsOwnDataEnd()
    {
        foreach ((string data, int total) in (IEnumerable<(string, int)>)[("ring", 8), ("grid", 25)])
        {
            for (int seed = 0; seed < 3; seed++)
            {
                RunFolder run =
                    new SeedRun { Data = data, Seed =
                        seed.ToString(System.Globalization.CultureInfo.InvariantCulture), Modes = [total - seed] }.Write(_folder.FullName);
                MetricsInfo info = MetricsInfo.Read(run.MetricsInfoPath);
                new MetricsInfo(
                    new OrderedDictionary<string, MetricDescription>(info.Metrics) { ["modes"] =
                        info.Metrics["modes"] with { Total = total } }).Write(run.MetricsInfoPath);
            }
        }

        RunComparison comparison = RunComparison.Of(RunComparison.Read(RunFinder.All(_folder.FullName)).Runs);
        Assert.Equal([8, 25], comparison.Groups.Select(group => group.Of(comparison.Metrics[0]).Interval!.Value.High).Order());
    }

    [Fact]
    public void ReferencesAreNamedByTheDataWhereTheseDiffer()
    {
        foreach (string data in (string[])["ring", "grid"])
        {
            RunFolder run = new SeedRun { Data = data }.Write(_folder.FullName);
            MetricsInfo info = MetricsInfo.Read(run.MetricsInfoPath);
            new MetricsInfo(
                new OrderedDictionary<string, MetricDescription>(info.Metrics) { ["hq"] =
                    info.Metrics["hq"] with { Perfect = new PerfectScore(2500, 0.989, 0.98, 0.99) } }).Write(run.MetricsInfoPath);
        }

        RunComparison comparison = RunComparison.Of(RunComparison.Read(RunFinder.All(_folder.FullName)).Runs);
        Assert.Equal(["perfect sampler, grid", "perfect sampler, ring"], ReferenceRow.Of(comparison.Groups).Select(row => row.Label).Order());
    }

    private ComparisonView Compare(double blobModes)
    {
        Write(1, modes: 0, quality: 0.004, blobModes);
        Write(2, modes: 2, quality: 0.005, blobModes);
        Write(3, modes: 8, quality: 0.9, blobModes);
        return View();
    }

    private ComparisonView View()
    {
        RunComparison comparison = RunComparison.Of(RunComparison.Read(RunFinder.All(_folder.FullName)).Runs);
        return ComparisonView.Of(comparison, comparison.Baseline("lr=1"), comparison.Notes);
    }

    private void Write(double rate, double modes, double quality, double blobModes)
    {
        for (int seed = 0; seed < 10; seed++)
        {
            RunFolder run = new SeedRun
            {
                LearningRate = rate.ToString(System.Globalization.CultureInfo.InvariantCulture), Seed =
                    seed.ToString(System.Globalization.CultureInfo.InvariantCulture), Modes = [modes], HighQuality = quality,
            }.Write(_folder.FullName);
            MetricsInfo info = MetricsInfo.Read(run.MetricsInfoPath);
            new MetricsInfo(new OrderedDictionary<string, MetricDescription>(info.Metrics.Select(metric => KeyValuePair.Create(metric.Key, metric.Key switch
            {
                "modes" => metric.Value
                    with { Perfect = new PerfectScore(2500, 8, 8, 8), Uninformed = new UninformedScore("uniform", 2500, blobModes, blobModes, blobModes) },
                "hq" => metric.Value
                    with { Perfect = new PerfectScore(2500, 0.989, 0.985, 0.992), Uninformed = new UninformedScore("uniform", 2500, 0.005, 0.004, 0.006) },
                "reverse-kl" => metric.Value with { Uninformed = new UninformedScore("gaussian", 2500, 0.005, 0.004, 0.006) },
                _ => metric.Value,
            })))).Write(run.MetricsInfoPath);
        }
    }
}
