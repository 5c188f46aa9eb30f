using System.Globalization;
using GanCli.Reporting.Comparison;
using GanCli.Reporting.Summary;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.Reporting.Comparison;

/// <summary>All that the headline of a comparison can say: each of runs of which it is true, and nothing of it of runs of which it would be false.</summary>
public sealed class ComparisonSentencesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static readonly SeedRun[] Equal = [Run(1, [8]), Run(2, [8])];

    private static Dictionary<string, (SeedRun[] True, SeedRun[] False)> Cases { get; } = new(StringComparer.Ordinal)
    {
        ["No run held all modes at the end."] = ([Run(1, [3]), Run(2, [4])], Equal),
        ["All modes were held at the end in 1 of 1 seed (95%: 21% to 100%)."] = ([Run(1, [8])], [Run(1, [7])]),
        ["“lr=2” held all modes at the end most often: in 1 of 1 seed (95%: 21% to 100%)."] = ([Run(1, [3]), Run(2, [8])], Equal),
        ["All groups held all modes at the end equally often: in 1 of 1 seed (95%: 21% to 100%)."] = (Equal, [Run(1, [8]), Run(2, [3])]),
        ["2 groups of 3 held all modes at the end equally often: in 1 of 1 seed (95%: 21% to 100%)."] = ([.. Equal, Run(3, [3])], [.. Equal, Run(3, [8])]),

        // Two of two are not one of one.
        ["held all modes at the end equally often: in 100% of their seeds."] = ([.. Equal, Run(2, [8]) with { Seed = "1" }], Equal),
        ["But they are narrow: 41% of their width."] = ([Wide(1, 0.41)], [Wide(1, 0.7)]),
        ["But they have 70% of their width."] = ([Wide(1, 0.7)], [Wide(1, 0.97)]),
        ["But those of “lr=2” are narrow: 41% of their width."] = ([Run(1, [3]), Wide(2, 0.41)], [Wide(1, 0.41), Run(2, [3])]),
        ["But those of “lr=2” have 70% of their width."] = ([Run(1, [3]), Wide(2, 0.7)], [Run(1, [3]), Wide(2, 0.41)]),

        // What a blob holds too.
        ["A featureless blob holds all modes of these data too, so that to hold them says little. “lr=2” has the best mean of high-quality samples: 90.0%."] = (
            [Blob(1, 0.004), Blob(2, 0.9)], [Run(1, [8]) with { HighQuality = 0.004 }, Run(2, [8])]),

        // A group that loses modes has more of its samples on the others.
        ["“lr=1” has the best mean of mode total variation: 0.1"] = (
            [Blob(1, 0.8) with { TotalVariation = 0.1 }, Blob(2, 0.9) with { TotalVariation = 0.5 }],
            [Blob(1, 0.9) with { TotalVariation = 0.5 }, Blob(2, 0.8) with { TotalVariation = 0.1 }]),
        [" No exact test tells it from what it is compared with."] = ([Run(1, [3]), Run(2, [8])], [.. Seeds(Run(1, [3])), .. Seeds(Run(2, [8]))]),
        ["“lr=2” has the best mean of high-quality samples: 90.0%. No exact test tells it from what it is compared with."] = (
            [Blob(1, 0.8), Blob(2, 0.9)], [.. Seeds(Blob(1, 0.8)), .. Seeds(Blob(2, 0.9))]),
        ["No group is better than a featureless blob."] = ([Blob(1, 0.004), Blob(2, 0.005)], [Blob(1, 0.004), Blob(2, 0.9)]),
        ["“lr=1” and “lr=2” have the best mean of high-quality samples: 90.0%."] = ([Blob(1, 0.9), Blob(2, 0.9), Blob(3, 0.8)],
            [Blob(1, 0.8), Blob(2, 0.9), Blob(3, 0.8)]),
        ["All groups have the same mean of high-quality samples: 90.0%."] = ([Blob(1, 0.9), Blob(2, 0.9)], [Blob(1, 0.9), Blob(2, 0.8)]),
        ["The mean of high-quality samples is 90.0%."] = ([Blob(1, 0.9)], [Blob(1, 0.9), Blob(2, 0.9)]),

        // Each data set by itself.
        ["On grid: “grid lr=2” held all modes at the end most often"] = (
            [Run(1, [8]), Run(1, [3]) with { Data = "grid", Begun = 2 }, Run(2, [8]) with { Data = "grid", Begun = 3 }],
            [Run(1, [8]), Run(1, [8]) with { Data = "grid" }]),
        ["On ring: a featureless blob holds all modes of them too, so that to hold them says little. The mean of high-quality samples is 90.0%. On grid: all "
            + "modes were held at the end in 1 of 1 seed"] = (
            [Blob(1, 0.9), Run(1, [8]) with { Data = "grid", Begun = 2 }], [Run(1, [8]), Blob(1, 0.9) with { Data = "grid", Begun = 2 }]),
        ["The other 1 data set is in the table."] = (
            [.. "abcde".Select(data => Run(1, [8]) with { Data = data.ToString() })], [.. "abcd".Select(data => Run(1, [8]) with { Data = data.ToString() })]),
    };

    public static TheoryData<string> Sentences => [.. Cases.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Sentences))]
    public void IsSaidWhereItIsTrueOnly(string sentence)
    {
        (SeedRun[] yes, SeedRun[] no) = Cases[sentence];
        Assert.Contains(sentence, Lead("yes", yes), StringComparison.Ordinal);
        Assert.DoesNotContain(sentence, Lead("no", no), StringComparison.Ordinal);
    }

    // The critic's steps cost gradients: by the budget of the cheapest group the others were never evaluated.
    [Fact]
    public void AGroupThatWasNotMeasuredByThenIsNotBeaten()
    {
        SeedRun[] runs = [Run(1, [1, 2]) with { GradientsPerStep = 2 }, Run(2, [8]) with { GradientsPerStep = 6 }, Run(3, [8]) with { GradientsPerStep = 31 }];
        Assert.Equal(
            "“lr=2 steps=100” and “lr=3 steps=100” have no value of modes held within 400 gradient evaluations, so that no group is the best. "
                + "At equal steps (--by step) all have values; evaluated every 12 steps or more often (evaluation.every) they would have.",
            Lead("late", runs, Budget.Gradients));
        Assert.StartsWith("2 groups of 3 held all modes at the end equally often", Lead("equal", runs, Budget.Steps), StringComparison.Ordinal);
    }

    [Fact]
    public void AGroupThatDivergedIsBeaten() => Assert.StartsWith(
        "“lr=1” held all modes at the end most often", Lead("diverged", [Run(1, [8]), Run(2, [8]) with { State = RunState.Diverged }]),
        StringComparison.Ordinal);

    [Fact]
    public void TestsAreWithinTheSameData()
    {
        SeedRun[] runs =
            [.. new[] { "ring", "grid" }.SelectMany((data, i) => new[] { 1, 2 }.Select(rate => Run(rate, [8]) with { Data = data, Begun = (2 * i) + rate }))];
        ComparisonView view = View("data", runs);
        Assert.Equal(["ring lr=2", "grid lr=2"], view.Tests.Where(test => test.What == "modes").Select(test => test.Group.Label));
        Assert.Equal(["ring lr=1", "grid lr=1"], view.Tests.Where(test => test.What == "modes").Select(test => view.Baseline!.Of(test.Group)!.Label));
        Assert.Contains(view.Notes, note => note.EndsWith("and only such are tested", StringComparison.Ordinal));

        // Also where somebody asks for one group.
        Assert.Equal(["grid lr=2"], ComparisonView.Of(view.Comparison, view.Comparison.Baseline("grid lr=1"), []).Tests.Where(test => test.What == "modes")
            .Select(test => test.Group.Label));
    }

    [Fact]
    public void AFootnoteNamesTheDataThatABlobHolds()
    {
        Assert.Contains("; a featureless blob holds all modes of ring too: ",
            View("mixed", [Blob(1, 0.9), Run(1, [8]) with { Data = "grid", Begun = 2 }]).TableNote, StringComparison.Ordinal);
        Assert.Contains("; a featureless blob holds all modes of these data too: ", View("same", [Blob(1, 0.9), Blob(2, 0.9)]).TableNote,
            StringComparison.Ordinal);
        Assert.DoesNotContain("blob", View("none", [Run(1, [8]), Run(2, [8])]).TableNote, StringComparison.Ordinal);
    }

    [Fact]
    public void NoSentenceIsMissingHere()
    {
        string[] elsewhere =
        [
            "data sets are", " within ", "Nothing was measured", " no value of ",
            ", so that no group is ", "the best.", ", no better than a featureless blob’s",
            "modes held", "them", " (95%: ", " of ", "The other ", " and ",
        ];
        string all = string.Join('\n', Cases.Keys);
        string[] pieces =
            [.. SourceTexts.Of(File.ReadAllText(Repository.PathOf("src", "GanCli.Reporting", "Summary", "ComparisonSentence.cs")))
                .Where(piece => piece.Trim().Contains(' ', StringComparison.Ordinal))];
        Assert.InRange(pieces.Length, 20, 100);
        string[] missing =
            [.. pieces.Where(piece => !elsewhere.Contains(piece, StringComparer.Ordinal) && !all.Contains(piece.Trim(), StringComparison.OrdinalIgnoreCase))];
        Assert.Empty(missing);
    }

    private static SeedRun Run(int rate, double[] modes) => new() { LearningRate = rate.ToString(CultureInfo.InvariantCulture), Begun = rate, Modes = modes };

    /// <summary>Modes of a width, as a part of the data's.</summary>
    private static SeedRun Wide(int rate, double width) => Run(rate, [8]) with { Width = width };

    /// <summary>A run on data whose modes a featureless blob holds too.</summary>
    private static SeedRun Blob(int rate, double quality) => Run(rate, [8]) with { HighQuality = quality, HeldByBlob = true };

    // Eight pairs of which each differs have p = .0078.
    private static IEnumerable<SeedRun> Seeds(SeedRun run) =>
        Enumerable.Range(0, 8).Select(seed => run with { Seed = seed.ToString(CultureInfo.InvariantCulture) });

    private ComparisonView View(string place, SeedRun[] runs, Budget? budget = null)
    {
        foreach (SeedRun run in runs)
        {
            RunFolder folder = run.Write(_folder[place]);
            if (run.Width is double width)
            {
                new DataInfo
                {
                    Kind = "ring", Dimension = 1, Columns = ["x"],
                    Modes = new DataModes([.. Enumerable.Range(0, 8).Select(mode => new double[] { mode })], [.. Enumerable.Repeat(new[] { 0.1 }, 8)],
                        [.. Enumerable.Repeat(0.125, 8)]),
                }.Write(folder.DataInfoPath);
                File.WriteAllText(folder.MetricsPath, "");
                RunStatus status = RunStatus.Read(folder.StatusPath);
                (status with
                {
                    Metrics = new Dictionary<string, RowValue>(status.Metrics, StringComparer.Ordinal)
                    {
                        ["mode-frequency"] = Enumerable.Repeat(0.12, 8).ToArray(), ["mode-width"] = Enumerable.Repeat(width, 8).ToArray(),
                    },
                }).Write(folder.StatusPath);
            }
        }

        RunComparison comparison = RunComparison.Of(RunComparison.Read(RunFinder.All(_folder[place])).Runs, budget);
        return ComparisonView.Of(comparison, comparison.Baseline(null), comparison.Notes);
    }

    private string Lead(string place, SeedRun[] runs, Budget? budget = null) => ComparisonSentence.Write(View(place, runs, budget));
}
