using GanCli.Engine.Data;
using GanCli.Engine.Data.Pictures;
using GanCli.Engine.Metrics;
using GanCli.Engine.Random;
using GanCli.Runs;
using GanCli.Tests.Data.Pictures;
using GanCli.Tests.Support;

namespace GanCli.Tests.Metrics;

/// <summary>Labels that nothing in the pictures tells: what a classifier of them says is measured by nobody.</summary>
public sealed class GuessingClassifierTests : IDisposable
{
    private const string Reason = "not counted: modes, class-recall, hq and 11 more: the classifier is right in 4[0-9](.[0-9])?% of 120 held-out pictures, "
        + "guessing gives 50%";

    private readonly TemporaryFolder _folder = new();
    private readonly DataSource _noise;

    public GuessingClassifierTests()
    {
        foreach ((string part, int count, int lane) in new[] { ("train", 400, 1), ("t10k", 120, 2) })
        {
            float[] numbers = new float[count * 64];
            Samples.Stream.ForLane(lane).Uniform(0, numbers);
            File.WriteAllBytes(_folder[$"{part}-images-idx3-ubyte"], IdxFiles.Of(8, [count, 8, 8], Array.ConvertAll(numbers, static x => (byte)(255 * x))));
            File.WriteAllBytes(_folder[$"{part}-labels-idx1-ubyte"], IdxFiles.Labels([.. Enumerable.Range(0, count).Select(static i => (byte)(i % 2))]));
        }

        _noise = new IdxConfig { Path = _folder.FullName }.Build(new RandomStreams(0));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WhatItNamesIsNotCounted()
    {
        var evaluator = new Evaluator(_noise, [new ClassCoverageConfig(), new InceptionScoreConfig(), new SlicedWassersteinConfig()]);
        Assert.Contains(evaluator.Infos, static info => info.Name is HeldModes.Key);
        Assert.Equal(HeldModes.Key, evaluator.Best(null)?.Name);
        evaluator.Prepare();
        string[] left = ["sliced-wasserstein[classifier]"];
        Assert.Equal(left, evaluator.Infos.Select(static info => info.Name));
        Assert.Matches($"^{Reason.Replace("11", "12", StringComparison.Ordinal)}$", evaluator.NotCounted);
        Assert.Equal(evaluator.NotCounted, evaluator.Doubts[0]);

        // What a config says decides is not there to decide.
        Assert.Equal(left[0], evaluator.Best(HeldModes.Key)?.Name);
        Assert.Null(evaluator.Best("mmd"));
        float[] some = Samples.Draw(_noise, 100, 1);
        var values = evaluator.Evaluate(new EvaluationSamples(_noise.Dimension, some, Samples.Draw(_noise, 100, 2), Samples.Stream));
        Assert.Equal(left, values.Keys);
        Assert.Equal(left, evaluator.Describe(100, 100, Samples.Stream).Metrics.Keys);
    }

    [Fact]
    public async Task NoCommandStatesIt()
    {
        var program = new ProgramUnderTest { WorkingDirectory = _folder.FullName };
        File.WriteAllText(
            _folder["noise.yaml"],
            $"data: {{kind: idx, path: '{_folder.FullName.Replace('\\', '/')}'}}\n"
                + """
                generator: {kind: mlp, widths: [8]}
                discriminator: {kind: mlp, widths: [8]}
                training: {steps: 20, batch: 8, num-threads: 1}
                evaluation: {every: 10, samples: 64, final-samples: 64, best: modes, metrics: [class-coverage, {kind: mmd, extractor: pixels}]}
                output: {pictures: false}
                """);
        ProgramResult trained = await program.RunAsync("train", "--config", "noise.yaml");
        Assert.True(trained.ExitCode == 0, trained.Talk);
        Assert.Matches($" warning: {Reason}\n", trained.Talk);
        Assert.Matches(@" completed step 20 mmd\[pixels\] ", trained.Talk);
        RunFolder run = RunFinder.Find(_folder["runs"], RunFinder.Latest);
        Assert.Matches($"^{Reason}$", RunManifest.Read(run.ManifestPath).NotCounted);
        Assert.DoesNotContain("\"modes\"", await File.ReadAllTextAsync(run.MetricsPath), StringComparison.Ordinal);
        Assert.Equal("mmd[pixels]", RunStatus.Read(run.StatusPath).Best!.Metric);

        ProgramResult again = await program.RunAsync("eval", "-n", "64", "--json");
        Assert.True(again.ExitCode == 0, again.Talk);
        Assert.Matches($"\"not-counted\": \"{Reason}\"", again.Data);
        Assert.DoesNotContain("\"modes\"", again.Data, StringComparison.Ordinal);

        ProgramResult files = await program.RunAsync(
            "eval", "--generated", "t10k-images-idx3-ubyte", "--real", _folder.FullName, "--metrics", "class-coverage");
        Assert.Equal(74, files.ExitCode);
        Assert.Matches($" warning: {Reason}\nerror: nothing is left to measure\n", files.Talk);
    }
}
