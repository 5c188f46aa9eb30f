using System.Text.Json;
using GanCli.Commands;
using GanCli.Runs;
using GanCli.Terminal;
using GanCli.Tests.Reporting.Comparison;
using GanCli.Tests.Support;

namespace GanCli.Tests.Commands;

public sealed class CompareCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void GroupsStandBesideEachOtherAndThenAgainstTheBaseline()
    {
        Fill();
        Assert.Equal(
            """
              GROUP   RUNS  ALL MODES          95%        MODES            95%  MEDIAN           HQ             95%  MEDIAN         REVERSE KL               95%  MEDIAN  FIRST  SECONDS
              lr=1       6        6/6  61% to 100%        8 ± 0         8 to 8       8  90.0% ± 0.0  90.0% to 90.0%   90.0%  0.01025 ± 0.00019  0.0101 to 0.0104  0.0103    200  0.2 ± 0
              lr=0.1     6        0/6    0% to 39%  1.50 ± 0.55  0.925 to 2.07     1.5  90.0% ± 0.0  90.0% to 90.0%   90.0%    0.0752 ± 0.0054  0.0696 to 0.0809  0.0753      –  0.2 ± 0
              runs of a group differ in nothing but seeds; ±: standard deviation; 95%: Student’s interval of the mean, Wilson’s of
              the rate
              1 run without an outcome left out: 1 interrupted

              against lr=0.1 (--baseline takes another)
              GROUP  MEASURE     DIFFERENCE  95%                 DELTA  P      P (HOLM)       TEST
              lr=1   success     +100.0%     +44.8% to +100.0%   +1.00  0.031  0.031          McNemar, 6 pairs
              lr=1   modes       +6.5        +5.93 to +7.07      +1.00  0.031  0.031          sign flips, 6 pairs
              lr=1   hq          0.0%        0.0% to 0.0%        0.00   –      all are equal  sign flips, 6 pairs, none differs
              lr=1   reverse kl  −0.065      −0.0707 to −0.0593  −1.00  0.031  0.031          sign flips, 6 pairs
              difference: mean less the baseline’s; delta: Cliff’s, −1 to 1; p: exact, two-sided, Holm’s correction over the groups
              for each measure

            """.ReplaceLineEndings("\n"),
            Gan("compare").Data);
    }

    [Fact]
    public void ANarrowTerminalGetsFewerColumns()
    {
        Fill();
        string data = Gan(new StreamTraits(IsTerminal: true, HasColour: false, 58), "compare").Data;
        Assert.StartsWith("  GROUP   RUNS  ALL MODES          95%        MODES\n", data, StringComparison.Ordinal);
        Assert.All(data.Split('\n'), line => Assert.InRange(line.Length, 0, 58));
    }

    // The corrected p value says more than the raw one.
    [Fact]
    public void InANarrowTableTheCorrectedPStays()
    {
        Fill();
        string[] lines = Gan(new StreamTraits(IsTerminal: true, HasColour: false, 80), "compare").Data.Split('\n');
        string heading = Assert.Single(lines, static line => line.Contains("MEASURE", StringComparison.Ordinal));
        Assert.Equal("GROUP MEASURE DIFFERENCE 95% P (HOLM)", string.Join(' ', heading.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public void MetricsMayBeNamedWithoutTheirPrefix()
    {
        Fill();
        Assert.Equal(Gan("compare", "--where", "metrics.modes>=8").Data, Gan("compare", "--where", "modes>=8").Data);
    }

    // Of the seeds that never held all modes the first step says nothing: how many did stands beside it.
    [Fact]
    public void TheFirstStepIsAMedianAlsoWhereItIsAskedFor()
    {
        new SeedRun { Modes = [3, 8] }.WriteSeeds(_folder.FullName, 8, 8, 5);
        new SeedRun { Modes = [3, 8], LearningRate = "1", Begun = 1 }.WriteSeeds(_folder.FullName, 1, 1, 1);
        Assert.Contains("\n  lr=0.001  200 (2 of 3)\n", Gan("compare", "--columns", "first").Data, StringComparison.Ordinal);
    }

    [Fact]
    public void WhereNothingEndedThereIsNothingToCompare()
    {
        new SeedRun { State = RunState.Interrupted }.Write(_folder.FullName);
        (int code, string data, string talk) = Gan("compare");
        Assert.Equal((2, ""), (code, data));
        Assert.Equal("error: none of the runs came to an end yet: 1 run without an outcome left out: 1 interrupted\n", talk);
    }

    [Fact]
    public void ColumnsRowsAndOrderAreChosen()
    {
        Fill();
        Assert.Equal(
            """
              GROUP   OPTIMIZER.GENERATOR.LR  OPTIMIZER.DISCRIMINATOR.LR  LOSS   MODES MAX  ALL MODES
              lr=0.1  0.1                     0.1                         hinge          2        0/4
              lr=1    1                       1                           hinge          8        4/4
            """.ReplaceLineEndings("\n"),
            string.Join('\n', Gan("compare", "--only-diff", "--columns", "loss,modes.max,success", "--sort", "optimizer.generator.lr", "--where", "seed<4").Data.Split('\n').Take(3)));
        Assert.StartsWith("  GROUP\n  lr=0.1\n  lr=1\n", Gan("compare", "--columns", "group", "--sort", "-modes").Data, StringComparison.Ordinal);
        Assert.Contains("against lr=1 ", Gan("compare", "--baseline", "lr=1").Data, StringComparison.Ordinal);

        // Costs that somebody chose are shown and not tested.
        string costs = Gan("compare", "--columns", "steps,gradients,seconds").Data;
        Assert.StartsWith("  GROUP     STEPS  GRADIENTS  SECONDS\n", costs, StringComparison.Ordinal);
        Assert.Equal(["success", "seconds"], costs.Split('\n').Where(line => line.Contains(" pairs", StringComparison.Ordinal)).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]));
    }

    [Fact]
    public void MarkdownIsATable()
    {
        Fill();
        Assert.Equal(
            """
            | group | all modes | modes |
            |---|---|---|
            | lr=1 | 6/6 | 8 ± 0 |
            | lr=0.1 | 0/6 | 1.50 ± 0.55 |

            Runs of a group differ in nothing but seeds; ±: standard deviation; 95%: Student’s interval of the mean, Wilson’s of the rate.

            1 run without an outcome left out: 1 interrupted.

            Against lr=0.1; difference: mean less the baseline’s; delta: Cliff’s, −1 to 1; p: exact, two-sided, Holm’s correction over the groups for each measure.

            | group | measure | difference | 95% | delta | p | p (Holm) | test |
            |---|---|---|---|---|---|---|---|
            | lr=1 | success | +100.0% | +44.8% to +100.0% | +1.00 | 0.031 | 0.031 | McNemar, 6 pairs |
            | lr=1 | modes | +6.5 | +5.93 to +7.07 | +1.00 | 0.031 | 0.031 | sign flips, 6 pairs |

            """.ReplaceLineEndings("\n"),
            Gan("compare", "--format", "md", "--columns", "success,modes").Data);
    }

    [Fact]
    public void CsvIsInFullPrecisionAndHoldsNothingElse()
    {
        Fill();
        (int code, string data, string talk) = Gan("compare", "--format", "csv", "--columns", "runs,success,modes.sd,first");
        Assert.Equal((0, "group,runs,success,modes.sd,first\nlr=1,6,1,0,200\nlr=0.1,6,0,0.5477225575051661,\n"), (code, data));
        Assert.Equal("15:45:01 1 run without an outcome left out: 1 interrupted\n", talk);
        string[] all = Gan("compare", "--format", "csv").Data.Split('\n');
        Assert.StartsWith("group,optimizer.generator.lr,optimizer.discriminator.lr,runs,diverged,success,success.low,success.high,modes.n,modes.mean,modes.sd,modes.low,modes.high,modes.median,modes.min,modes.max,hq.n,", all[0], StringComparison.Ordinal);
        Assert.All(all[..3], line => Assert.Equal(all[0].Count(c => c == ','), line.Count(c => c == ',')));
    }

    [Fact]
    public void JsonHoldsEverything()
    {
        Fill();
        using JsonDocument document = JsonDocument.Parse(Gan("compare", "--format", "json").Data);
        JsonElement root = document.RootElement;
        JsonElement best = root.GetProperty("groups")[0];
        Assert.Equal("lr=1", best.GetProperty("group").GetString());
        Assert.Equal("1", best.GetProperty("settings").GetProperty("optimizer.generator.lr").GetString());
        Assert.Equal(8, best.GetProperty("measures").GetProperty("modes").GetProperty("mean").GetDouble());
        Assert.Equal(["0", "1", "2", "3", "4", "5"], best.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("seed").GetString()));
        Assert.Equal(JsonValueKind.Null, root.GetProperty("groups")[1].GetProperty("runs")[0].GetProperty("values").GetProperty("first").ValueKind);
        JsonElement hq = root.GetProperty("tests")[2];
        Assert.Equal(("hq", JsonValueKind.Null, 1.0), (hq.GetProperty("measure").GetString(), hq.GetProperty("p").ValueKind, hq.GetProperty("least-p").GetDouble()));
        Assert.Equal(2 / 64.0, root.GetProperty("tests")[1].GetProperty("p").GetDouble(), 14);
        Assert.Equal("lr=0.1", root.GetProperty("baseline").GetString());
    }

    [Fact]
    public void CombinationsOfASweepStandAgainstTheBetterChangeAlone()
    {
        new SweptRuns(_folder.FullName, "architecture", "remedy")
            .Add(["plain", "none"], [1, 1, 2, 1, 1, 1]).Add(["plain", "packing"], [6, 5, 6, 7, 6, 6])
            .Add(["deeper", "none"], [3, 4, 3, 3, 4, 3]).Add(["deeper", "packing"], [8, 8, 8, 8, 8, 8], run => run with { SecondsPerStep = 0.0025 })
            .Close();
        string table = Gan("compare", "--columns", "modes").Data;
        Assert.Equal(
            """
              combinations against the better of their two changes alone
              COMBINATION      BETTER ALONE    MEASURE  DIFFERENCE  95%                DELTA  P      P (HOLM)  TEST
              deeper, packing  plain, packing  success  +100.0%     +44.8% to +100.0%  +1.00  0.031  0.031     McNemar, 6 pairs
              deeper, packing  plain, packing  modes    +2          +1.34 to +2.66     +1.00  0.031  0.031     sign flips, 6 pairs
              difference: mean less that of the better of its two changes alone, which was picked by the same runs: a gain is rather
              understated; p: exact, two-sided, Holm’s correction over the groups for each measure

            """.ReplaceLineEndings("\n"),
            table[Math.Max(0, table.IndexOf("  combinations", StringComparison.Ordinal))..]);
        Assert.EndsWith(
            """

            | combination | better alone | measure | difference | 95% | delta | p | p (Holm) | test |
            |---|---|---|---|---|---|---|---|---|
            | deeper, packing | plain, packing | success | +100.0% | +44.8% to +100.0% | +1.00 | 0.031 | 0.031 | McNemar, 6 pairs |
            | deeper, packing | plain, packing | modes | +2 | +1.34 to +2.66 | +1.00 | 0.031 | 0.031 | sign flips, 6 pairs |

            """.ReplaceLineEndings("\n"),
            Gan("compare", "--columns", "modes", "--format", "md").Data);
        using JsonDocument document = JsonDocument.Parse(Gan("compare", "--columns", "modes", "--format", "json").Data);
        JsonElement modes = document.RootElement.GetProperty("combinations")[1];
        Assert.Equal(
            ("deeper, packing", "deeper", "packing", "plain, packing", "modes"),
            (Text("group"), Text("row"), Text("column"), Text("better-alone"), Text("measure")));
        Assert.Equal((2.0, 6, 2 / 64.0), (modes.GetProperty("difference").GetDouble(), modes.GetProperty("pairs").GetInt32(), modes.GetProperty("p").GetDouble()));

        string? Text(string key) => modes.GetProperty(key).GetString();
    }

    [Fact]
    public void CostsAreInStepsOfTheBaseline()
    {
        new SeedRun { Name = "baseline" }.WriteSeeds(_folder.FullName, 1, 2);
        new SeedRun { Name = "unrolling", SecondsPerStep = 0.0055, LearningRate = "1", Begun = 1 }.WriteSeeds(_folder.FullName, 8, 8);
        Assert.StartsWith("  GROUP      COST\n  unrolling  5.50\n  baseline   1.00\n", Gan("compare", "--columns", "cost").Data, StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(Gan("compare", "--format", "json").Data);
        Assert.Equal(5.5, document.RootElement.GetProperty("groups")[0].GetProperty("cost").GetDouble(), 12);
    }

    [Fact]
    public void PairsAreTakenUnlessSomebodySaysOtherwise()
    {
        Fill();
        Assert.Contains("labels, 6 against 6", Gan("compare", "--unpaired").Data, StringComparison.Ordinal);
        Assert.DoesNotContain("pairs", Gan("compare", "--unpaired").Data, StringComparison.Ordinal);
    }

    [Fact]
    public void SeedsThatPartGetTheirShares()
    {
        for (int i = 0; i < 4; i++)
        {
            new SeedRun { Seed = $$"""{"init":{{i / 2}},"data":0,"latent":{{i % 2}}}""", Modes = [4 + (2 * (i / 2)) + (i % 2)], Begun = i }.Write(_folder.FullName);
        }

        // V(init) = 2, V(latent) = 1/2, V(both) = (9/2 + 1/2)/2: 2, 1/2 and nothing together. Where nothing varies there is nothing to share.
        string data = Gan("compare", "--columns", "modes,hq").Data;
        Assert.EndsWith("  shares of the variance by seed\n  GROUP  MEASURE  INIT  DATA  LATENT  TOGETHER\n  ring   modes    80%   –     20%     0%\n", data, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error: --columns: 'modess' is no column; did you mean 'modes'?\n  columns: group, name, runs, diverged, success, cost, modes, hq, reverse-kl, first, seconds, steps, gradients, settings\n", "--columns", "modess")]
    [InlineData("error: --where: 'loss' is no condition; it looks like loss=hinge or metrics.modes>=8 (=, !=, <, <=, >, >=)\n", "--where", "loss")]
    [InlineData("error: --where: no run has 'los'; did you mean 'loss.kind'?\n", "--where", "los=hinge")]
    [InlineData("error: --where: '10%' is no number; hq is one: a rate of 5% is 0.05\n", "--where", "hq>10%")]
    [InlineData("error: --where: no run with loss=minimax\n", "--where", "loss=minimax")]
    [InlineData("error: --format: 'xml' is not one of table, md, csv, json\n", "--format", "xml")]
    [InlineData("error: --by: 'hours' is not one of step, seconds, gradients\n", "--by", "hours")]
    [InlineData("error: --baseline: 'lr' does not name one group\n  groups: 'lr=0.1', 'lr=1'\n", "--baseline", "lr")]
    public void AWrongOptionIsExplained(string talk, params string[] options)
    {
        Fill();
        Assert.Equal((2, "", talk), Gan(["compare", .. options]));
    }

    [Fact]
    public void PublishedNumbersStandBesideTheSweepsRuns()
    {
        string file = _folder["paper.yaml"];
        File.WriteAllText(
            file,
            "config: {data: dirac, training: {steps: 100}, evaluation: {metrics: [sliced-wasserstein]}}\npublished: {source: A 2020, plus-minus: deviation, trials: 4}\n"
            + "axes: [{points: [{label: a, expect: [{metric: distance, value: 1, plus-minus: 0.1, note: a remark}]}]}]\n");

        Assert.StartsWith(
            """
              paper
              A 2020; ± is the standard deviation of 4 trials
              not run
              SETTING  METRIC    PUBLISHED  MEASURED  N  VERDICT  NOTE
              a        distance  1 ± 0.1    –         0  not run  a remark

            """.ReplaceLineEndings("\n"),
            Gan("compare", "--expect", file).Data);
        using JsonDocument document = JsonDocument.Parse(Gan("compare", "--expect", file, "--format", "json").Data);
        JsonElement row = document.RootElement.GetProperty("tables")[0].GetProperty("rows")[0];
        Assert.Equal((1, 0, "not run"), (row.GetProperty("published").GetDouble(), row.GetProperty("n").GetInt32(), row.GetProperty("reason").GetString()));
        Assert.Equal((2, "", "error: --expect has no form as CSV; use --format json\n"), Gan("compare", "--expect", file, "--format", "csv"));
        Assert.Equal((2, "", "error: --expect takes the runs of its sweeps, as they are; leave out --by\n"), Gan("compare", "--expect", file, "--by", "step"));
        Assert.Equal((2, "", "error: --expect takes the runs of its sweeps, as they are; leave out the names of runs\n"), Gan("compare", "ring", "--expect", file));
        Assert.Equal((2, "", "error: --scale is 1.5; it must be above 0 and at most 1\n"), Gan("sweep", "--file", file, "--scale", "1.5"));
    }

    [Fact]
    public void RunsAreNamedInManyWays()
    {
        RunFolder[] runs = [new SeedRun { Name = "a" }.Write(_folder.FullName), new SeedRun { Name = "b", Seed = "1" }.Write(_folder["deep/sweep"]), new SeedRun { Name = "b", Seed = "2" }.Write(_folder["deep/sweep"])];
        Assert.Equal(Paths(runs), Find());
        Assert.Equal(Paths(runs[0]), Find("a"));
        Assert.Equal(Paths(runs[0]), Find(runs[0].Id));
        Assert.Equal(Paths(runs[0]), Find(runs[0].Path, "a", "latest"));
        Assert.Equal(Paths(runs[1..]), Find("deep"));
        Assert.Equal(Paths(runs[1..]), Find("deep/sweep/b"));
        Assert.Equal(Paths(runs[1..]), Find(_folder["deep"]));
        Assert.Equal(Paths(runs[2]), Find(_folder["deep/sw*/b/*-s2-*"]));
        Assert.Equal(Paths(runs[0]), Find("a/*"));
        Assert.Equal("no run matches 'zz*', neither as a folder nor among the names in " + _folder.FullName, Assert.Throws<RunNotFoundException>(() => Find("zz*")).Message);
        Assert.StartsWith("no run 'zz' in ", Assert.Throws<RunNotFoundException>(() => Find("zz")).Message, StringComparison.Ordinal);
        Assert.Throws<RunNotFoundException>(() => RunSelection.Find(_folder["nothing"], []));

        // A sweep lies beside its runs, and not all that lie there are its own.
        SweepFolder sweep = SweepFolder.Create(_folder["deep/sweep"], "b", "1d909940");
        new SweepPlan { Name = "b", Id = sweep.Id, Created = SeedRun.Morning, Arguments = [], Points = [new PlannedRun(0, "hinge", new Dictionary<string, string>(), "2", 100)] }.Write(sweep.PlanPath);
        sweep.Write(0, new PointRecord { Run = runs[2].FolderPart });
        Assert.Equal(Paths(runs[2]), Find(sweep.Path));
        Assert.Equal(Paths(runs[2]), Find(_folder["deep/*/b/sweep-*"]));
        Assert.Equal(Paths(runs[2]), Paths([.. RunSelection.Find(_folder["deep/sweep"], ["1d909940"])]));
        Assert.Equal(Paths(runs[2]), Paths([.. RunSelection.Find(_folder["deep/sweep"], ["b/sweep-1d909940"])]));
        Assert.Equal(Paths(runs), Find());

        string[] Find(params string[] words) => Paths([.. RunSelection.Find(_folder.FullName, words)]);
        static string[] Paths(params RunFolder[] folders) => [.. folders.Select(run => Path.GetFullPath(run.Path)).Order(StringComparer.Ordinal)];
    }

    private void Fill()
    {
        new SeedRun { LearningRate = "0.1", Modes = [0, 2] }.WriteSeeds(_folder.FullName, 1, 2, 1, 2, 1, 2);
        new SeedRun { LearningRate = "1", Modes = [0, 8], Begun = 1 }.WriteSeeds(_folder.FullName, 8, 8, 8, 8, 8, 8);
        new SeedRun { LearningRate = "1", Seed = "6", State = RunState.Interrupted }.Write(_folder.FullName);
    }

    private (int Code, string Data, string Talk) Gan(params string[] arguments) => Gan(StreamTraits.Plain, arguments);

    private (int Code, string Data, string Talk) Gan(StreamTraits traits, params string[] arguments)
    {
        RecordedOutput output = new(traits);
        int code = CommandLine.Run([.. arguments, "--runs-dir", _folder.FullName], output.Output);
        return (code, output.Data, output.Talk);
    }
}
