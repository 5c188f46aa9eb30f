using GanCli.Reporting.Comparison;
using GanCli.Reporting.Statistics;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.Reporting.Comparison;

public sealed class CombinationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Modes: packing is the better single change, and the combination adds 2, 3, 2, 1, 2, 2 to it. Quality: the deeper networks are, and nothing is added.
    [Fact]
    public void ACombinationStandsAgainstTheBetterOfItsTwoChanges()
    {
        Swept()
            .Add(["plain", "none"], [1, 1, 2, 1, 1, 1])
            .Add(["plain", "packing"], [6, 5, 6, 7, 6, 6], run => run with { HighQuality = 0.5 })
            .Add(["deeper", "none"], [3, 4, 3, 3, 4, 3], run => run with { HighQuality = 0.95 })
            .Add(["deeper", "packing"], [8, 8, 8, 8, 8, 8], run => run with { HighQuality = 0.95 })
            .Close();
        RunComparison comparison = Compare();
        Assert.Equal(["architecture", "remedy"], comparison.Axes);
        Combination[] all = [.. Combination.All(comparison, comparison.Baseline("plain, none")!, comparison.Metrics)];
        Assert.Equal(["success", "modes", "hq", "reverse-kl"], all.Select(each => each.Test.What));
        Assert.All(all, each => Assert.Equal(("deeper", "packing", "deeper, packing"), (each.Row, each.Column, each.Test.Group.Label)));

        BaselineTest modes = all[1].Test;
        Outcomes gains = Outcomes.Of([2, 3, 2, 1, 2, 2]);
        Assert.Equal(("plain, packing", 2.0, gains.Interval, 6, 6), (all[1].Single.Label, modes.Difference, modes.Interval, modes.Pairs, modes.Differing));

        // Of the 2⁶ choices of signs two are as extreme, all of one sign: 2/64.
        Assert.Equal(("sign flips", 2 / 64.0, 2 / 64.0), (modes.Outcome!.Method, modes.Outcome.P, modes.Adjusted));
        Assert.Equal(("plain, packing", -2.0), (all[3].Single.Label, Math.Round(all[3].Test.Difference, 12)));
        Assert.Equal(("deeper, none", "all are equal"), (all[2].Single.Label, all[2].Test.Verdict));

        // Six pairs where only the combination succeeds: McNemar's 2/2⁶.
        Assert.Equal(1, all[0].Test.Difference);
        Assert.Equal(2 / 64.0, all[0].Test.Outcome!.P, 12);
    }

    [Fact]
    public void EveryCellWithTwoChangesIsTestedAndHolmCountsThem()
    {
        double[] bad = [0, 1, 0, 1, 0, 1, 0, 1], good = [7, 7, 7, 7, 7, 7, 7, 7], best = [8, 8, 8, 8, 8, 8, 8, 8];
        Swept()
            .Add(["plain", "none"], bad).Add(["plain", "packing"], good).Add(["plain", "unrolling"], bad)
            .Add(["deeper", "none"], bad).Add(["deeper", "packing"], best).Add(["deeper", "unrolling"], best)
            .Close();
        RunComparison comparison = Compare();
        Combination[] modes = [.. Combination.All(comparison, Baselines.One(comparison.Groups[0]), [comparison.Metrics[0]]).Where(each => each.Test.What == "modes")];
        Assert.Equal(["deeper, packing", "deeper, unrolling"], modes.Select(each => each.Test.Group.Label));
        Assert.Equal([1.0, 7.5], modes.Select(each => each.Test.Difference));
        Assert.Equal([4 / 256.0, 4 / 256.0], modes.Select(each => each.Test.Adjusted));

        // Without pairs: of the 16 over 8 ways to split sixteen runs two are as extreme.
        Combination unpaired = Combination.All(comparison, Baselines.One(comparison.Groups[0]), [comparison.Metrics[0]], paired: false).First(each => each.Test.What == "modes");
        Assert.Equal(("labels", null), (unpaired.Test.Outcome!.Method, unpaired.Test.Pairs));
        Assert.Equal(2 / 12870.0, unpaired.Test.Outcome.P, 14);
    }

    [Fact]
    public void AChangeThatDivergedIsNotTheBetterOne()
    {
        Swept()
            .Add(["plain", "none"], [1, 1]).Add(["plain", "packing"], [0, 8])
            .Add(["deeper", "none"], [8, 8], run => run with { State = RunState.Diverged }).Add(["deeper", "packing"], [4, 8])
            .Close();
        RunComparison comparison = Compare();
        Assert.Equal(
            ["success plain, packing 0.0 pp", "modes plain, packing +2"],
            Combination.All(comparison, Baselines.One(comparison.Groups[0]), [comparison.Metrics[0]]).Select(each => $"{each.Test.What} {each.Single.Label} {each.Test.Effect}"));
    }

    [Fact]
    public void WhereThereAreNoTwoChangesThereIsNoCombination()
    {
        Swept().Add(["plain", "none"], [1]).Add(["plain", "packing"], [2]).Add(["deeper", "none"], [3]).Close();
        RunComparison comparison = Compare();
        Assert.NotNull(SettingAxes.Of(comparison));
        Assert.Empty(Combination.All(comparison, Baselines.One(comparison.Groups[0]), []));
    }

    // Other data are another experiment, not a change that could be better.
    [Fact]
    public void OtherDataAreNoChange()
    {
        Swept().Add(["plain", "ring"], [1]).Add(["plain", "grid"], [2]).Add(["deeper", "ring"], [3]).Add(["deeper", "grid"], [4]).Close();
        RunComparison same = Compare();
        Assert.NotEmpty(Combination.All(same, Baselines.One(same.Groups[0]), []));
        foreach ((RunFolder run, int number) in RunFinder.All(_folder.FullName).Select((run, i) => (run, i)))
        {
            File.WriteAllText(run.ResolvedJsonPath, File.ReadAllText(run.ResolvedJsonPath).Replace("\"modes\":8", $"\"modes\":{number}", StringComparison.Ordinal));
        }

        RunComparison other = Compare();
        Assert.Empty(Combination.All(other, Baselines.One(other.Groups[0]), []));
    }

    [Fact]
    public void OfPlainRunsTheSettingsAreTheAxes()
    {
        int begun = 0;
        foreach ((string loss, string rate, double modes) in new[] { ("hinge", "1", 1.0), ("hinge", "2", 5), ("minimax", "1", 3), ("minimax", "2", 8) })
        {
            new SeedRun { Loss = $$"""{"kind":"{{loss}}"}""", LearningRate = rate, Modes = [modes], Begun = begun++ }.Write(_folder.FullName);
        }

        RunComparison comparison = Compare();
        Combination only = Assert.Single(Combination.All(comparison, Baselines.One(comparison.Groups[0]), [comparison.Metrics[0]]), each => each.Test.What == "modes");
        Assert.Equal(("hinge lr=2", 3.0, "cannot reach .05 (least 1)"), (only.Single.Label, only.Test.Difference, only.Test.Verdict));
    }

    private SweptRuns Swept() => new(_folder.FullName, "architecture", "remedy");

    private RunComparison Compare() => RunComparison.Of(RunComparison.Read(RunFinder.All(_folder.FullName)).Runs);
}
