using GanCli.Reporting.Comparison;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.Reporting.Comparison;

public sealed class OneMeasureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // One name, two extractors: the values of most runs are kept, and a note tells of the others.
    [Fact]
    public void ValuesByDifferentExtractorsAreNeverInOneColumn()
    {
        ComparedRun[] runs = [Run("0", "classifier a"), Run("1", "classifier b"), Run("2", "classifier b")];
        RunComparison comparison = RunComparison.Of(runs);
        RunGroup group = Assert.Single(comparison.Groups);
        Assert.Equal([false, true, true], group.Runs.Select(static run => run.Values.ContainsKey("hq")));
        Assert.All(group.Runs, static run => Assert.True(run.Values.ContainsKey("modes")));
        Assert.Equal([false, true, true], group.Runs.Select(static run => run.Evaluations[0].Number("hq") is not null));
        Assert.Equal(
            ["hq: left out of 1 run that measured otherwise than by classifier b; values by different extractors do not compare"], comparison.Notes);
    }

    [Fact]
    public void WhereAllMeasuredAlikeNothingIsLeftOut()
    {
        RunComparison comparison = RunComparison.Of([Run("0", "classifier a"), Run("1", "classifier a")]);
        Assert.Empty(comparison.Notes);
        Assert.All(Assert.Single(comparison.Groups).Runs, static run => Assert.True(run.Values.ContainsKey("hq")));
    }

    private ComparedRun Run(string seed, string through)
    {
        ComparedRun run = ComparedRun.Read(new SeedRun { Name = seed, Seed = seed }.Write(_folder.FullName))!;
        var metrics = new OrderedDictionary<string, MetricDescription>(run.Metrics.Metrics, StringComparer.Ordinal);
        metrics["hq"] = metrics["hq"] with { Through = through };
        return run with { Metrics = new MetricsInfo(metrics) };
    }
}
