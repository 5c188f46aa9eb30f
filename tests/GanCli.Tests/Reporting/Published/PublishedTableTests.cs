using GanCli.Reporting.Comparison;
using GanCli.Reporting.Published;
using GanCli.Runs;
using GanCli.Tests.Reporting.Comparison;
using GanCli.Tests.Support;

namespace GanCli.Tests.Reporting.Published;

public sealed class PublishedTableTests : IDisposable
{
    private static readonly Expectation Modes = new("modes") { Value = 7, PlusMinus = 0.5, Kind = Uncertainty.StandardError, Trials = 10, Note = "a | b" };

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
        Assert.Equal((1, Verdict.Agrees, "agrees", "7 ± 0.5"), (row.Scale, row.Verdict, row.VerdictText, row.Published));
        Assert.Equal("7.5 (1.15 to 8)", row.MeasuredText);
        Assert.Equal(["ring: 1 run with another loss.kind left out"], table.Notes);
    }

    [Fact]
    public void ShortenedRunsAreShownAndNeverJudged()
    {
        RunFolder full = new SeedRun { Modes = new double[10] }.Write(_folder["other"]);
        RunFolder[] runs = [.. Enumerable.Range(0, 3).Select(seed => new SeedRun { Seed = $"{seed}", Modes = [7] }.Write(_folder.FullName))];
        PublishedTable table = Table(full, runs, Modes, new Expectation("modes") { AtLeast = 8 });

        Assert.Equal([(0.1, Verdict.NotJudged, "scaled ×0.1"), (0.1, Verdict.NotJudged, "scaled ×0.1")], table.Rows.Select(static row => (row.Scale, row.Verdict, row.VerdictText)));
        Assert.Equal("7 (7 to 7), 0 of 3 within", table.Rows[1].MeasuredText);
        Assert.Equal((0, 0), (table.Count(Verdict.Agrees), table.Count(Verdict.Differs)));
    }

    [Fact]
    public void ARunThatDivergedIsInNoMeanAndKeepsNoBound()
    {
        RunFolder[] runs = [.. Enumerable.Range(0, 3).Select(seed => new SeedRun { Seed = $"{seed}", Modes = [7], State = seed == 1 ? RunState.Diverged : RunState.Completed }.Write(_folder.FullName))];
        PublishedTable table = Table(runs[0], runs, Modes, new Expectation("modes") { AtLeast = 1 });

        Assert.Equal([(2, Verdict.Agrees), (2, Verdict.Differs)], table.Rows.Select(static row => (row.Measured.Count, row.Verdict)));
        Assert.Equal(["ring: 1 run diverged: in no mean, and keeps no bound"], table.Notes);
    }

    [Fact]
    public void TheDocumentHoldsBothNumbersAndWhatTheyWereMadeWith()
    {
        RunFolder[] runs = [.. Enumerable.Range(0, 3).Select(seed => new SeedRun { Seed = $"{seed}", Modes = [5], HighQuality = 0.5 }.Write(_folder.FullName))];
        PublishedTable table = Table(runs[0], runs, Modes, new Expectation("hq") { Value = 0.9, Claim = "good" });

        Assert.Equal(
            $"""
            # Published numbers and ours

            Written by `scripts/reproduce`. {PublishedText.Definition}

            ## ring
            A 2020, a\_b.{"  "}
            `scripts/reproduce ring --seeds 0..2 --scale 1` · commit unknown · 3 runs, 0.1 s each, 0.3 s together

            | setting | metric | published | measured | n | verdict | note |
            |---|---|---|---|---|---|---|
            | ring | modes | 7 ± 0.5 | 5 (5 to 5) | 3 | **differs** | a \| b |
            | ring | hq | good: 90.0% | 50.0% (50.0% to 50.0%) | 3 | **differs** |  |

            """.ReplaceLineEndings("\n"),
            PublishedText.Markdown([table]));
    }

    // Copied into a shell, they make these runs and no others.
    [Fact]
    public void TheCommandsSayWhichSettingsWereRunHowFarAndOverWhichSeeds()
    {
        RunFolder full = new SeedRun { Modes = new double[10] }.Write(_folder["other"]);
        RunFolder Run(string seed, int evaluations) => new SeedRun { Seed = seed, Modes = new double[evaluations] }.Write(_folder.FullName);
        (string, RunFolder)[] runs =
        [
            ("a", Run("0", 1)), ("a", Run("0", 10)), ("a", Run("1", 10)), ("b", Run("0", 1)), ("b", Run("1", 1)), ("c, 5", Run("1", 10)), ("c, 5", Run("0", 10)), ("it's", Run("4", 10)), ("it's", Run("7", 10)),
        ];
        string[] labels = ["a", "b", "c, 5", "it's", "not run"];
        PublishedTable table = Table([.. labels.Select(label => new PublishedPoint(label, Settings.Of(ResolvedConfig.Read(full.ResolvedJsonPath)), [Modes]))], runs);

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

    private static PublishedTable Table(RunFolder full, RunFolder[] runs, params Expectation[] expected) => Table(
        [new PublishedPoint("ring", Settings.Of(ResolvedConfig.Read(full.ResolvedJsonPath)), expected)],
        [.. runs.Select(static run => ("ring", run))]);

    private static PublishedTable Table(PublishedPoint[] points, (string Label, RunFolder Run)[] runs) => PublishedTable.Of("ring", "A 2020, a_b", points, runs);
}
