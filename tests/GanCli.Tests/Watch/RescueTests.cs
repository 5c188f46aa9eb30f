using GanCli.Engine.Config;
using GanCli.Engine.Sessions;
using GanCli.Runs;
using GanCli.Tests.Training;

namespace GanCli.Tests.Watch;

/// <summary>A run that collapsed goes on from its last healthy looks, or from its start, with other settings; whatever happens, in the same way
/// again.</summary>
public sealed class RescueTests : IDisposable
{
    // G that does not move is stuck after three looks: at step 9, and again at step 18.
    private static readonly string[] s_stuck =
        ["optimizer.generator.lr=1e-12", "watch.every=3", "watch.thresholds={uncovered: 0.06, patience: 3, improving: 1}", "training.steps=26"];

    private readonly TrainerRuns _runs = new();

    [Fact]
    public void TheSameCommandMakesTheSameRescuedRun()
    {
        (RunFolder one, TrainingResult result) = _runs.Train([.. s_stuck, "watch.rescue={times: 2}"]);
        (RunFolder other, _) = _runs.Train([.. s_stuck, "watch.rescue={times: 2}"]);

        Assert.Equal(RunState.Completed, result.State);
        IReadOnlyList<Rescue> rescues = RunManifest.Read(one.ManifestPath).Rescues;
        Assert.Equal([9, 18], rescues.Select(static rescue => rescue.Step));
        Assert.Equal([0, 0], rescues.Select(static rescue => rescue.From));
        Assert.NotEqual(rescues[0].Treatment, rescues[1].Treatment);
        Assert.Equal(rescues.Select(Words), RunManifest.Read(other.ManifestPath).Rescues.Select(Words));
        Assert.Equal(Tensors(one), Tensors(other));
    }

    /// <summary>Killed before, at and after rescues, at checkpoints and between them.</summary>
    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(17)]
    [InlineData(18)]
    [InlineData(20)]
    public void AResumedRunIsRescuedAsTheUninterruptedOne(int stop)
    {
        string[] settings = [.. s_stuck, "watch.rescue={times: 2}"];
        (RunFolder whole, _) = _runs.Train(settings);
        (RunFolder halves, _) = _runs.Train(settings, stopAt: stop);
        Assert.Equal(RunState.Completed, _runs.Resume(halves).State);

        Assert.Equal(Tensors(whole), Tensors(halves));
        Assert.Equal(RunManifest.Read(whole.ManifestPath).Rescues.Select(Words), RunManifest.Read(halves.ManifestPath).Rescues.Select(Words));
        Assert.Equal(Log(whole), Log(halves));
    }

    /// <summary>Killed without a chance to save: it comes back from the checkpoint before, and is rescued once more in the same way.</summary>
    [Theory]
    [InlineData(10, 8)]
    [InlineData(20, 16)]
    public void AKilledRunIsRescuedAgain(int stop, int from)
    {
        string[] settings = [.. s_stuck, "watch.rescue={times: 2}"];
        (RunFolder whole, _) = _runs.Train(settings);
        (RunFolder killed, _) = _runs.Train(settings, stopAt: stop);
        File.Delete(killed.CheckpointPath(stop));
        TrainerRuns.Kill(killed);
        _runs.Resume(killed);

        Assert.Equal(from, RunManifest.Read(killed.ManifestPath).Sessions[^1].FromStep);
        Assert.Equal(Tensors(whole), Tensors(killed));
        Assert.Equal(RunManifest.Read(whole.ManifestPath).Rescues.Select(Words), RunManifest.Read(killed.ManifestPath).Rescues.Select(Words));
    }

    /// <summary>A rescue that is never due changes nothing, and steps never run backwards where one was.</summary>
    [Fact]
    public void WithoutACollapseTrainingIsTheSame()
    {
        (RunFolder without, _) = _runs.Train(["watch.every=3", "watch.thresholds.patience=9"]);
        (RunFolder with, _) = _runs.Train(["watch.every=3", "watch.thresholds.patience=9", "watch.rescue={}"]);
        (RunFolder rescued, _) = _runs.Train([.. s_stuck, "watch.rescue={}"]);

        Assert.Equal(Tensors(without), Tensors(with));
        Assert.Empty(RunManifest.Read(with.ManifestPath).Rescues);
        long[] steps = [.. File.ReadLines(rescued.MetricsPath).Select(static line => System.Text.Json.Nodes.JsonNode.Parse(line)!["step"]!.GetValue<long>())];
        Assert.Equal(steps.Order(), steps);
    }

    /// <summary>The weights of the healthy look are back, where the new settings have the same networks; with others it begins anew.</summary>
    [Theory]
    [InlineData("slower-generator", 6)]
    [InlineData("r1-r2-wider", 0)]
    public void ItGoesBackToTheLastHealthyLook(string treatment, int from)
    {
        // The first two looks count as healthy; from step 7 on G is thrown about, and of its looks only one in a row does.
        string[] settings = ["watch.every=3", "watch.thresholds={healthy: 0.83, uncovered: 0.84, collapsed: 0.99, patience: 2, improving: 1}",
            $"watch.rescue={{treatments: {treatment}}}", "training.steps=40", "optimizer.generator.lr={kind: cosine, from: 1e-12, to: 3, begin: 7, end: 9}"];
        (RunFolder run, _) = _runs.Train(settings);

        Rescue rescue = RunManifest.Read(run.ManifestPath).Rescues[0];
        Assert.Equal((treatment, from), (rescue.Treatment, (int)rescue.From));
        Assert.Equal(18, rescue.Step);
    }

    /// <summary>With rescues used up, or none that fits, what fail-on says holds.</summary>
    [Theory]
    [InlineData("watch.rescue={times: 1}", 18)]
    [InlineData("watch.rescue={times: 3, treatments: [slower-generator]}", 18)]
    [InlineData("watch.rescue=null", 9)]
    public void ThenItEndsWhereThatIsAskedFor(string rescue, int step)
    {
        (RunFolder run, TrainingResult result) = _runs.Train([.. s_stuck, rescue, "watch.fail-on=collapse"]);

        Assert.Equal((RunState.Collapsed, step), (result.State, (int)result.Step));
        Assert.Equal(RunState.Collapsed, RunStatus.Read(run.StatusPath).State);
    }

    /// <summary>In the last quarter of a run it is too late: stuck at step 18 of 22.</summary>
    [Fact]
    public void TooLateNothingIsRescued()
    {
        (RunFolder run, _) = _runs.Train([.. s_stuck, "watch.rescue={}", "training.steps=22"]);

        Assert.Equal([9], RunManifest.Read(run.ManifestPath).Rescues.Select(static rescue => rescue.Step));
    }

    /// <summary>The manifest describes the networks that the run has since.</summary>
    [Fact]
    public void WidenedNetworksAreDescribed()
    {
        (RunFolder run, _) = _runs.Train([.. s_stuck, "watch.rescue={times: 1, treatments: [r1-r2-wider]}"]);
        (RunFolder wide, _) = _runs.Train([.. s_stuck, "generator.widths=[64]", "discriminator.widths=[64]", "prior.dimension=8"]);

        Assert.Equal(
            RunManifest.Read(wide.ManifestPath).Networks.Select(static network => network.Parameters),
            RunManifest.Read(run.ManifestPath).Networks.Select(static network => network.Parameters));
    }

    /// <summary>What was asked for stays in the folder; the checkpoint has what is in force.</summary>
    [Fact]
    public void TheConfigOfTheFolderIsTheOneThatWasAskedFor()
    {
        (RunFolder run, _) = _runs.Train([.. s_stuck, "watch.rescue={treatments: [r1-r2]}"]);

        Assert.Empty(ConfigLoader.FromJson(File.ReadAllText(run.ResolvedJsonPath), "run").Regularizers);
        using Checkpoint checkpoint = Checkpoint.Open(run.CheckpointPath(26));
        Assert.Equal(2, ConfigLoader.FromJson(checkpoint.ConfigJson, "checkpoint").Regularizers.Count);
        _runs.Resume(run, ["training.steps=30"]);
        Assert.Equal(30, RunStatus.Read(run.StatusPath).Step);
        Assert.Empty(ConfigLoader.FromJson(File.ReadAllText(run.ResolvedJsonPath), "run").Regularizers);
        var fault = Assert.Throws<ResumeException>(() => _runs.Resume(run, ["training.steps=40", "loss=hinge"]));
        Assert.Contains("loss.kind cannot change", fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _runs.Dispose();

    private static string Words(Rescue rescue) => $"{rescue.Clause()} {rescue.Cause} {string.Join("; ", rescue.Changes)}";

    private static string[] Log(RunFolder run) =>
        [.. MetricsReader.Read(run.MetricsPath).Rows.Select(static row => string.Join(' ', row.Values.Where(static value => !value.Key.Contains("second",
            StringComparison.Ordinal)).Select(static value => $"{value.Key}={value.Value}").Prepend($"{row.Step}")))];

    private static string[] Tensors(RunFolder run) =>
        [.. TrainerRecord.Checkpoint(run.Checkpoints()[^1].Path).Where(static entry => !entry.Key.StartsWith("metadata/", StringComparison.Ordinal))
            .Select(static entry => $"{entry.Key} {entry.Value}")];
}
