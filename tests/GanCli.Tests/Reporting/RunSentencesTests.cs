using GanCli.Reporting.Reading;
using GanCli.Reporting.Summary;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.Reporting;

/// <summary>All that the first sentence of a report can say: each on a run of which it is true, and silent on one of which it would be false.</summary>
public sealed class RunSentencesTests : IDisposable
{
    private const string Perfect = "samples are 99% on mode, as good as a perfect sampler’s";

    private static readonly SyntheticRun Good = new() { HighQuality = 0.99, Spread = 1, Modes = [8, 8, 8, 8] };

    private static readonly UninformedScore Floor = new("uniform", 2500, 0.005, 0.003, 0.006);

    private readonly TemporaryFolder _folder = new();

    private static Dictionary<string, (SyntheticRun True, SyntheticRun False)> Cases { get; } = new(StringComparer.Ordinal)
    {
        // How it ended.
        ["Trained for 10,000 steps; nothing was measured"] = (new SyntheticRun { Modes = [], Final = false }, Good),
        ["Still training, at step 40 of 10,000; nothing has been measured yet"] = (Ended(RunState.Running, 40, []), Ended(RunState.Running, 40, [8])),
        ["Still training, at step 40 of 10,000; so far all 8 modes"] = (Ended(RunState.Running, 40, [8]), Ended(RunState.Interrupted, 40, [8])),
        ["Interrupted at step 40 of 10,000; until then"] = (Ended(RunState.Interrupted, 40, [8]), Good),
        ["Training diverged at step 40 of 10,000 (NaN)"] = (Ended(RunState.Diverged, 40, [8], "NaN."), Ended(RunState.Failed, 40, [8], "NaN.")),
        ["Failed at step 40 of 10,000 (disk full)"] = (Ended(RunState.Failed, 40, [8], "disk full"), Ended(RunState.Diverged, 40, [8], "disk full")),
        ["Ended at step 40 of 10,000 by the collapse watch"] = (Ended(RunState.Collapsed, 40, [8]), Ended(RunState.Interrupted, 40, [8])),
        ["The process died at step 40 of 10,000 without a word"] = (
            new SyntheticRun { State = RunState.Running, StoppedAt = 40, Final = false, Process =
                new RunProcess(int.MaxValue, DateTimeOffset.UnixEpoch, Environment.MachineName) },
            Ended(RunState.Running, 40, [8])),

        // What became of the modes.
        ["All 8 modes were held by step 7,500 and kept"] = (new SyntheticRun { Modes = [2, 4, 8, 8] }, new SyntheticRun { Modes = [2, 8, 4, 8] }),
        ["All 8 modes were held at the end for the first time"] = (new SyntheticRun { Modes = [2, 4, 5, 8] }, new SyntheticRun { Modes = [2, 4, 8, 8] }),
        ["All 8 modes are held; samples are"] = (new SyntheticRun { Modes = [8] }, new SyntheticRun { Modes = [8, 8] }),
        ["The generator holds 1 of 8 modes: not learned, or collapsed"] = (
            new SyntheticRun { Modes = [1, 1, 1, 1], HighQuality = 0.004, Blob = Floor },
            new SyntheticRun { Modes = [1, 1, 1, 1], HighQuality = 0.3, Blob = Floor }),
        ["No mode is held: the samples are one blob between two modes; not learned, or collapsed"] = (
            new SyntheticRun { Modes = [0, 0], HighQuality = 0.004, OffMode = "between", SampledModes = 1, Blob = Floor },
            new SyntheticRun { Modes = [0, 0], HighQuality = 0.02, OffMode = "between", SampledModes = 1, Blob = Floor }),
        ["All 8 modes are held, after only 4 were left at step 7,500"] = (new SyntheticRun { Modes = [2, 8, 4, 8] }, new SyntheticRun { Modes = [2, 4, 8, 8] }),
        ["All 8 modes are held, which a featureless blob does too"] = (
            new SyntheticRun { Modes = [8], BlobModes = new UninformedScore("gaussian", 2500, 8, 8, 8) },
            new SyntheticRun { Modes = [8], BlobModes = new UninformedScore("gaussian", 2500, 0, 0, 0) }),
        ["All 8 modes were held by step 5,000, but from step 7,500 on modes were lost and 5 are left"] = (new SyntheticRun { Modes = [4, 8, 5, 5] },
            new SyntheticRun { Modes = [4, 5, 5, 5] }),
        ["Modes were lost: 7 of 8 were held at step 2,500, and 5 are left"] = (new SyntheticRun { Modes = [7, 6, 5, 5] },
            new SyntheticRun { Modes = [4, 5, 5, 5] }),
        ["Only 5 of 8 modes are held"] = (new SyntheticRun { Modes = [4, 5, 5, 5] }, new SyntheticRun { Modes = [4, 5, 8, 8] }),
        ["The generator collapsed: it holds 1 of 8 modes, and never held more than 3"] = (new SyntheticRun { Modes = [3, 1, 1, 1] },
            new SyntheticRun { Modes = [1, 1, 1, 1] }),
        ["The generator hops from mode to mode: it holds 1 of 8 at a time, and 6 different ones in turn"] = (
            new SyntheticRun { Modes = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1], Captured = (row, mode) => mode == row * 3 % 8 },
            new SyntheticRun { Modes = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1], Captured = (_, mode) => mode == 3 }),
        ["Every mode was lost: at most 3 of 8 were held, at step 5,000, and what is left is one blob around one mode, too blurred to hold it"] = (
            Lump("blur", 2, 3, 0, 0), new SyntheticRun { Modes = [2, 3, 0, 0], HighQuality = 0.02, OffMode = "blur", SampledModes = 8 }),
        ["The generator collapsed around one mode, too blurred to hold it: 2% of the samples lie within it"] = (
            Lump("blur", 0, 0), new SyntheticRun { Modes = [0, 0], HighQuality = 0.02, OffMode = "blur", SampledModes = 8 }),
        ["The generator collapsed, and holds no mode: its samples are one blob between two modes"] = (Lump("between", 0, 0), Lump("inside", 0, 0)),
        ["The generator collapsed, and holds no mode: its samples are one blob beside the modes"] = (Lump("inside", 0, 0), Lump("between", 0, 0)),
        ["No mode is held: no sample lies within one"] = (new SyntheticRun { Modes = [0], HighQuality = 0, OffMode = "everywhere" },
            new SyntheticRun { Modes = [0], HighQuality = 0.02, OffMode = "everywhere" }),
        ["No mode is held: samples lie within modes no more often than a featureless blob’s"] = (
            new SyntheticRun { Modes = [0], HighQuality = 0.004, OffMode = "everywhere", Blob = Floor },
            new SyntheticRun { Modes = [0], HighQuality = 0.02, OffMode = "everywhere", Blob = Floor }),
        ["No mode is held: 2% of the samples lie within modes, held back by samples far from every mode"] = (
            new SyntheticRun { Modes = [0], HighQuality = 0.02, OffMode = "everywhere", Blob = Floor },
            new SyntheticRun { Modes = [0], HighQuality = 0.004, OffMode = "everywhere", Blob = Floor }),
        ["All 8 modes get their share of the samples, but only 1 is held: the samples are too blurred"] = (Served("blur"), Served("beside")),
        ["All 8 modes get their share of the samples, but only 1 is held: the samples lie beside them"] = (Served("beside"), Served("blur")),
        ["All 8 modes get their share of the samples, but only 1 is held: too few samples lie within the others"] = (Served("everywhere"), Served("blur")),

        ["All 8 modes get their share of the samples, as with a featureless blob, but only 1 is held: the samples are too blurred"] = (
            Served("blur", new("uniform", 2500, 0.0003, 0.0001, 0.0006)), Served("blur", new("uniform", 2500, 0.03, 0.02, 0.04))),

        // How good the samples are, and what holds them back.
        ["held back by bridges between modes"] = (new SyntheticRun { Modes = [8] }, Lump("between", 1)),
        ["held back by near misses just outside the modes"] = (new SyntheticRun { Modes = [8], OffMode = "halo" },
            new SyntheticRun { Modes = [8], OffMode = "blur" }),
        ["held back by blur around the modes"] = (new SyntheticRun { Modes = [8], OffMode = "blur" }, new SyntheticRun { Modes = [8], OffMode = "bridges" }),
        ["held back by samples on one side of the modes"] = (new SyntheticRun { Modes = [8], OffMode = "beside", HighQuality = 0.1 },
            new SyntheticRun { Modes = [8], OffMode = "blur", HighQuality = 0.1 }),
        ["held back by samples far from every mode"] = (new SyntheticRun { Modes = [8], OffMode = "strays" },
            new SyntheticRun { Modes = [8], OffMode = "blur" }),
        ["samples are 0.4% on mode, no better than a featureless blob’s"] = (new SyntheticRun { Modes = [8], HighQuality = 0.004, Blob = Floor },
            new SyntheticRun { Modes = [8], HighQuality = 0.04, Blob = Floor }),
        ["samples are 0.1% on mode, no better than a featureless blob’s"] = (new SyntheticRun { Modes = [8], HighQuality = 0.001, Blob = Floor },
            new SyntheticRun { Modes = [8], HighQuality = 0.04, Blob = Floor }),
        ["samples are 74% on mode (a perfect sampler’s 98.9%)"] = (new SyntheticRun { Modes = [8], SampleFiles = 0 },
            new SyntheticRun { Modes = [8], SampleFiles = 0, HighQuality = 0.99 }),
        ["The pictures are poor, be they of many classes or few: 1 of 8 modes is held; 30% of the pictures are valid"] = (
            new SyntheticRun { Modes = [1, 1, 1, 1], HighQuality = 0.3, Through = "classifier a", SampleFiles = 0 },
            new SyntheticRun { Modes = [1, 1, 1, 1], HighQuality = 0.6, Through = "classifier a", SampleFiles = 0 }),
        ["the modes are narrow (41% of their width)"] = (With(0.4), With(0.7)),
        ["the modes have 71% of their width (median)"] = (With(0.7), With(0.97)),
        ["4 of the 8 modes held are narrow (below half of their width)"] = (With(0.493), With(0.6)),
        [Perfect] = (Good, With(0.7)),
        ["of the pictures are valid, but the modes are narrow (21% of their width)"] = (Garments(0.2, 0.125), Garments(0.7, 0.125)),
        ["valid, but unevenly shared out: bag gets 4% in place of 13%, sandal gets 21% in place of 13%"] = (Garments(0.97, 0.04), Garments(0.97, 0.125)),
        ["valid, but recall within classes is 40.0% (a perfect sampler’s 97.0%): modes are not drawn as they are"] = (
            Garments(0.97, 0.125, reached: 0.4), Garments(0.97, 0.125, reached: 0.97)),
        ["valid, but coverage (classifier) is 40.0% (a perfect sampler’s 97.0%): modes are not drawn as they are"] = (
            Garments(0.97, 0.125, reached: 0.4, reach: "coverage[classifier]"), Garments(0.97, 0.125, reached: 0.97, reach: "coverage[classifier]")),

        // Of 60 samples 7% are 4, and 13% would be 8: nobody knows.
        ["but unevenly shared out: bag gets 7%"] = (Garments(0.97, 0.07), Garments(0.97, 0.07, samples: 60)),
        ["but unevenly shared out: mode 3 gets 4% in place of 13%, mode 8 gets 29% in place of 13%"] = (
            new SyntheticRun { HighQuality = 0.99, ReverseKl = 0.2, Shares = [0.13, 0.13, 0.04, 0.1, 0.1, 0.1, 0.1, 0.29] }, Good),
        ["but unevenly shared out: mode 8 gets 20% in place of 13%"] = (
            new SyntheticRun { HighQuality = 0.99, ReverseKl = 0.03, Shares = [0.12, 0.12, 0.12, 0.12, 0.12, 0.12, 0.12, 0.2] },
            new SyntheticRun { HighQuality = 0.99, ReverseKl = 0.03, Shares = [0.12, 0.12, 0.12, 0.12, 0.12, 0.12, 0.12, 0.13] }),
    };

    public static TheoryData<string> Sentences => [.. Cases.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Sentences))]
    public void IsSaidWhereItIsTrueOnly(string sentence)
    {
        (SyntheticRun yes, SyntheticRun no) = Cases[sentence];
        Assert.Contains(sentence, Written(yes), StringComparison.Ordinal);
        Assert.DoesNotContain(sentence, Written(no), StringComparison.Ordinal);
    }

    // What is said of a table, or of a mode measured in an older way, has tests of its own beside the list.
    [Fact]
    public void NoSentenceIsMissingHere()
    {
        string[] elsewhere =
        [
            "The only mode", "Both modes", "modes are drawn too narrow (", "): modes are not drawn as they are", "Samples reach ", " of the real data",
            " of them lie where real data lie", "the mode has",
            " (no better than a featureless blob’s)", " (as a perfect sampler’s)", "No mode is held", "mode has", " (perfect ", ", but ", " is ",
            "; nothing was measured", "): modes are ", "not drawn as they are", " of them lie where ", "real data lie",
            " different values, and no metric here asks whether samples hit them",
            "some columns have few different values (", "), and no metric here asks whether samples hit them",
            "; samples vary only ", " as much as the data do: collapsed, or not learned",
            "; a featureless blob is nearer to the data (", ", here ", ": not learned, or collapsed",
        ];
        string all = string.Join('\n', Cases.Keys);
        string[] sources = ["ModesStory", "RunSentence", "OffMode", "FewValues"];
        string[] pieces =
            [.. sources.SelectMany(name => SourceTexts.Of(File.ReadAllText(Path.Combine(Repository.Root, "src", "GanCli.Reporting", "Summary", name + ".cs"))))
            .Where(piece => piece.Trim().Contains(' ', StringComparison.Ordinal))];
        Assert.InRange(pieces.Length, 40, 200);
        string[] missing =
            [.. pieces.Where(piece => !elsewhere.Contains(piece, StringComparer.Ordinal) && !all.Contains(piece.Trim(), StringComparison.OrdinalIgnoreCase))];
        Assert.Empty(missing);
    }

    [Fact]
    public void AModeMeasuredInAnOlderWayIsToldNarrowToo()
    {
        Assert.Contains("modes are drawn too narrow (75% of their width)", Written(With(0.739), withWidths: false), StringComparison.Ordinal);
        Assert.DoesNotContain("width", Written(With(0.99), withWidths: false), StringComparison.Ordinal);
    }

    [Fact]
    public void WhereCoverageIsLackingModesAreNotDrawnAsTheyAre()
    {
        RunFolder run = Good.WriteRing(_folder.FullName);
        Add(run, "coverage", 0.5);
        Assert.EndsWith("samples are 99% on mode, but coverage is 50.0% (a perfect sampler’s 97.0%): modes are not drawn as they are.",
            RunSentence.Write(RunRecord.Read(run)), StringComparison.Ordinal);
        run = new SyntheticRun { Seed = "1", HighQuality = 0.99, Spread = 1, Modes = [8, 8, 8, 8] }.WriteRing(_folder.FullName);
        Add(run, "coverage", 0.97);
        Assert.EndsWith(Perfect + ".", RunSentence.Write(RunRecord.Read(run)), StringComparison.Ordinal);
    }

    private static void Add(RunFolder run, string metric, double value)
    {
        MetricsInfo info = MetricsInfo.Read(run.MetricsInfoPath);
        new MetricsInfo(new OrderedDictionary<string, MetricDescription>(info.Metrics)
        {
            [metric] = new("Coverage", MetricDirection.Higher, MetricDisplay.Percent) { Perfect = new(2500, 0.97, 0.96, 0.98) },
        }).Write(run.MetricsInfoPath);
        string[] lines = File.ReadAllLines(run.MetricsPath);
        lines[^1] = lines[^1].Replace("\"hq\":", FormattableString.Invariant($"\"{metric}\":{value},\"hq\":"), StringComparison.Ordinal);
        File.WriteAllLines(run.MetricsPath, lines);
    }

    private static SyntheticRun Ended(RunState state, long step, double[] modes, string? message = null) =>
        new() { State = state, StoppedAt = step, Final = false, Modes = modes, Message = message, SampleFiles = modes.Length };

    /// <summary>All samples in one place.</summary>
    private static SyntheticRun Lump(string where, params double[] modes) => new() { Modes = modes, HighQuality = 0.02, OffMode = where, SampledModes = 1 };

    private static SyntheticRun Served(string where, UninformedScore? blob = null) =>
        new() { Modes = [0, 1], HighQuality = 0.05, DivergenceOfAll = 0.0004, BlobOfAll = blob, OffMode = where, SampledModes = 8 };

    private static SyntheticRun With(double spread) => new() { Modes = [8, 8, 8, 8, 8, 8, 8, 8, 8, 8], HighQuality = 0.99, Spread = spread };

    // Pictures of eight classes, the first of which gets a share of its own and the last what it leaves.
    private static SyntheticRun Garments(double spread, double first, double reached = 0.97, int samples = 10_000, string? reach = null) => new()
    {
        Modes = [8, 8, 8, 8], HighQuality = 0.99, Spread = spread,
        Through = "classifier a", ClassRecall = reached, Reach = reach ?? "class-recall", ShareSamples = samples, ReverseKl = first < 0.1 ? 0.05 : 0.001,
        Shares = [first, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125, 0.25 - first],
        Classes = ["bag", "boot", "coat", "dress", "pullover", "shirt", "sneaker", "sandal"],
    };

    private string Written(SyntheticRun run, bool withWidths = true)
    {
        RunFolder folder = run.WriteRing(_folder.FullName);
        if (!withWidths)
        {
            File.WriteAllText(folder.MetricsPath, File.ReadAllText(folder.MetricsPath).Replace("\"mode-spread\"", "\"other\"", StringComparison.Ordinal));
        }

        return RunSentence.Write(RunRecord.Read(folder));
    }
}
