using System.Globalization;
using GanCli.Engine.Random;
using GanCli.Engine.Sessions;
using GanCli.Engine.Training;
using GanCli.Runs;
using GanCli.Tests.Runs;
using GanCli.Tests.Training;

namespace GanCli.Tests.Sessions;

public sealed class CheckpointTests : IDisposable
{
    private readonly TrainerRuns _runs = new();

    [Fact]
    public void TheNewestAndTheBestAreKept()
    {
        (RunFolder run, _) = _runs.Train(["output.keep-checkpoints=2", "output.checkpoint-every=4", "evaluation.every=2", "evaluation.metrics=[mmd]"]);

        Assert.Equal([20, 22], run.Checkpoints().Select(static c => c.Step));
        var series = MetricsReader.Read(run.MetricsPath).Series("mmd");
        Assert.Equal(11, series.Count);
        (long step, double value) = series.MinBy(static s => s.Value);
        Assert.Equal(new BestCheckpoint(step, "mmd", value), RunStatus.Read(run.StatusPath).Best);
        using Checkpoint best = Checkpoint.Open(run.BestCheckpointPath);
        Assert.Equal((step, step), (best.Step, best.Best!.Value.Step));
        Assert.Equal(value, best.Best.Value.Values["mmd"]);
        Assert.Empty(Directory.GetFiles(run.Path, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public void BestFollowsTheValueThatWasAskedFor()
    {
        (RunFolder run, _) = _runs.Train(["evaluation.every=2", "evaluation.metrics=null", "evaluation.best=sliced-wasserstein"]);

        (long step, double value) = MetricsReader.Read(run.MetricsPath).Series("sliced-wasserstein").MinBy(static s => s.Value);
        Assert.Equal(new BestCheckpoint(step, "sliced-wasserstein", value), RunStatus.Read(run.StatusPath).Best);
    }

    /// <summary>The whole way by a second program: reads the file with Python's standard library and computes G's samples from what it read.</summary>
    [Theory]
    [InlineData("float32", 1e-5)]
    [InlineData("float64", 1e-6)]
    public async Task AnIndependentReaderComputesTheSameSamples(string dtype, double tolerance)
    {
        const string Script =
            """
            import json, struct, sys
            with open(sys.argv[1], 'rb') as f:
                n, = struct.unpack('<Q', f.read(8))
                header = json.loads(f.read(n))
                data = f.read()
            config = json.loads(header.pop('__metadata__')['config'])
            def tensor(name):
                t = header[name]
                count = 1
                for d in t['shape']:
                    count *= d
                code = {'F32': 'f', 'F64': 'd'}[t['dtype']]
                begin, end = t['data_offsets']
                assert end - begin == count * struct.calcsize(code)
                return t['shape'], struct.unpack(f'<{count}{code}', data[begin:end])
            def linear(prefix, x):
                (rows, columns), w = tensor(prefix + '.weight')
                _, b = tensor(prefix + '.bias')
                assert columns == len(x)
                return [sum(w[i * columns + j] * x[j] for j in range(columns)) + b[i] for i in range(rows)]
            for line in sys.argv[2:]:
                x = [float(v) for v in line.split(',')]
                hidden = [max(0.0, v) for v in linear(f'average/0.linear', x)]
                print(*linear('average/output.linear', hidden))
            print(config['training']['dtype'], sorted(header))
            """;
        (RunFolder run, _) = _runs.Train([$"training.dtype={dtype}", "training.ema.decay=0.9"]);
        string path = run.CheckpointPath(22);
        using TrainedGenerator generator = TrainedGenerator.Load(path, null, TorchSharp.torch.CPU);
        RandomStream stream = generator.Config.Seed.Streams().Sampling;
        var latents = new float[5 * 3];
        generator.Prior.Fill(stream, 0, latents);
        float[] samples = generator.Samples(stream, 5).Single();

        string output = await Python.Run(
            Script, [path, .. latents.Chunk(3).Select(static z => string.Join(',', z.Select(static x => x.ToString("R", CultureInfo.InvariantCulture))))]);

        string[] lines = output.Split('\n');
        double[] expected = [.. lines[..5].SelectMany(static line => line.Split(' ')).Select(static x => double.Parse(x, CultureInfo.InvariantCulture))];
        Assert.Equal(10, expected.Length);
        Assert.All(expected.Zip(samples), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        string[] names =
        [
            .. from network in (string[])["average", "discriminator", "generator"]
               from layer in (string[])["0", "output"]
               from part in (string[])["bias", "weight"]
               select $"{network}/{layer}.linear.{part}",
            .. from network in (string[])["discriminator", "generator"] from slot in (string[])["first-moment", "second-moment"]
                select $"optimizer/{network}/{slot}",
            "statistics/finite", "statistics/sums",
        ];
        Assert.Equal($"{dtype} [{string.Join(", ", names.Order(StringComparer.Ordinal).Select(static n => $"'{n}'"))}]", lines[5]);
    }

    [Fact]
    public void WeightsOfAnotherExperimentAreRefused()
    {
        (RunFolder small, _) = _runs.Train([]);
        (RunFolder large, _) = _runs.Train(["generator.widths=[9]"]);
        using Checkpoint checkpoint = Checkpoint.Open(small.CheckpointPath(22));
        using var experiment =
            new Experiment(Blueprint.Of(Engine.Config.ConfigLoader.FromJson(File.ReadAllText(large.ResolvedJsonPath), "large")), TorchSharp.torch.CPU);

        var fault = Assert.Throws<InvalidDataException>(() => CheckpointStore.Restore(checkpoint, experiment, new TrainingProgress()));

        Assert.Equal($"{checkpoint.FilePath}: holds 'generator/0.linear.weight' as [8, 3], but [9, 3] is needed: it belongs to another experiment",
            fault.Message);
        fault = Assert.Throws<InvalidDataException>(() => TrainedGenerator.Load(small.CheckpointPath(22), average: true, TorchSharp.torch.CPU));
        Assert.Equal($"{checkpoint.FilePath}: holds no averaged weights: training.ema was off; use --weights raw", fault.Message);
    }

    [Theory]
    [MemberData(nameof(Cultures.WithComma), MemberType = typeof(Cultures))]
    public void NothingDependsOnTheCulture(string culture)
    {
        string[] settings = ["training.ema.decay=0.9", "optimizer.generator.lr=0.0015", "evaluation.metrics=null"];
        (RunFolder plain, _) = _runs.Train(settings);
        Cultures.Under(culture, () =>
        {
            (RunFolder run, _) = _runs.Train(settings, stopAt: 11);
            _runs.Resume(run);
            TrainerRecord.AssertEqual(plain, run);
            Assert.Equal(File.ReadAllText(plain.ResolvedYamlPath), File.ReadAllText(run.ResolvedYamlPath));
            Assert.Equal(File.ReadAllText(plain.MetricsInfoPath), File.ReadAllText(run.MetricsInfoPath));
        });
    }

    public void Dispose() => _runs.Dispose();
}
