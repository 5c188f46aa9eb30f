using System.Text.Json;
using GanCli.Runs;
using GanCli.Tests.Reporting.Comparison;

namespace GanCli.Tests.Commands;

/// <summary>What one may ask <c>gan compare</c> for.</summary>
public sealed class CompareOptionsTests : ComparedRuns
{
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
            string.Join('\n', Gan("compare", "--only-diff", "--columns", "loss,modes.max,success", "--sort", "optimizer.generator.lr", "--where", "seed<4").Data
                .Split('\n').Take(3)));
        Assert.StartsWith("  GROUP\n  lr=0.1\n  lr=1\n", Gan("compare", "--columns", "group", "--sort", "-modes").Data, StringComparison.Ordinal);
        Assert.Contains("against lr=1 ", Gan("compare", "--baseline", "lr=1").Data, StringComparison.Ordinal);

        // Costs that somebody chose are shown and not tested.
        string costs = Gan("compare", "--columns", "steps,gradients,seconds").Data;
        Assert.StartsWith("  GROUP     STEPS  GRADIENTS  SECONDS\n", costs, StringComparison.Ordinal);
        Assert.Equal(["success", "seconds"], costs.Split('\n').Where(line => line.Contains(" pairs", StringComparison.Ordinal))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]));
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
        new SeedRun { Modes = [3, 8] }.WriteSeeds(Folder.FullName, 8, 8, 5);
        new SeedRun { Modes = [3, 8], LearningRate = "1", Begun = 1 }.WriteSeeds(Folder.FullName, 1, 1, 1);
        Assert.Contains("\n  lr=0.001  200 (2 of 3)\n", Gan("compare", "--columns", "first").Data, StringComparison.Ordinal);
    }

    [Fact]
    public void PairsAreTakenUnlessSomebodySaysOtherwise()
    {
        Fill();
        Assert.Contains("labels, 6 against 6", Gan("compare", "--unpaired").Data, StringComparison.Ordinal);
        Assert.DoesNotContain("pairs", Gan("compare", "--unpaired").Data, StringComparison.Ordinal);
    }

    [Fact]
    public void WhereNothingEndedThereIsNothingToCompare()
    {
        new SeedRun { State = RunState.Interrupted }.Write(Folder.FullName);
        (int code, string data, string talk) = Gan("compare");
        Assert.Equal((2, ""), (code, data));
        Assert.Equal("error: none of the runs came to an end yet: 1 run without an outcome left out: 1 interrupted\n", talk);
    }

    [Theory]
    [InlineData(
        "error: --columns: 'modess' is no column; did you mean 'modes'?\n  columns: group, name, runs, diverged, success, cost, modes, hq, reverse-kl, "
            + "first, hopping, seconds, steps, gradients, settings\n", "--columns", "modess")]
    [InlineData("error: --where: 'loss' is no condition; it looks like loss=hinge or metrics.modes>=8 (=, !=, <, <=, >, >=)\n", "--where", "loss")]
    [InlineData("error: --where: no run has 'los'; did you mean 'loss.kind'?\n", "--where", "los=hinge")]
    [InlineData("error: --where: '10%' is no number; hq is one: a rate of 5% is 0.05\n", "--where", "hq>10%")]
    [InlineData("error: --where: no run with loss=hing; the only value is hinge\n", "--where", "loss=hing")]
    [InlineData("error: --where: no run with optimizer.generator.lr=0.7; values are 1, 0.1\n", "--where", "optimizer.generator.lr=0.7")]
    [InlineData("error: --where: no run with optimizer.generator.lr<0.1; values are 0.1, 1\n", "--where", "optimizer.generator.lr<0.1")]
    [InlineData("error: --where: no run with seed=17; values are 6, 5, 4, 3 and 3 more\n", "--where", "seed=17")]
    [InlineData("error: --where: no run with state=complete; values are completed, interrupted\n", "--where", "modes>7", "--where", "state=complete")]
    [InlineData("error: --where: no run with reverse-kl>0.09; values are 0.0804, 0.0802, 0.08, 0.0705 and 8 more\n", "--where", "reverse-kl>0.09")]
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
        string file = Folder["paper.yaml"];
        File.WriteAllText(
            file,
            "config: {data: dirac, training: {steps: 100}, evaluation: {metrics: [sliced-wasserstein]}}\npublished: {source: A 2020, kind: printed, "
                + "plus-minus: deviation, trials: 4}\n"
            + "axes: [{points: [{label: a, expect: [{metric: distance, value: 1, plus-minus: 0.1, note: a remark}]}]}]\n");

        Assert.StartsWith(
            """
              paper
              A 2020; ± is the standard deviation of 4 trials
              not run
              printed numbers: 0 agree, 0 differ, 0 inconclusive, 1 not counted
              SETTING  METRIC    PUBLISHED  MEASURED  N  DIFFERENCE  VERDICT               NOTE
              a        distance  1 ± 0.1    –         0              not counted: not run  a remark

            """.ReplaceLineEndings("\n"),
            Gan("compare", "--expect", file).Data);
        using JsonDocument document = JsonDocument.Parse(Gan("compare", "--expect", file, "--format", "json").Data);
        JsonElement row = document.RootElement.GetProperty("tables")[0].GetProperty("rows")[0];
        Assert.Equal(("printed", 0.15), (row.GetProperty("kind").GetString(), Math.Round(row.GetProperty("margin").GetDouble(), 9)));
        Assert.Equal((1, 0, "not run"), (row.GetProperty("published").GetDouble(), row.GetProperty("n").GetInt32(), row.GetProperty("reason").GetString()));
        Assert.Equal((2, "", "error: --expect has no form as CSV; use --format json\n"), Gan("compare", "--expect", file, "--format", "csv"));
        Assert.Equal((2, "", "error: --expect takes the runs of its sweeps, as they are; leave out --by\n"), Gan("compare", "--expect", file, "--by", "step"));
        Assert.Equal((2, "", "error: --expect takes the runs of its sweeps, as they are; leave out the names of runs\n"),
            Gan("compare", "ring", "--expect", file));
        Assert.Equal((2, "", "error: --scale is 1.5; it must be above 0 and at most 1\n"), Gan("sweep", "--file", file, "--scale", "1.5"));
    }
}
