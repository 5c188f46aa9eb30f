using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Priors;
using GanCli.Engine.Random;
using GanCli.Engine.Sessions;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using GanCli.Runs;
using GanCli.Tests.Random;
using GanCli.Tests.Training;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Priors;

public sealed class LearnedMixtureTests
{
    private const string Settings = "prior={kind: learned-mixture, dimension: 2, components: 5}";

    public LearnedMixtureTests() => TorchRuntime.EnsureLoaded();

    [Fact]
    public void LatentsAreMeansPlusDeviationsTimesNoise()
    {
        using var scope = NewDisposeScope();
        (GaussianMixture layer, Weights weights) = Layer(3, 2);
        double[] means = Numbers.Of(weights["prior.means"]);
        double[] logStds = Numbers.Of(weights["prior.log-stds"]);
        var rows = new float[50 * 5];
        new LearnedMixturePriorConfig { Components = 3, Dimension = 2 }.Build(new RandomStreams(3)).Fill(new RandomStreams(3).Latent, 0, rows);
        double[] latents = Numbers.Of(layer.Forward(weights, tensor(rows, 50, 5).to(ScalarType.Float64), Pass.Evaluation));
        for (int i = 0; i < 50; i++)
        {
            float[] row = rows[(i * 5)..((i + 1) * 5)];
            int k = Array.IndexOf(row, 1f);
            Assert.Equal([k], Enumerable.Range(0, 3).Where(j => row[j] != 0));
            for (int axis = 0; axis < 2; axis++)
            {
                Assert.Equal(means[(k * 2) + axis] + (Math.Exp(logStds[(k * 2) + axis]) * row[3 + axis]), latents[(i * 2) + axis], 1e-12);
            }
        }
    }

    [Fact]
    public void ComponentsAreEquallyLikelyAndNoiseIsNormal()
    {
        const int Count = 60_000;
        var rows = new float[Count * 4];
        new LearnedMixturePriorConfig { Components = 3, Dimension = 1 }.Build(new RandomStreams(3)).Fill(new RandomStreams(3).Latent, 0, rows);
        float[][] drawn = [.. rows.Chunk(4)];
        for (int k = 0; k < 3; k++)
        {
            Assert.Equal(1 / 3.0, drawn.Count(row => row[k] == 1) / (double)Count, 5 * Math.Sqrt(2 / 9.0 / Count));
            Assert.InRange(
                NormalDistribution.KolmogorovSmirnov([.. drawn.Where(row => row[k] == 1).Select(static row => row[3])], NormalDistribution.Cumulative), 0.2, 2);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 1)]
    [InlineData(1, 2)]
    [InlineData(3, 2)]
    public void TheDensityIntegratesToOne(int components, int dimension)
    {
        using var scope = NewDisposeScope();
        (GaussianMixture layer, Weights weights) = Layer(components, dimension);
        const int Points = 1201;
        const double Edge = 12;
        double step = 2 * Edge / (Points - 1);
        Tensor axis = linspace(-Edge, Edge, Points, ScalarType.Float64);
        Tensor grid = dimension == 1 ? axis.unsqueeze(1) : cartesian_prod([axis, axis]);
        Assert.Equal(1, layer.LogDensity(weights, grid).exp().sum().item<double>() * Math.Pow(step, dimension), 1e-7);
    }

    [Fact]
    public void TheDensityIsThatOfTheLatents()
    {
        // The probability integral transform of latents by the density's own integral is uniform.
        using var scope = NewDisposeScope();
        (GaussianMixture layer, Weights weights) = Layer(3, 1);
        var rows = new float[20_000 * 4];
        new LearnedMixturePriorConfig { Components = 3, Dimension = 1 }.Build(new RandomStreams(3)).Fill(new RandomStreams(3).Latent, 0, rows);
        Tensor latents = layer.Forward(weights, tensor(rows, 20_000, 4).to(ScalarType.Float64), Pass.Evaluation);
        const int Points = 24_001;
        double[] integral = Numbers.Of(layer.LogDensity(weights, linspace(-12, 12, Points, ScalarType.Float64).unsqueeze(1)).exp().cumsum(0).Times(0.001));
        Assert.InRange(NormalDistribution.KolmogorovSmirnov([.. Numbers.Of(latents).Select(static z => (float)z)], z => integral[(int)((z + 12) / 0.001)]), 0.2,
            2);
    }

    [Fact]
    public void GradientsEqualFiniteDifferencesAndThoseWrittenDown()
    {
        using var scope = NewDisposeScope();
        (GaussianMixture layer, Weights weights) = Layer(3, 2);
        var layout = new WeightLayout(layer.Weights);
        Tensor input = cat([Numbers.Random(1, 1, 7, 3).softmax(1), Numbers.Random(2, 2, 7, 2)], 1).requires_grad_();
        Tensor factors = Numbers.Random(3, 1, 7, 2);
        Tensor flat = weights.Flatten().detach().requires_grad_();
        IList<Tensor> traced = autograd.grad([Function(flat, input)], [flat, input]);
        Numbers.Close(Numbers.Slope(at => Function(at, input), flat), Numbers.Of(traced[0]), 1e-8);
        Numbers.Close(Numbers.Slope(at => Function(flat, at), input), Numbers.Of(traced[1]), 1e-8);
        Tensor density = autograd.grad([Density(flat)], [flat])[0];
        Numbers.Close(Numbers.Slope(Density, flat), Numbers.Of(density), 1e-8);

        using var noGrad = no_grad();
        var written = new Weights(layout, layout.Specs.Select(static s => zeros(s.Shape, ScalarType.Float64)));
        Tensor output = layer.Forward(weights, input, Pass.Evaluation);
        Tensor byInput = layer.Backward(weights, input, output, factors * output.cos(), written, inputWanted: true);
        Numbers.Close(traced[0], written.Flatten(), 1e-12);
        Numbers.Close(traced[1], byInput, 1e-12);

        Tensor Function(Tensor at, Tensor from) => (layer.Forward(Weights.FromFlat(layout, at, []), from, Pass.Evaluation).sin() * factors).sum();
        Tensor Density(Tensor at) => layer.LogDensity(Weights.FromFlat(layout, at, []), factors.Times(3)).sum();
    }

    [Fact]
    public void TrainingMovesTheComponents()
    {
        using var runs = new TrainerRuns();
        (RunFolder run, _) = runs.Train([Settings, "training.ema.decay=0.9"]);
        using var raw = TrainedGenerator.Load(run.CheckpointPath(22), average: false, CPU);
        using var averaged = TrainedGenerator.Load(run.CheckpointPath(22), average: true, CPU);
        using var early = TrainedGenerator.Load(run.CheckpointPath(8), average: false, CPU);
        foreach (string name in (string[])["prior.means", "prior.log-stds"])
        {
            Assert.Equal([5, 2], raw.Weights[name].shape);
            Assert.NotEqual(Numbers.Of(early.Weights[name]), Numbers.Of(raw.Weights[name]));
            Assert.NotEqual(Numbers.Of(averaged.Weights[name]), Numbers.Of(raw.Weights[name]));
        }

        // What the run sampled is what its checkpoint samples.
        RandomStream stream = averaged.Config.Seed.Streams().Evaluation.ForLane(0x500);
        Assert.Equal(Npy.Read(run.SamplesPath(22)).Data, averaged.Samples(stream, 12).Single());
    }

    [Fact]
    public void AWalkLeadsStraightFromOneLatentToAnother()
    {
        using var runs = new TrainerRuns();
        (RunFolder run, _) = runs.Train([Settings]);
        using var generator = TrainedGenerator.Load(run.CheckpointPath(22), average: null, CPU);
        RandomStream stream = new RandomStreams(9).Sampling;
        float[] ends = generator.Samples(stream, 2).Single();
        float[] path = generator.Samples(generator.Walk(stream).Pairs(1, 5)).Single();
        Assert.Equal(ends[..2], path[..2]);
        Assert.Equal(ends[2..], path[^2..]);

        // Halfway both components count half: the walk passes no third one.
        var draws = new float[2 * 7];
        generator.Prior.Fill(stream, 0, draws);
        float[] between = LatentWalk.Between(draws.AsSpan(0, 7), draws.AsSpan(7), 3, generator.Prior.IsRound);
        Assert.All(Enumerable.Range(0, 5), k => Assert.Equal((draws[k] + draws[7 + k]) / 2, between[7 + k], 6));
    }

    private static (GaussianMixture Layer, Weights Weights) Layer(int components, int dimension)
    {
        var layer = new GaussianMixture("prior", components, dimension, 1, 0.2);
        var layout = new WeightLayout(layer.Weights);
        return (layer, new Weights(layout, [Numbers.Random(5, 3, components, dimension), Numbers.Random(6, 0.7, components, dimension)]));
    }
}
