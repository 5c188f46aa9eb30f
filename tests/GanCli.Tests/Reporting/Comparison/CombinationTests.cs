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
        Combination[] modes =
            [.. Combination.All(comparison, Baselines.One(comparison.Groups[0]), [comparison.Metrics[0]]).Where(each => each.Test.What == "modes")];
        Assert.Equal(["deeper, packing", "deeper, unrolling"], modes.Select(each => each.Test.Group.Label));
        Assert.Equal([1.0, 7.5], modes.Select(each => each.Test.Difference));
        Assert.Equal([4 / 256.0, 4 / 256.0], modes.Select(each => each.Test.Adjusted));

        // Without pairs: of the 16 over 8 ways to split sixteen runs two are as extreme.
        Combination unpaired = Combination.All(comparison, Baselines.One(comparison.Groups[0]), [comparison.Metrics[0]], paired: false)
            .First(each => each.Test.What == "modes");
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
            Combination.All(comparison, Baselines.One(comparison.Groups[0]), [comparison.Metrics[0]])
                .Select(each => $"{each.Test.What} {each.Single.Label} {each.Test.Effect}"));
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
            File.WriteAllText(run.ResolvedJsonPath, File.ReadAllText(run.ResolvedJsonPath)
                .Replace("\"modes\":8", $"\"modes\":{number}", StringComparison.Ordinal));
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
        Combination only =
            Assert.Single(Combination.All(comparison, Baselines.One(comparison.Groups[0]), [comparison.Metrics[0]]), each => each.Test.What == "modes");
        Assert.Equal(("hinge lr=2", 3.0, "cannot reach .05 (least 1)"), (only.Single.Label, only.Test.Difference, only.Test.Verdict));
    }

    // Seed by seed (8 − 6) − (3 − 1) and so on; the interval and the exact test from their definitions.
    [Fact]
    public void AnInteractionIsTheDifferenceOfDifferences()
    {
        double[] none = [1, 1, 2, 1, 1, 1], packing = [2, 1, 2, 3, 2, 2], deeper = [3, 4, 3, 3, 4, 3], both = [8, 8, 7, 8, 6, 8];
        Swept().Add(["plain", "none"], none).Add(["plain", "packing"], packing).Add(["deeper", "none"], deeper).Add(["deeper", "packing"], both).Close();
        RunComparison comparison = Compare();
        BaselineTest modes = Combination.All(comparison, Baselines.One(comparison.Groups[0]), comparison.Metrics)
            .Single(each => each.Test.What == "modes").Interaction!;
        double[] differences = [.. Enumerable.Range(0, 6).Select(i => both[i] - packing[i] - (deeper[i] - none[i]))];
        Assert.Equal([4.0, 4, 4, 3, 1, 4], differences);
        double mean = differences.Average();
        double error = Math.Sqrt(differences.Sum(d => (d - mean) * (d - mean)) / 5 / 6);
        Assert.Equal(mean, modes.Difference, 12);
        Assert.Equal(mean - (2.570581835636314 * error), modes.Interval!.Value.Low, 9);
        Assert.Equal(mean + (2.570581835636314 * error), modes.Interval.Value.High, 9);
        int extreme = Enumerable.Range(0, 64)
            .Count(signs => Math.Abs(Enumerable.Range(0, 6).Sum(i => (signs >> i & 1) == 0 ? differences[i] : -differences[i])) >= differences.Sum() - 1e-9);
        Assert.Equal(("sign flips", extreme / 64.0, 6, 6), (modes.Outcome!.Method, modes.Outcome.P, modes.Pairs, modes.Differing));
    }

    // Two combinations: Holm doubles the smaller p.
    [Fact]
    public void HolmCountsTheInteractions()
    {
        double[] zero = [0, 0, 0, 0, 0, 0, 0, 0];
        Swept()
            .Add(["plain", "none"], zero).Add(["plain", "packing"], zero).Add(["plain", "unrolling"], zero)
            .Add(["deeper", "none"], zero).Add(["deeper", "packing"], [3, 3, 3, 3, 3, 3, 3, 3]).Add(["deeper", "unrolling"], [4, 4, 4, 4, 4, 4, 4, -1])
            .Close();
        RunComparison comparison = Compare();
        BaselineTest[] modes =
            [.. Combination.All(comparison, Baselines.One(comparison.Groups[0]), [comparison.Metrics[0]]).Where(each => each.Test.What == "modes")
                .Select(each => each.Interaction!)];

        // All of one sign: 2 of 256. One of the eight turned: its flip back is as extreme, and more so: 4 of 256.
        Assert.Equal([2 / 256.0, 4 / 256.0], modes.Select(test => test.Outcome!.P));
        Assert.Equal([4 / 256.0, 4 / 256.0], modes.Select(test => test.Adjusted));
    }

    [Fact]
    public void OnlySeedsThatAllFourRanCount()
    {
        Swept().Add(["plain", "none"], [0, 0, 0, 0]).Add(["plain", "packing"], [1, 1, 1]).Add(["deeper", "none"], [2, 2, 2, 2])
            .Add(["deeper", "packing"], [8, 7, 8, 8]).Close();
        RunComparison comparison = Compare();
        BaselineTest modes = Combination.All(comparison, Baselines.One(comparison.Groups[0]), [comparison.Metrics[0]])
            .Single(each => each.Test.What == "modes").Interaction!;
        Assert.Equal((3, (5.0 + 4 + 5) / 3, "cannot reach .05 (least 0.25)"), (modes.Pairs, Math.Round(modes.Difference, 12), modes.CorrectedText), (a, b) =>
            a.Item1 == b.Item1 && Math.Abs(a.Item2 - b.Item2) < 1e-9 && a.Item3 == b.Item3);
    }

    [Fact]
    public void WithoutPairsOrCommonSeedsThereIsNoInteraction()
    {
        Swept()
            .Add(["plain", "none"], [0, 0]).Add(["plain", "packing"], [1, 1]).Add(["deeper", "none"], [2, 2])
            .Add(["deeper", "packing"], [8, 7], run => run with { Seed = "1" + run.Seed }).Close();
        RunComparison comparison = Compare();
        Assert.All(Combination.All(comparison, Baselines.One(comparison.Groups[0]), comparison.Metrics), each => Assert.Null(each.Interaction));
        Assert.Empty(ComparisonView.Of(comparison, Baselines.One(comparison.Groups[0]), []).InteractionTable.Rows);
        Assert.All(Combination.All(comparison, Baselines.One(comparison.Groups[0]), comparison.Metrics, paired: false), each => Assert.Null(each.Interaction));
    }

    [Fact]
    public void ChangesThatAddUpDoNotInteractByRounding()
    {
        Swept()
            .Add(["plain", "none"], [1, 1], run => run with { HighQuality = 0 }).Add(["plain", "packing"], [1, 1], run => run with { HighQuality = 0.1 })
            .Add(["deeper", "none"], [1, 1], run => run with { HighQuality = 0.2 }).Add(["deeper", "packing"], [1, 1], run => run with { HighQuality = 0.3 })
            .Close();
        Assert.NotEqual(0, 0.3 - 0.1 - 0.2);
        RunComparison comparison = Compare();
        BaselineTest quality = Combination.All(comparison, Baselines.One(comparison.Groups[0]), comparison.Metrics)
            .Single(each => each.Test.What == "hq").Interaction!;
        Assert.Equal((0.0, 0, "all are equal", "0.0 pp"), (quality.Difference, quality.Differing, quality.Verdict, quality.Effect));
    }

    private SweptRuns Swept() => new(_folder.FullName, "architecture", "remedy");

    private RunComparison Compare() => RunComparison.Of(RunComparison.Read(RunFinder.All(_folder.FullName)).Runs);
}
