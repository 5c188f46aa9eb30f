using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Losses;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Regularizers;

public sealed class HistoricalAveragingTests
{
    [Theory]
    [InlineData(AveragedPlayers.Both)]
    [InlineData(AveragedPlayers.Generator)]
    [InlineData(AveragedPlayers.Discriminator)]
    public void OnTheDiracGanItFollowsItsRecurrence(AveragedPlayers players)
    {
        // v + (−2λ(θ − θ̄), −2λ(ψ − ψ̄)), where the means take in every value that was.
        const double Weight = 0.4;
        LabParts parts =
            Dirac.Parts(new MinimaxLossConfig(), UpdateOrder.Simultaneous, new HistoricalAveragingConfig { Weight = Weight, Players = players }.Build());
        List<double> thetas = [1];
        List<double> psis = [-1];
        Dirac.Follow(parts, (theta, psi) =>
        {
            (double g, double d) = Dirac.Field(new MinimaxLossConfig(), theta, psi);
            g -= players == AveragedPlayers.Discriminator ? 0 : 2 * Weight * (theta - thetas.Average());
            d -= players == AveragedPlayers.Generator ? 0 : 2 * Weight * (psi - psis.Average());
            (theta, psi) = (theta + (Dirac.Rate * g), psi + (Dirac.Rate * d));
            thetas.Add(theta);
            psis.Add(psi);
            return (theta, psi);
        });
    }

    /// <summary>The past begins with the weights of the first step, which other remedies may still have fitted to data.</summary>
    [Fact]
    public void ThePastBeginsWhenAllFirstValuesAreSet()
    {
        var config = new ExperimentConfig
        {
            Regularizers = [new HistoricalAveragingConfig(), new MinibatchDiscriminationConfig()],
            Training = new TrainingConfig { Batch = 8, Steps = 1 },
        };
        TorchRuntime.EnsureLoaded();
        using var experiment = new Experiment(Blueprint.Of(config), CPU);
        experiment.Step.Run(0);
        Assert.Equal(0, experiment.Statistics.Read().Single(static row => row.Name == "historical-averaging.discriminator").Mean);
    }

    [Fact]
    public void TheTermIsTheSquaredDistanceAndThePastIsState()
    {
        Regularizer remedy = new HistoricalAveragingConfig { Weight = 3 }.Build();
        var parts = new LabParts { Regularizers = [remedy] };
        using var lab = new Lab(parts with { Training = parts.Training with { DSteps = 2 } });
        Assert.Equal(["discriminator", "discriminator-count", "generator", "generator-count"], remedy.State.Keys.Order());
        List<double[]> g = [Numbers.Of(lab.Generator.Store.Flat)];
        for (int step = 0; step < 5; step++)
        {
            lab.Run(1, step);
            g.Add(Numbers.Of(lab.Generator.Store.Flat));
        }

        Assert.Equal(6, remedy.State["generator-count"].item<double>());
        Assert.Equal(11, remedy.State["discriminator-count"].item<double>());
        double[] mean = [.. Enumerable.Range(0, g[0].Length).Select(i => g.Average(past => past[i]))];
        Numbers.Close(mean, Numbers.Of(remedy.State["generator"]), 1e-12);

        using var scope = NewDisposeScope();
        PlayedBatch batch = new(Numbers.Random(1, 1, 8, 2), Numbers.Random(2, 1, 8, 3), Numbers.Random(3, 1, 8, 2));
        double term = lab.Game.GeneratorLoss(lab.Generator.Store.Frozen, lab.Discriminator.Store.Frozen, batch, lab.Time()).Terms[0].Value.item<double>();
        Assert.Equal(3 * g[^1].Zip(mean, static (now, past) => (now - past) * (now - past)).Sum(), term, 1e-12);
        term = lab.Game.DiscriminatorLoss(lab.Discriminator.Store.Frozen, batch, lab.Time()).Terms[0].Value.item<double>();
        double[] distances = Numbers.Of(lab.Discriminator.Store.Flat - remedy.State["discriminator"]);
        Assert.Equal(3 * distances.Sum(static d => d * d), term, 1e-12);
        foreach (Tensor tensor in remedy.State.Values)
        {
            tensor.Dispose();
        }
    }
}
