using GanCli.Reporting.Reading;
using GanCli.Reporting.Summary;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.Reporting;

public sealed class RunSentenceTests : IDisposable
{
    // Of the table that SyntheticRun makes.
    private const string FewValues = "; some columns have few different values (rooms (6), floor (8)), and no metric here asks whether samples hit them.";

    private static readonly double[] Kept = [2, 4, 6, 8, 8, 8, 8, 8, 8, 8];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("bridges", "held back by bridges between modes")]
    [InlineData("halo", "held back by near misses just outside the modes")]
    [InlineData("strays", "held back by samples far from every mode")]
    public void WhatHoldsSamplesBackIsReadFromThem(string offMode, string cause) =>
        Assert.Equal(
            $"All 8 modes were held by step 4,000 and kept; samples are 74% on mode, {cause}.",
            Sentence(new SyntheticRun { OffMode = offMode }));

    [Fact]
    public void APerfectRun() => Assert.Equal(
        "All 8 modes were held by step 4,000 and kept; samples are 99% on mode, as good as a perfect sampler’s.",
        Sentence(new SyntheticRun { HighQuality = 0.99 }));

    [Fact]
    public void ModesThatAreTooNarrow() => Assert.Equal(
        "All 8 modes were held by step 4,000 and kept; samples are 99.8% on mode, but the modes are narrow (42% of their width).",
        Sentence(new SyntheticRun { HighQuality = 0.998, Spread = 0.41 }));

    [Fact]
    public void SharesThatAreUneven() => Assert.Equal(
        "All 8 modes were held by step 4,000 and kept; samples are 99% on mode, but unevenly shared out: "
            + "mode 3 gets 4% in place of 13%, mode 8 gets 29% in place of 13%.",
        Sentence(new SyntheticRun { HighQuality = 0.99, ReverseKl = 0.2, Shares = [0.13, 0.13, 0.04, 0.1, 0.1, 0.1, 0.1, 0.29] }));

    [Theory]
    [InlineData(new double[] { 4, 8, 8, 8, 6, 5, 4, 3, 3, 3 }, "All 8 modes were held by step 2,000, but from step 5,000 on modes were lost and 3 are left")]
    [InlineData(new double[] { 4, 8, 8, 3, 5, 8, 8, 8, 8, 8 }, "All 8 modes are held, after only 3 were left at step 4,000")]
    [InlineData(new double[] { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 }, "The generator collapsed: it holds 1 of 8 modes")]
    [InlineData(new double[] { 3, 3, 2, 1, 1, 1, 1, 1, 1, 1 }, "The generator collapsed: it holds 1 of 8 modes, and never held more than 3")]
    [InlineData(new double[] { 2, 4, 6, 6, 6, 6, 6, 6, 6, 6 }, "Only 6 of 8 modes are held")]
    [InlineData(new double[] { 2, 7, 7, 6, 5, 5, 5, 5, 5, 5 }, "Modes were lost: 7 of 8 were held at step 2,000, and 5 are left")]
    public void WhatBecameOfTheModes(double[] modes, string story)
    {
        string sentence = Sentence(new SyntheticRun { Modes = modes, HighQuality = 0.99 });
        Assert.Equal(story, sentence.Split(';')[0]);
        Assert.StartsWith("samples are 99% on mode", sentence.Split("; ")[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new double[] { 0, 0, 0, 0 }, "No mode is held: 20% of the samples lie within modes, held back by bridges between modes.")]
    [InlineData(new double[] { 2, 3, 0, 0 }, "Every mode was lost: at most 3 of 8 were held, at step 5,000.")]
    public void NoModeAtAll(double[] modes, string sentence) =>
        Assert.Equal(sentence, Sentence(new SyntheticRun { Modes = modes, HighQuality = 0.2, SampledModes = 8 }));

    [Fact]
    public void HoppingFromModeToMode() => Assert.StartsWith(
        "The generator hops from mode to mode: it holds 1 of 8 at a time, and 6 different ones in turn;",
        Sentence(new SyntheticRun { Modes = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1], Captured = (row, mode) => mode == row * 3 % 8 }),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(0.05, "The generator hops from mode to mode: it holds 1 of 8 at a time")]
    [InlineData(null, "The generator collapsed")]
    public void AModeIsHeldByThePartThatTheRunCountedWith(double? part, string start) => Assert.StartsWith(
        start, Sentence(
            new SyntheticRun { Modes = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1], Captured = (row, mode) => mode == row * 3 % 8, HighQuality = 0.04, Held = part }),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(null, "but 2 of the 8 modes held are narrow")]
    [InlineData(0.9, "but 1 of the 5 modes held are narrow")]
    public void NarrowModesAreCountedAmongThoseTheRunHeld(double? part, string words)
    {
        RunFolder run =
            new SyntheticRun { HighQuality = 0.99, Held = part, Shares = [0.2, 0.2, 0.15, 0.15, 0.15, 0.05, 0.05, 0.05] }.WriteRing(_folder.FullName);
        string[] rows = File.ReadAllLines(run.MetricsPath);
        rows[^1] = rows[^1][..rows[^1].IndexOf("\"mode-spread\":", StringComparison.Ordinal)] + "\"mode-spread\":[0.4,1,1,1,1,0.4,1,1]}";
        File.WriteAllLines(run.MetricsPath, rows);
        Assert.Contains(words, RunSentence.Write(RunRecord.Read(run)), StringComparison.Ordinal);
    }

    [Fact]
    public void GrowingIsNotHopping() => Assert.StartsWith(
        "Only 7 of 8 modes are held;",
        Sentence(new SyntheticRun { Modes = [0, 0, 1, 1, 1, 2, 2, 4, 6, 7], Captured = (row, mode) => mode % 3 == row % 3, HighQuality = 0.04 }),
        StringComparison.Ordinal);

    [Fact]
    public void NarrowModesBelongToTheClaimAndAreNotTheCauseWhereSamplesMiss() => Assert.EndsWith(
        "samples are 74% on mode, held back by bridges between modes, and the modes are narrow (41% of their width).",
        Sentence(new SyntheticRun { Spread = 0.4 }), StringComparison.Ordinal);

    [Fact]
    public void StayingOnOneModeIsNotHopping() => Assert.StartsWith(
        "The generator collapsed:",
        Sentence(new SyntheticRun { Modes = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1], Captured = (_, mode) => mode == 5 }),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(RunState.Running, null, "Still training, at step 6,412 of 10,000; so far all 8 modes were held by step 2,564 and kept")]
    [InlineData(RunState.Interrupted, null, "Interrupted at step 6,412 of 10,000; until then all 8 modes were held by step 2,564 and kept")]
    [InlineData(RunState.Diverged, "the discriminator's loss is NaN.",
        "Training diverged at step 6,412 of 10,000 (the discriminator's loss is NaN); until then all 8 modes were held by step 2,564 and kept")]
    [InlineData(RunState.Failed, "disk full", "Failed at step 6,412 of 10,000 (disk full); until then all 8 modes were held by step 2,564 and kept")]
    [InlineData(RunState.Collapsed, "3 modes are left",
        "Ended at step 6,412 of 10,000 by the collapse watch; until then all 8 modes were held by step 2,564 and kept")]
    public void ARunThatIsNotComplete(RunState state, string? message, string opening) => Assert.Equal(
        $"{opening}; samples are 74% on mode, held back by bridges between modes.",
        Sentence(new SyntheticRun { State = state, Message = message, StoppedAt = 6412, Final = false, Modes = Kept }));

    [Fact]
    public void AProcessThatDied() => Assert.StartsWith(
        "The process died at step 6,412 of 10,000 without a word; until then",
        Sentence(new SyntheticRun
        {
            State = RunState.Running, StoppedAt = 6412, Final = false, Process =
                new RunProcess(int.MaxValue, DateTimeOffset.UnixEpoch, Environment.MachineName),
        }),
        StringComparison.Ordinal);

    [Fact]
    public void BeforeAnythingIsMeasured() => Assert.Equal(
        "Still training, at step 40 of 10,000; nothing has been measured yet.",
        Sentence(new SyntheticRun { State = RunState.Running, StoppedAt = 40, Modes = [], SampleFiles = 0, Final = false }));

    [Fact]
    public void WithoutMetrics() => Assert.Equal(
        "Trained for 10,000 steps; nothing was measured.", Sentence(new SyntheticRun { Modes = [], Final = false }));

    // Of data whose classes nobody can tell apart there is no story of modes, and the reader is told why.
    [Fact]
    public void WhatIsNotCountedIsSaid()
    {
        RunFolder run = new SyntheticRun { Modes = [], Final = false }.WriteRing(_folder.FullName);
        (RunManifest.Read(run.ManifestPath) with { NotCounted = "not counted: modes: the classifier guesses" }).Write(run.ManifestPath);
        Assert.Equal(
            "Trained for 10,000 steps; nothing was measured; not counted: modes: the classifier guesses.", RunSentence.Write(RunRecord.Read(run)));
    }

    [Fact]
    public void TwoModes()
    {
        RunFolder run = new SyntheticRun { HighQuality = 0.99 }.WriteOneDimension(_folder.FullName);
        Assert.Equal("Both modes were held by step 1,000 and kept; samples are 99% on mode, as good as a perfect sampler’s.",
            RunSentence.Write(RunRecord.Read(run)));
    }

    [Fact]
    public void DataWithoutKnownModes()
    {
        RunFolder run = new SyntheticRun().WriteTable(_folder.FullName);
        Assert.Equal(
            "Samples reach 91% of the real data (perfect 97.0%), and 90% of them lie where real data lie (perfect 96.0%)" + FewValues,
            RunSentence.Write(RunRecord.Read(run)));
    }

    /// <summary>Metrics see no gap between Monday and Tuesday: what they cannot see is named, and not praised.</summary>
    [Fact]
    public void ColumnsOfFewValuesAreNamed()
    {
        RunFolder folder = new SyntheticRun().WriteTable(_folder.FullName);
        var metrics = new Dictionary<string, MetricDescription>(MetricsInfo.Read(folder.MetricsInfoPath).Metrics, StringComparer.Ordinal);
        metrics["precision"] = metrics["precision"] with { Perfect = new PerfectScore(2500, 0.9, 0.88, 0.92) };
        new MetricsInfo(metrics).Write(folder.MetricsInfoPath);
        Assert.EndsWith("90% of them lie where real data lie (perfect 90.0%)" + FewValues, RunSentence.Write(RunRecord.Read(folder)), StringComparison.Ordinal);

        // 21 values are not few.
        float[] real = RunRecord.Read(folder).Real!.Values;
        for (int i = 0; i < real.Length; i += 6)
        {
            (real[i + 1], real[i + 5]) = (i / 6 % 21, i);
        }

        Npy.Write(folder.RealSamplesPath, real, real.Length / 6, 6);
        Assert.EndsWith("90% of them lie where real data lie (as a perfect sampler’s).", RunSentence.Write(RunRecord.Read(folder)), StringComparison.Ordinal);

        for (int i = 0; i < real.Length; i += 6)
        {
            real[i + 3] = i / 6 % 12;
        }

        Npy.Write(folder.RealSamplesPath, real, real.Length / 6, 6);
        Assert.EndsWith(
            "90% of them lie where real data lie (perfect 90.0%); rent € has 12 different values, and no metric here asks whether samples hit them.",
            RunSentence.Write(RunRecord.Read(folder)), StringComparison.Ordinal);

        for (int i = 0; i < real.Length; i += 6)
        {
            (real[i], real[i + 1], real[i + 2], real[i + 4]) = (7, i / 6 % 2, i / 6 % 3, i / 6 % 4);
        }

        Npy.Write(folder.RealSamplesPath, real, real.Length / 6, 6);
        Assert.EndsWith(
            "; some columns have few different values (rooms (2), age (3), rent € (12) and 1 more), and no metric here asks whether samples hit them.",
            RunSentence.Write(RunRecord.Read(folder)), StringComparison.Ordinal);
    }

    [Fact]
    public void OneStepIsNoSteps() => Assert.StartsWith(
        "Trained for 1 step;", Sentence(new SyntheticRun { Modes = [], Final = false, Steps = 1 }), StringComparison.Ordinal);

    /// <summary>All samples in one place reach few of the rows, but that place may be the densest.</summary>
    [Theory]
    [InlineData(0, "; samples vary only 0% as much as the data do: collapsed, or not learned")]
    [InlineData(0.2f, "; samples vary only 20% as much as the data do: collapsed, or not learned")]
    [InlineData(0.9f, "lie where real data lie (perfect 96.0%)")]
    public void CollapseIsToldWhereModesAreNotKnown(float share, string end)
    {
        RunFolder folder = new SyntheticRun().WriteTable(_folder.FullName);
        RunRecord run = RunRecord.Read(folder);
        float[] rows = [.. run.Real!.Values.Select((value, i) => (value * share) + (i % 6))];
        Npy.Write(run.SampleSteps[^1].Path, rows, rows.Length / 6, 6);
        Assert.EndsWith(end + FewValues, RunSentence.Write(RunRecord.Read(folder)), StringComparison.Ordinal);
    }

    /// <summary>Long tails are no spread that a generator could be blamed for missing.</summary>
    [Fact]
    public void WhatMissesAFewOutliersHasNotCollapsed()
    {
        RunFolder folder = new SyntheticRun().WriteTable(_folder.FullName);
        RunRecord run = RunRecord.Read(folder);
        float[] real = [.. run.Real!.Values.Select(static (value, i) => i / 6 == 3 ? 1000 : i / 6 % 20)];
        float[] made = [.. real.Select(static value => Math.Min(value, 19))];
        Npy.Write(folder.RealSamplesPath, real, real.Length / 6, 6);
        Npy.Write(run.SampleSteps[^1].Path, made, made.Length / 6, 6);
        Assert.DoesNotContain("collapsed", RunSentence.Write(RunRecord.Read(folder)), StringComparison.Ordinal);
    }

    /// <summary>Nor is it told where a perfect sampler would be no nearer than the blob: there the data are a blob.</summary>
    [Theory]
    [InlineData(0.01, 0.001, true)]
    [InlineData(0.01, 0.01, false)]
    [InlineData(0.9, 0.03, false)]
    public void ABlobThatIsNearerIsTold(double blob, double perfect, bool told)
    {
        RunFolder folder = new SyntheticRun().WriteTable(_folder.FullName);
        var metrics = new Dictionary<string, MetricDescription>(MetricsInfo.Read(folder.MetricsInfoPath).Metrics, StringComparer.Ordinal);
        metrics["sliced-wasserstein"] = metrics["sliced-wasserstein"] with
        {
            Uninformed = new UninformedScore("gaussian", 2500, blob, blob, blob),
            Perfect = new PerfectScore(2500, perfect, perfect, perfect),
        };
        new MetricsInfo(metrics).Write(folder.MetricsInfoPath);
        RunRecord run = RunRecord.Read(folder);
        MetricCurve distance = run.Metric("sliced-wasserstein")!;
        string expected = $"; a featureless blob is nearer to the data (sliced Wasserstein distance {distance.Write(blob)}, "
            + $"here {distance.Write(distance.Value)}): not learned, or collapsed" + FewValues;
        Assert.Equal(told, RunSentence.Write(run).EndsWith(expected, StringComparison.Ordinal));
    }

    // Of eight modes one left out costs a divergence of .134.
    [Theory]
    [InlineData(0.0004, "All 8 modes get their share of the samples, but only 1 is held: the samples are too blurred;")]
    [InlineData(0.134, "The generator collapsed: it holds 1 of 8 modes;")]
    public void BlurIsNotCollapse(double divergence, string start) => Assert.StartsWith(
        start, Sentence(new SyntheticRun { Modes = [0, 1, 1, 1], HighQuality = 0.23, DivergenceOfAll = divergence, OffMode = "blur", SampledModes = 8 }),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(0.004, "samples are 0.4% on mode, no better than a featureless blob’s.")]
    [InlineData(0.001, "samples are 0.1% on mode, no better than a featureless blob’s.")]
    public void SharesThatABlobReachesAreNoBetter(double quality, string end)
    {
        string sentence =
            Sentence(new SyntheticRun { Modes = [8, 8, 8, 8], HighQuality = quality, Blob = new UninformedScore("uniform", 2500, 0.005, 0.003, 0.006) });
        Assert.EndsWith(end, sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void ModesThatABlobHoldsTooAreNotPraised() => Assert.Equal(
        "All 8 modes are held, which a featureless blob does too; samples are 74% on mode, held back by bridges between modes.",
        Sentence(new SyntheticRun { BlobModes = new UninformedScore("gaussian", 2500, 8, 8, 8) }));

    [Fact]
    public void NoModeHeldByABlob() => Assert.Equal(
        "No mode is held: samples lie within modes no more often than a featureless blob’s.",
        Sentence(
            new SyntheticRun { Modes = [0, 0, 0], HighQuality = 0.004, OffMode = "everywhere", Blob =
                new UninformedScore("uniform", 2500, 0.005, 0.003, 0.006) }));

    private string Sentence(SyntheticRun run) => RunSentence.Write(RunRecord.Read(run.WriteRing(_folder.FullName)));
}
