using GanCli.Reporting.Comparison;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.Reporting.Comparison;

public sealed class RunComparisonTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null, 2, 1.306)]
    [InlineData(1.0, 0, null)]
    public void ModesAreHeldByThePartThatTheRunCountedWith(double? part, double hopping, double? width)
    {
        using TemporaryFolder folder = new();
        ComparedRun run = ComparedRun.Read(new SyntheticRun
        {
            Modes = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1], Captured = (row, mode) => mode == row * 3 % 8, HighQuality = 0.04, Held = part,
        }.WriteRing(folder.FullName))!;
        Assert.Equal(hopping, run.Hopping);
        Assert.Equal(width, run.Width is double known ? Math.Round(known, 3) : null);
    }

    [Fact]
    public void RunsThatDifferInSeedNameAndOutputOnlyAreOneGroup()
    {
        new SeedRun { Name = "a", Seed = "0", Modes = [3, 8] }.Write(_folder.FullName);
        new SeedRun { Name = "b", Seed = "2", Modes = [3, 6], Begun = 1 }.Write(_folder.FullName);
        new SeedRun { Name = "b", Seed = "10", Modes = [3, 7], Begun = 2 }.Write(_folder.FullName);
        RunComparison comparison = Compare();
        RunGroup group = Assert.Single(comparison.Groups);
        Assert.Equal(["0", "2", "10"], group.Runs.Select(run => run.Seed));
        Assert.Equal(["modes", "hq", "reverse-kl"], comparison.Metrics.Select(metric => metric.Name));
        Assert.Equal([8.0, 6.0, 7.0], group.Of(comparison.Metrics[0]).Values);
        Assert.Equal((1, 3), group.Success);
        Assert.Equal([200.0], group.Of(Measure.First).Values);
        Assert.Equal([200.0, 200.0, 200.0], group.Of(Measure.Steps).Values);
        Assert.Equal([400.0, 400.0, 400.0], group.Of(Measure.Gradients).Values);
        Assert.Equal(0.2, group.Of(Measure.Seconds).Mean, 12);
        Assert.Empty(comparison.Differing);
        Assert.Empty(comparison.Notes);
        Assert.Equal("a, b", group.Label);
    }

    [Fact]
    public void AGroupIsCalledByWhatDiffers()
    {
        new SeedRun().Write(_folder.FullName);
        new SeedRun { Regularizers = """[{"kind":"packing","degree":2}]""", Begun = 1 }.Write(_folder.FullName);
        new SeedRun { Regularizers = """[{"kind":"packing","degree":4}]""", LearningRate = "0.0001", Begun = 2 }.Write(_folder.FullName);
        new SeedRun { Loss = """{"kind":"alpha","alpha-d":1,"alpha-g":2}""", Begun = 3 }.Write(_folder.FullName);
        RunComparison comparison = Compare();
        Assert.Equal(
            ["loss.kind", "regularizers[0].kind", "regularizers[0].degree", "regularizers", "optimizer.generator.lr", "optimizer.discriminator.lr"],
            comparison.Differing);
        Assert.Equal(
            [
                "hinge no regularizers lr=0.001",
                "hinge packing degree=2 lr=0.001",
                "hinge packing degree=4 lr=0.0001",
                "alpha no regularizers lr=0.001",
            ],
            comparison.Groups.Select(group => group.Label));
    }

    // The one player's rate is not the other's; a rate that both share is one.
    [Fact]
    public void ALabelNamesThePlayer()
    {
        new SeedRun { LearningRate = "1" }.Write(_folder.FullName);
        new SeedRun { LearningRate = "1", DiscriminatorRate = "4", Begun = 1 }.Write(_folder.FullName);
        Assert.Equal(["discriminator.lr=1", "discriminator.lr=4"], Compare().Groups.Select(group => group.Label));
        new SeedRun { LearningRate = "1", DiscriminatorRate = "4", DiscriminatorOptimizer = "sgd", Begun = 2 }.Write(_folder.FullName);
        new SeedRun { LearningRate = "2", DiscriminatorRate = "4", Begun = 3 }.Write(_folder.FullName);
        Assert.Equal(
            [
                "generator.lr=1 discriminator.lr=1 discriminator=adam", "generator.lr=1 discriminator.lr=4 discriminator=adam",
                "generator.lr=1 discriminator.lr=4 discriminator=sgd", "generator.lr=2 discriminator.lr=4 discriminator=adam",
            ],
            Compare().Groups.Select(group => group.Label));
    }

    [Fact]
    public void NamesAreTakenWhereTheyTellGroupsApart()
    {
        new SeedRun { Name = "packing", Regularizers = """[{"kind":"packing"}]""" }.Write(_folder.FullName);
        new SeedRun { Name = "baseline", Begun = 1 }.Write(_folder.FullName);
        RunComparison comparison = Compare();
        Assert.Equal(["packing", "baseline"], comparison.Groups.Select(group => group.Label));

        // A group of that name is what others are compared with; else the one that was begun first.
        Assert.Equal("baseline", comparison.Baseline(null)?.Label);
        Assert.Equal("packing", comparison.Baseline("pack")?.Label);
        Assert.Null(comparison.Baseline("nothing"));
        new SeedRun { Name = "baseline-2", LearningRate = "0.1", Begun = 1 }.Write(_folder.FullName);
        Assert.Equal("baseline", Compare().Baseline("baseline")?.Label);
        Assert.Null(Compare().Baseline("base"));
    }

    [Fact]
    public void WhatDoesNotCountIsSaid()
    {
        new SeedRun { Seed = "0", Modes = [8] }.Write(_folder.FullName);
        new SeedRun { Seed = "0", Modes = [5], Begun = 1 }.Write(_folder.FullName);
        new SeedRun { Seed = "1", State = RunState.Diverged, Begun = 2 }.Write(_folder.FullName);
        new SeedRun { Seed = "2", State = RunState.Interrupted }.Write(_folder.FullName);
        new SeedRun { Seed = "3", State = RunState.Failed }.Write(_folder.FullName);
        RunFolder.Create(_folder.FullName, "young", SeedRun.Morning, "0");
        RunFolder damaged = new SeedRun { Seed = "4" }.Write(_folder.FullName);
        File.WriteAllText(damaged.StatusPath, "{");

        (IReadOnlyList<ComparedRun> runs, IReadOnlyList<string> notes) = RunComparison.Read(RunFinder.All(_folder.FullName));
        Assert.Equal(2, notes.Count);
        Assert.StartsWith($"left out: {damaged.StatusPath}: not readable", notes[0], StringComparison.Ordinal);
        Assert.Equal("1 run has not begun and left no status: left out", notes[1]);
        RunComparison comparison = RunComparison.Of(runs);
        Assert.Equal(
            [
                "2 runs without an outcome left out: 1 interrupted, 1 failed",
                "1 run repeats a seed of the same group: the newest of each counts",
                "1 run diverged: in no mean, and counted as not holding all modes",
            ],
            comparison.Notes);
        RunGroup group = Assert.Single(comparison.Groups);
        Assert.Equal([5.0], group.Of(comparison.Metrics[0]).Values);
        Assert.Equal(((0, 2), 1), (group.Success, group.Diverged));
    }

    // The fast one takes 1 s for 1,000 steps, the slow one 4 s and twice the gradients.
    [Theory]
    [InlineData("step", 4, 6)]
    [InlineData("seconds", 4, 3)]
    [InlineData("gradients", 4, 5)]
    public void GroupsAreGivenTheLeastThatOneEndedWith(string by, double fast, double slow)
    {
        new SeedRun { Modes = [1, 2, 3, 4] }.Write(_folder.FullName);
        new SeedRun { Modes = [3, 5, 5, 6, 7, 8], SecondsPerStep = 0.004, GradientsPerStep = 4, LearningRate = "1", Begun = 1 }.Write(_folder.FullName);
        Budget budget = Budget.All.Single(each => each.Name == by);
        RunComparison comparison = Compare(budget);
        Assert.Equal([fast, slow], comparison.Groups.Select(group => group.Of(comparison.Metrics[0]).Mean));
        Assert.Equal(4, comparison.Groups[0].Of(Measure.Steps).Mean / 100);
        string limit = by switch { "step" => "400 steps", "seconds" => "0.4 seconds of training", _ => "800 gradient evaluations" };
        Assert.Equal([$"each run as it was at its last evaluation within {limit}, the least that a run ended with"], comparison.Notes);

        // Without the budget each is as it ended, and the slow one held all modes at last.
        Assert.Equal([(0, 1), (1, 1)], Compare().Groups.Select(group => group.Success));
        Assert.Equal([(0, 1), (0, 1)], comparison.Groups.Select(group => group.Success));
        Assert.Empty(comparison.Groups[1].Of(Measure.First).Values);
        Assert.Equal([600.0], Compare().Groups[1].Of(Measure.First).Values);
    }

    [Fact]
    public void ARunThatDoesNotTellHasNoValues()
    {
        new SeedRun { GradientsPerStep = null }.Write(_folder.FullName);
        Assert.Equal(["no run tells how many gradient evaluations it took at an evaluation on the way: nothing to compare"], Compare(Budget.Gradients).Notes);
        new SeedRun { LearningRate = "1" }.Write(_folder.FullName);
        RunComparison comparison = Compare(Budget.Gradients);
        Assert.Equal(2, comparison.Notes.Count);
        Assert.Equal("1 run does not tell how many gradient evaluations it took: without values here", comparison.Notes[1]);
    }

    [Theory]
    [InlineData("loss=hinge", "0 2 3")]
    [InlineData("loss.kind=HINGE", "0 2 3")]
    [InlineData("loss!=hinge", "1")]
    [InlineData("regularizers=r1", "3")]
    [InlineData("regularizers!=r1", "0 1 2")]
    [InlineData("regularizers[1].kind=r2", "3")]
    [InlineData("optimizer.generator.lr<=1e-3", "0 1")]
    [InlineData("metrics.modes>=7", "0 1")]
    [InlineData("metrics.modes < 7", "2 3")]
    [InlineData("seed>1", "2 3")]
    [InlineData("name=other", "1")]
    [InlineData("state=completed", "0 1 2 3")]
    public void AConditionPicksRuns(string condition, string seeds)
    {
        new SeedRun { Seed = "0" }.Write(_folder.FullName);
        new SeedRun { Seed = "1", Name = "other", Loss = """{"kind":"minimax"}""", Modes = [7] }.Write(_folder.FullName);
        new SeedRun { Seed = "2", LearningRate = "0.01", Modes = [6] }.Write(_folder.FullName);
        new SeedRun { Seed = "3", LearningRate = "0.01", Modes = [double.NaN, 2], Regularizers = """[{"kind":"r1"},{"kind":"r2"}]""" }.Write(_folder.FullName);
        RunFilter filter = Assert.IsType<RunFilter>(RunFilter.Parse(condition));
        ComparedRun[] runs = [.. Read()];
        Assert.True(filter.IsKnown(runs));
        Assert.Equal(seeds, string.Join(' ', runs.Where(filter.Accepts).Select(run => run.Seed).Order()));
    }

    [Theory]
    [InlineData("loss")]
    [InlineData("=3")]
    [InlineData("")]
    public void WhatIsNoConditionIsNone(string text) => Assert.Null(RunFilter.Parse(text));

    [Fact]
    public void SeedsThatPartAreNamedAndTheirVarianceIsShared()
    {
        int begun = 0;
        foreach ((int init, int data) in new[] { (0, 0), (0, 1), (1, 0), (1, 1) })
        {
            new SeedRun { Seed = $$"""{"init":{{init}},"data":{{data}},"latent":5}""", Modes = [2 + (4 * init)], Begun = begun++ }.Write(_folder.FullName);
        }

        RunComparison comparison = Compare();
        Assert.Equal(["0-0-5", "0-1-5", "1-0-5", "1-1-5"], comparison.Groups[0].Runs.Select(run => run.Seed));
        SeedVariance variance = Assert.Single(SeedVariance.Of(comparison.Groups, [comparison.Metrics[0]]));
        Assert.Equal([1, 0, double.NaN], variance.Shares.Shares.Select(share => Math.Round(share, 12)));
    }

    // 1,000 runs of 50 evaluations among 500 rows of losses each. The limit is generous: other tests run beside this one.
    [Fact]
    public void AThousandRunsAreComparedInAFewSeconds()
    {
        RunFolder pattern = new SeedRun { Modes = [.. Enumerable.Repeat(8.0, 50)] }.Write(_folder["pattern"]);
        string row =
            string.Concat(Enumerable.Range(0, 10)
                .Select(
                    i => $$"""{"step":{{i + 1}},"loss.generator":0.69314718,"loss.discriminator":1.386294361,"logits.real":0.1234567,"logits.fake":-0.1234567}""" + "\n"));
        byte[] log = [.. System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(row, 50))), .. File.ReadAllBytes(pattern.MetricsPath)];
        List<RunFolder> runs = [];
        for (int i = 0; i < 1000; i++)
        {
            string folder = Directory.CreateDirectory(_folder[$"many/name/20261122-080000-s{i % 10}-{i:x6}"]).FullName;
            RunFolder run = RunFolder.Open(folder);
            File.WriteAllText(run.ResolvedJsonPath, File.ReadAllText(pattern.ResolvedJsonPath)
                .Replace("\"seed\":0", $"\"seed\":{i % 10}", StringComparison.Ordinal).Replace("0.001", $"0.{1000 + (i / 10)}", StringComparison.Ordinal));
            File.Copy(pattern.MetricsInfoPath, run.MetricsInfoPath);
            File.Copy(pattern.ManifestPath, run.ManifestPath);
            File.Copy(pattern.StatusPath, run.StatusPath);
            File.WriteAllBytes(run.MetricsPath, log);
            runs.Add(run);
        }

        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        RunComparison comparison = RunComparison.Of(RunComparison.Read(runs).Runs);
        IReadOnlyList<BaselineTest> tests = BaselineTest.All(comparison.Groups, comparison.Baseline(null)!, comparison.Main);
        TimeSpan took = System.Diagnostics.Stopwatch.GetElapsedTime(start);
        Assert.Equal((100, 99 * 4), (comparison.Groups.Count, tests.Count));
        Assert.All(comparison.Groups, group => Assert.Equal((10, 10), group.Success));
        Assert.True(took < TimeSpan.FromSeconds(5), $"it took {took.TotalSeconds:0.0} s");
        TestContext.Current.SendDiagnosticMessage($"1,000 runs compared in {took.TotalSeconds:0.00} s");
    }

    private RunComparison Compare(Budget? budget = null) => RunComparison.Of(Read(), budget);

    // Two workers begin at once, and the second point's run may be the older one.
    [Fact]
    public void GroupsOfASweepStandInTheOrderOfItsPoints()
    {
        new SweptRuns(_folder.FullName, "lr")
            .Add(["lr=1e-4"], [1, 1], static run => run with { Begun = 5 }).Add(["lr=1e-3"], [2, 2], static run => run with { Begun = 4 }).Close();
        Assert.Equal(["lr=1e-4", "lr=1e-3"], Compare().Groups.Select(group => group.Label));
        Assert.Equal("lr=1e-4", Compare().Baseline(null)?.Label);
    }

    // Half of the run was slowed down by something else.
    [Fact]
    public void AStepTakesAsLongAsWhereItWentFastest()
    {
        RunFolder folder = new SeedRun { Modes = [1, 2, 3, 4], SecondsPerStep = 0.004 }.Write(_folder.FullName);
        string[] rows = File.ReadAllLines(folder.MetricsPath);
        File.WriteAllLines(folder.MetricsPath, rows.Select(row => row.Replace("\"seconds\":1.2", "\"seconds\":0.9", StringComparison.Ordinal)));
        ComparedRun run = Assert.Single(RunComparison.Read([folder]).Runs);
        Assert.Equal((1.6, 0.001), (run.Seconds, Math.Round(run.SecondsPerStep, 12)));
    }

    [Fact]
    public void ThreadsTellGroupsApartOnlyWhereTheSameSeedsRanWithOthers()
    {
        new SeedRun { Threads = "1" }.WriteSeeds(_folder.FullName, 8, 8);
        new SeedRun { Threads = "null", Seed = "2", Begun = 1 }.Write(_folder.FullName);
        Assert.Equal(3, Assert.Single(Compare().Groups).Runs.Count);
        new SeedRun { Threads = "null", Seed = "1", Begun = 1 }.Write(_folder.FullName);
        Assert.Equal(["num-threads=1", "num-threads=null"], Compare().Groups.Select(group => group.Label));
    }

    [Fact]
    public void RunsWithoutAnEvaluationByThenAreCounted()
    {
        new SeedRun { Modes = [8] }.Write(_folder.FullName);
        new SeedRun { Modes = [8, 8], SecondsPerStep = 0.01, LearningRate = "1", Begun = 1 }.Write(_folder.FullName);
        Assert.Contains("1 run was not evaluated by then: without values here",
            RunComparison.Of(RunComparison.Read(RunFinder.All(_folder.FullName)).Runs, Budget.Seconds).Notes);
    }

    [Fact]
    public void OtherDataAreNoted()
    {
        new SeedRun().Write(_folder.FullName);
        new SeedRun { Data = "grid", Begun = 1 }.Write(_folder.FullName);
        Assert.Equal(["the groups’ data differ: numbers compare between groups of the same data only, and only such are tested"], Compare().Notes);
    }

    private IReadOnlyList<ComparedRun> Read() => RunComparison.Read(RunFinder.All(_folder.FullName)).Runs;
}
