using System.Text.Json;
using GanCli.Reporting.Comparison;
using GanCli.Reporting.Published;
using GanCli.Runs;
using GanCli.Runs.Records;
using GanCli.Tests.Reporting.Comparison;
using GanCli.Tests.Support;

namespace GanCli.Tests.Reporting.Published;

public sealed class PublishedTableTests : IDisposable
{
    private static readonly Expectation Modes =
        new(HeldModes.Key) { Value = 7, PlusMinus = 0.5, Kind = Uncertainty.StandardError, Trials = 10, Note = "a | b" };

    private const string NoBlob = "some runs do not tell what a featureless blob scores, so that rows are counted whether one meets them or not";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TheLongestRunsCountAndTheNewestOfEachSeed()
    {
        RunFolder[] runs =
        [
            new SeedRun { Seed = "0", Modes = [1, 6], Begun = 1 }.Write(_folder.FullName),
            new SeedRun { Seed = "0", Modes = [1, 8], Begun = 2 }.Write(_folder.FullName),
            new SeedRun { Seed = "1", Modes = [1, 7], Begun = 3 }.Write(_folder.FullName),
            new SeedRun { Seed = "2", Modes = [1], Begun = 4 }.Write(_folder.FullName),
            new SeedRun { Seed = "3", Modes = [1, 1], Begun = 5, State = RunState.Interrupted }.Write(_folder.FullName),
            new SeedRun { Seed = "4", Modes = [1, 1], Begun = 6, Loss = """{"kind":"minimax"}""" }.Write(_folder.FullName),
        ];
        PublishedTable table = Table(runs[1], runs, Modes);

        PublishedRow row = Assert.Single(table.Rows);
        Assert.Equal([8, 7], row.Values);
        Assert.Equal((1, Verdict.Inconclusive, "inconclusive: 2 runs; 5 are the fewest", "7 ± 0.5"), (row.Scale, row.Verdict, row.VerdictText, row.Published));
        Assert.Equal("7.5 (1.15 to 8)", row.MeasuredText);
        Assert.Equal(["ring: 1 run with another loss.kind left out", NoBlob], table.Notes);
    }

    [Fact]
    public void ShortenedRunsAreShownAndNeverJudged()
    {
        RunFolder full = new SeedRun { Modes = new double[10] }.Write(_folder["other"]);
        RunFolder[] runs = [.. Enumerable.Range(0, 3).Select(seed => new SeedRun { Seed = $"{seed}", Modes = [7] }.Write(_folder.FullName))];
        PublishedTable table = Table(full, runs, Modes, new Expectation(HeldModes.Key) { AtLeast = 8 });

        Assert.Equal([(0.1, Verdict.NotCounted, "not counted: scaled ×0.1"), (0.1, Verdict.NotCounted, "not counted: scaled ×0.1")],
            table.Rows.Select(static row => (row.Scale, row.Verdict, row.VerdictText)));
        Assert.Equal("7 (7 to 7), 0 of 3 within", table.Rows[1].MeasuredText);
        Assert.Equal([new Tally(Evidence.Printed, 0, 0, 0, 2)], Tally.Of([table]));
    }

    [Fact]
    public void ARunThatDivergedIsInNoMeanAndKeepsNoBound()
    {
        RunFolder[] runs =
            [.. Enumerable.Range(0, 6)
                .Select(
                    seed => new SeedRun { Seed = $"{seed}", Modes = [7], State = seed == 1 ? RunState.Diverged : RunState.Completed }.Write(_folder.FullName))];
        PublishedTable table = Table(runs[0], runs, Modes, new Expectation(HeldModes.Key) { AtLeast = 1 });

        Assert.Equal([(5, Verdict.Agrees), (5, Verdict.Differs)], table.Rows.Select(static row => (row.Measured.Count, row.Verdict)));
        Assert.Equal(["ring: 1 run diverged: in no mean, and keeps no bound", NoBlob], table.Notes);
    }

    [Fact]
    public void TheDocumentHoldsBothNumbersAndWhatTheyWereMadeWith()
    {
        RunFolder[] runs = [.. Enumerable.Range(0, 5).Select(seed => new SeedRun { Seed = $"{seed}", Modes = [5], HighQuality = 0.5 }.Write(_folder.FullName))];
        PublishedTable table = Table(runs[0], runs, Modes, new Expectation("hq") { AtLeast = 0.9, Claim = "good", Evidence = Evidence.Claim });
        string text = PublishedText.Markdown([table]);

        Assert.Equal(
            $"""
            ## ring
            A 2020, a\_b.{"  "}
            `scripts/reproduce ring --seeds 0..4 --scale 1` · commit unknown · 5 runs, 0.1 s each, 0.5 s together{"  "}
            printed numbers: 0 agree, 0 differ, 1 inconclusive, 0 not counted; claims in words or pictures: 0 agree, 1 differ, 0 inconclusive, 0 not counted

            | setting | metric | published | measured | n | difference | verdict | note |
            |---|---|---|---|---|---|---|---|
            | ring | modes | 7 ± 0.5 | 5 (5 to 5) | 5 | −2.96 to −1.04, margin 1.5 | inconclusive | a \| b |
            | ring | hq | good: ≥ 90.0% in every run | 50.0% (50.0% to 50.0%), 0 of 5 within | 5 |  | **differs** |  |

            {char.ToUpperInvariant(NoBlob[0])}{NoBlob[1..]}.

            """.ReplaceLineEndings("\n"),
            text[text.IndexOf("## ring", StringComparison.Ordinal)..]);
        Assert.StartsWith(
            """
            # Published numbers and ours

            Written by `scripts/reproduce`.

            | kind | agree | differ | inconclusive | not counted |
            |---|---|---|---|---|
            | printed numbers | 0 | 0 | 1 | 0 |
            | claims in words or pictures | 0 | 1 | 0 | 0 |

            """.ReplaceLineEndings("\n"),
            text,
            StringComparison.Ordinal);
        Assert.All(text.Split('\n').Where(static line => !line.StartsWith('|')), static line => Assert.True(line.Length <= 160, line));
        string all = text[..text.IndexOf("## ring", StringComparison.Ordinal)].ReplaceLineEndings(" ");
        Assert.All(PublishedText.Definition, paragraph => Assert.Contains(paragraph, all, StringComparison.Ordinal));
    }

    // A blob has all eight modes captured in 99 of 100 cases: 8 ± .1 and "all" say nothing, and 7 of 8 does.
    [Fact]
    public void WhatABlobMeetsTooIsNotCounted()
    {
        RunFolder[] runs = [.. Enumerable.Range(0, 5).Select(seed => new SeedRun { Seed = $"{seed}", Modes = [8], HighQuality = 0.9 }.Write(_folder.FullName))];
        foreach (RunFolder run in runs)
        {
            Tell(run, new UninformedScore("uniform", 2500, 8, 8, 8));
        }

        PublishedTable table = Table(
            runs[0],
            runs,
            Modes with { Value = 8, PlusMinus = 0.1 },
            Modes with { PlusMinus = 0.1 },
            new Expectation(HeldModes.Key) { AtLeast = 8, Evidence = Evidence.Claim },
            new Expectation("hq") { Value = 0, Margin = 0.1 },
            new Expectation("hq") { Value = 0.9, Margin = 0.1 });

        Assert.Equal([Verdict.NotCounted, Verdict.Differs, Verdict.NotCounted, Verdict.Differs, Verdict.Agrees], table.Rows.Select(static row => row.Verdict));
        Assert.Equal("not counted: a featureless blob meets it too", table.Rows[0].VerdictText);
        Assert.Equal([new Tally(Evidence.Printed, 1, 2, 0, 1), new Tally(Evidence.Claim, 0, 0, 0, 1)], Tally.Of([table]));
        Assert.Empty(table.Notes);
        using JsonDocument json = JsonDocument.Parse(PublishedText.Json([table]));
        Assert.Equal(["not-counted", "differs", "not-counted", "differs", "agrees"], json.RootElement.GetProperty("tables")[0].GetProperty("rows")
            .EnumerateArray().Select(static row => row.GetProperty("verdict").GetString()));
    }

    // To keep such a bound is no merit. To break it is a difference all the same, also where too few runs could show that it is kept.
    [Theory]
    [InlineData(5, 8, Verdict.NotCounted)]
    [InlineData(5, 7, Verdict.Differs)]
    [InlineData(2, 8, Verdict.NotCounted)]
    [InlineData(2, 7, Verdict.Differs)]
    public void WhatABlobKeepsAndOursBreaksDiffers(int count, double modes, Verdict verdict)
    {
        RunFolder[] runs =
            [.. Enumerable.Range(0, count).Select(seed => new SeedRun { Seed = $"{seed}", Modes = [seed == 0 ? modes : 8] }.Write(_folder.FullName))];
        Array.ForEach(runs, static run => Tell(run, new UninformedScore("uniform", 2500, 8, 8, 8)));
        PublishedTable table = Table(runs[0], runs, new Expectation(HeldModes.Key) { AtLeast = 8, Evidence = Evidence.Claim });

        Assert.Equal(verdict, Assert.Single(table.Rows).Verdict);
        Assert.Equal([new Tally(Evidence.Claim, 0, verdict == Verdict.Differs ? 1 : 0, 0, verdict == Verdict.Differs ? 0 : 1)], Tally.Of([table]));
    }

    // An edited base: a run that averaged nothing is none of a setting that averages, nor the other way round.
    [Theory]
    [InlineData("null", "{\"decay\":0.9}")]
    [InlineData("{\"decay\":0.9}", "null")]
    public void AValueThatHasBecomeASectionIsAnotherSetting(string then, string now)
    {
        RunFolder run = WithAverage(new SeedRun().Write(_folder.FullName), then);
        RunFolder full = WithAverage(new SeedRun().Write(_folder["other"]), now);
        PublishedTable table = Table(full, [run], Modes);
        Assert.Empty(Assert.Single(table.Rows).Values);
        Assert.Matches("^ring: 1 run with another training.ema(.decay)? left out$", Assert.Single(table.Notes));

        static RunFolder WithAverage(RunFolder run, string average)
        {
            File.WriteAllText(run.ResolvedJsonPath, File.ReadAllText(run.ResolvedJsonPath)
                .Replace("\"training\":{", $"\"training\":{{\"ema\":{average},", StringComparison.Ordinal));
            return run;
        }
    }

    // A label that was made better afterwards costs no run.
    [Fact]
    public void ARecordedRunIsOfTheSettingWhateverThatWasCalledThen()
    {
        RunFolder hinge = new SeedRun { Modes = [7] }.Write(_folder.FullName);
        RunFolder minimax = new SeedRun { Modes = [6], Loss = """{"kind":"minimax"}""" }.Write(_folder.FullName);
        IReadOnlyList<ComparedRun> recorded =
            RecordedRuns.Compared(new[] { hinge, minimax }.Select(static run => RecordedRuns.Of(run, new RecordedPoint("ring", "old", 0, ["a"], ["old"]))!));
        PublishedTable table = PublishedTable.Of(
            "ring", "",
            [.. new[] { minimax, hinge }.Select((run, i) => new PublishedPoint($"new {i}", Settings.Of(ResolvedConfig.Read(run.ResolvedJsonPath)), [Modes]))],
            [], recorded);
        Assert.Equal([[6], [7]], table.Rows.Select(static row => row.Values));
    }

    [Fact]
    public void TheHeadSaysWhatSoFewSeedsCanShow()
    {
        RunFolder run = new SeedRun().Write(_folder.FullName);
        PublishedTable table = Table(run, [run], Modes);
        string text =
            PublishedText.Markdown(
                [table with { PlannedSeeds = 5 }, table with { Name = "other", PlannedSeeds = 10 }, table with { Name = "third", PlannedSeeds = 5 }])
                    .ReplaceLineEndings(" ");
        Assert.Contains(" Seeds of the plan: 5 (ring, third), 10 (other). So few seldom show that two numbers are the same. ", text, StringComparison.Ordinal);
        Assert.Contains("agrees in 12% of cases with 5 runs, 28% of cases with 10 runs, 48% of cases with 20 runs; else it is inconclusive.", text,
            StringComparison.Ordinal);
        Assert.True(text.IndexOf("Seeds of the plan", StringComparison.Ordinal) < text.IndexOf("Three kinds of expectation", StringComparison.Ordinal));
    }

    // A guess repeats what another row expects, and trying many would find one that agrees.
    [Fact]
    public void GuessesAreJudgedAndNotCounted()
    {
        RunFolder[] runs =
            [.. Enumerable.Range(0, 5)
                .Select(seed => new SeedRun { Seed = $"{seed}", Modes = [7], HighQuality = 0.7 + (0.001 * seed) }.Write(_folder.FullName))];
        var settings = Settings.Of(ResolvedConfig.Read(runs[0].ResolvedJsonPath));
        Expectation quality = new("hq") { Value = 0.7, Margin = 0.1 };
        PublishedTable table = Table(
            [new PublishedPoint("told", settings, [quality with { Value = 0.9 }]),
                new PublishedPoint("guessed", settings, [quality]) { Hypothesis = "a smaller step" }],
            [.. runs.Select(static run => ("told", run)), .. runs.Select(static run => ("guessed", run))]);

        Assert.Equal(["**differs**", "tried: agrees"], Lines(table).Select(static line => line.Split(" | ")[6]));
        Assert.Equal([new Tally(Evidence.Printed, 0, 1, 0, 0)], Tally.Of([table]));
        Assert.Contains("guessed is a guess at what was not told, and not counted: a smaller step", table.Notes);
    }

    // A test is no publication, nor is a picture a number.
    [Fact]
    public void KindsAreCountedApart()
    {
        RunFolder[] runs = [.. Enumerable.Range(0, 5).Select(seed => new SeedRun { Seed = $"{seed}", Modes = [7], HighQuality = 0.7 }.Write(_folder.FullName))];
        PublishedTable first = Table(
            runs[0],
            runs,
            new Expectation("hq") { Value = 0.7, Margin = 0.1 },
            new Expectation("hq") { Value = 0.9, Margin = 0.1 },
            new Expectation("hq") { Value = 0.7, PlusMinus = 0.1, Kind = Uncertainty.StandardError, Trials = 10, Margin = 0.1 });
        PublishedTable second = Table(
            runs[0],
            runs,
            new Expectation("hq") { Value = 0.7, PlusMinus = 1e-9, Kind = Uncertainty.Tolerance, Evidence = Evidence.ClosedForm },
            new Expectation("hq") { AtLeast = 0.1, Evidence = Evidence.Claim },
            new Expectation("hq") { Claim = "picture", Evidence = Evidence.Claim });

        Assert.Equal([new Tally(Evidence.Printed, 1, 1, 1, 0), new Tally(Evidence.Claim, 1, 0, 0, 1), new Tally(Evidence.ClosedForm, 1, 0, 0, 0)],
            Tally.Of([first, second]));
        using JsonDocument json = JsonDocument.Parse(PublishedText.Json([first, second]));
        Assert.Equal(
            """{"printed":{"agree":1,"differ":1,"inconclusive":1,"not-counted":0},"claims":{"agree":1,"differ":0,"inconclusive":0,"not-counted":1},"closed-form":{"agree":1,"differ":0,"inconclusive":0,"not-counted":0}}""",
            string.Concat(json.RootElement.GetProperty("counts").GetRawText().Where(static letter => !char.IsWhiteSpace(letter))));
        Assert.Equal(["agrees", "differs", "inconclusive"], json.RootElement.GetProperty("tables")[0].GetProperty("rows").EnumerateArray()
            .Select(static row => row.GetProperty("verdict").GetString()));
    }

    // Copied into a shell, they make these runs and no others.
    [Fact]
    public void TheCommandsSayWhichSettingsWereRunHowFarAndOverWhichSeeds()
    {
        RunFolder full = new SeedRun { Modes = new double[10] }.Write(_folder["other"]);
        RunFolder Run(string seed, int evaluations) => new SeedRun { Seed = seed, Modes = new double[evaluations] }.Write(_folder.FullName);
        (string, RunFolder)[] runs =
        [
            ("a", Run("0", 1)), ("a", Run("0", 10)), ("a", Run("1", 10)), ("b", Run("0", 1)), ("b", Run("1", 1)), ("c, 5", Run("1", 10)), ("c, 5",
                Run("0", 10)), ("it's", Run("4", 10)), ("it's", Run("7", 10)),
        ];
        string[] labels = ["a", "b", "c, 5", "it's", "not run"];
        PublishedTable table =
            Table([.. labels.Select(label => new PublishedPoint(label, Settings.Of(ResolvedConfig.Read(full.ResolvedJsonPath)), [Modes]))], runs);

        Assert.Equal(
            [
                "scripts/reproduce ring --seeds 0..1 --scale 1 -- --only a --only 'c, 5'",
                "scripts/reproduce ring --seeds 0..1 --scale 0.1 -- --only b",
                "scripts/reproduce ring --seeds '[4,7]' --scale 1 -- --only 'it'\\''s'",
            ],
            table.Parts.Select(part => part.Command("ring")));
    }

    // The program's commit is what a reader needs; the folder in which it was called may be anything.
    [Theory]
    [InlineData("gan 0.1.0+1234567", null, false, "1234567")]
    [InlineData("gan 0.1.0+1234567", "1234567890", true, "1234567 with changes")]
    [InlineData("gan 0.1.0+1234567", "1234567890", false, "1234567")]
    [InlineData("gan 0.1.0+1234567", "abcdef0123", true, "1234567")]
    [InlineData("gan 0.1.0", "abcdef0123", true, "abcdef0 with changes")]
    [InlineData("gan 0.1.0", null, null, "unknown")]
    public void TheCommitIsTheProgramsWhereItTells(string program, string? folder, bool? changed, string commit)
    {
        RunFolder run = new SeedRun { Program = program, Commit = (folder, changed) }.Write(_folder.FullName);
        Assert.Contains($" --seeds 0 --scale 1` · commit {commit} · 1 run,", PublishedText.Markdown([Table(run, [run], Modes)]), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Lines(PublishedTable table) =>
        PublishedText.Markdown([table]).Split('\n').SkipWhile(static line => !line.StartsWith("| setting", StringComparison.Ordinal)).Skip(2)
            .TakeWhile(static line => line.StartsWith('|'));

    /// <summary>Lets a run tell what a blob scores.</summary>
    private static void Tell(RunFolder run, UninformedScore blob)
    {
        MetricsInfo info = MetricsInfo.Read(run.MetricsInfoPath);
        new MetricsInfo(new OrderedDictionary<string, MetricDescription>(info.Metrics, StringComparer.Ordinal)
        {
            [HeldModes.Key] = info.Metrics[HeldModes.Key] with { UninformedFinal = blob },
        }).Write(run.MetricsInfoPath);
    }

    private static PublishedTable Table(RunFolder full, RunFolder[] runs, params Expectation[] expected) => Table(
        [new PublishedPoint("ring", Settings.Of(ResolvedConfig.Read(full.ResolvedJsonPath)), expected)],
        [.. runs.Select(static run => ("ring", run))]);

    private static PublishedTable Table(PublishedPoint[] points, (string Label, RunFolder Run)[] runs) =>
        PublishedTable.Of("ring", "A 2020, a_b", points, runs);
}
