using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Losses;
using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Optimizers;
using GanCli.Engine.Priors;
using GanCli.Engine.Random;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using GanCli.Tests.Config;
using GanCli.Tests.Support;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Regularizers;

/// <summary>VEEGAN and the mode-regularized GAN: their updates against a second implementation, written down layer by layer.</summary>
public sealed class InverterTests
{
    private const int Steps = 6;
    private const double Rate = 0.05;

    private static readonly MlpConfig Network = new() { Widths = [7], Activation = ActivationKind.Tanh };

    [Theory]
    [InlineData(VeeganObjective.LogRatio, 0)]
    [InlineData(VeeganObjective.LogRatio, 1)]
    [InlineData(VeeganObjective.Loss, 0.4)]
    public void VeeganTakesThePublishedSteps(VeeganObjective objective, double noise)
    {
        Regularizer remedy =
            new VeeganConfig { Network = Network, Optimizer = new SgdConfig { Lr = Rate }, Weight = 0.3, Objective = objective, Noise = noise }.Build();
        using Lab lab = NewLab(remedy, Steps);
        using Player third = ((IBringsPlayers)remedy).Players.Single();
        using var scope = NewDisposeScope();
        var (g, d, f) = (Copy(lab.Generator), Copy(lab.Discriminator), Copy(third));
        for (int step = 0; step < Steps; step++)
        {
            lab.Run(1, step);
            (Tensor real, Tensor z) = Batch(lab, 2 * step);
            RandomStream stream = lab.Time(2 * step).For(0).Noise;
            Tensor drawn = stream.ForLane(stream.Lane + 63).NormalTensor(z.shape, z);
            Tensor pairs = cat([real, Apply(f, real).Plus(drawn, noise).detach()], 1);
            Tensor loss = Softplus(-Apply(d, pairs)).mean().Plus(Softplus(Apply(d, cat([Apply(g, z).detach(), z], 1))).mean());
            Descend(d, Slopes(loss, d));

            (_, z) = Batch(lab, (2 * step) + 1);
            Tensor fake = Apply(g, z);
            Tensor output = Apply(d, cat([fake, z], 1));
            Tensor error = (z - Apply(f, fake)).Squared().sum([1]).mean();
            loss = (objective == VeeganObjective.LogRatio ? -output.mean() : Softplus(-output).mean()).Plus(error, 0.3);
            Tensor[] ofG = Slopes(loss, g);
            Tensor[] ofF = Slopes(error, f);
            Descend(g, ofG);
            Descend(f, ofF);
        }

        Compare(g, lab.Generator);
        Compare(d, lab.Discriminator);
        Compare(f, third);
    }

    [Theory]
    [InlineData(0.2, 0.4)]
    [InlineData(0.5, 0)]
    public void ModeRegularizationTakesThePublishedSteps(double distance, double realism)
    {
        var config = new ModeRegularizationConfig { Network = Network, Optimizer = new SgdConfig { Lr = Rate }, Distance = distance, Realism = realism };
        Regularizer remedy = config.Build();
        using Lab lab = NewLab(remedy, Steps);
        using Player third = ((IBringsPlayers)remedy).Players.Single();
        using var scope = NewDisposeScope();
        var (g, d, e) = (Copy(lab.Generator), Copy(lab.Discriminator), Copy(third));
        for (int step = 0; step < Steps; step++)
        {
            lab.Run(1, step);
            (Tensor real, Tensor z) = Batch(lab, 2 * step);
            Descend(d, Slopes(Softplus(-Apply(d, real)).mean().Plus(Softplus(Apply(d, Apply(g, z).detach())).mean()), d));

            (real, z) = Batch(lab, (2 * step) + 1);
            Descend(g, Slopes(Softplus(-Apply(d, Apply(g, z))).mean().Plus(Term()), g));
            Descend(e, Slopes(Term(), e));

            Tensor Term()
            {
                Tensor again = Apply(g, Apply(e, real));
                return (real - again).Squared().sum([1]).mean().Times(distance).Plus(Softplus(-Apply(d, again)).mean(), realism);
            }
        }

        Compare(g, lab.Generator);
        Compare(d, lab.Discriminator);
        Compare(e, third);
    }

    [Fact]
    public void TheReconstructorLearnsToInvertTheGenerator()
    {
        Regularizer remedy = new VeeganConfig { Network = Network, Optimizer = new AdamConfig { Lr = 0.01 } }.Build();
        using var lab = new Lab(new LabParts { Regularizers = [remedy] });
        using Player third = ((IBringsPlayers)remedy).Players.Single();
        lab.Run(20);
        double early = Error();
        lab.Statistics.Reset();
        lab.Run(200, 20);
        Assert.True(Error() < 0.8 * early);
        Assert.Equal(220, third.State.Step);

        double Error() => lab.Statistics.Read().Single(static s => s.Name == "double-0.generator").Mean;
    }

    [Theory]
    [InlineData("veegan", "reconstructor")]
    [InlineData("mode-regularization", "encoder")]
    public void TheThirdPlayerIsSavedWithItsOptimizerAndBuffers(string kind, string player)
    {
        var norm = new MlpConfig { Widths = [5], Norm = [NormKind.Batch] };
        var record = (InverterConfig)Catalog.FindFamily("regularizers")!.Find(kind)!.CreateDefault();
        var config = new ExperimentConfig
        {
            Generator = Network,
            Discriminator = Network,
            Prior = new GaussianPriorConfig { Dimension = 4 },
            Regularizers = [record with { Network = norm }],
            Training = new TrainingConfig { Batch = 8, Steps = 2 },
        };
        TorchRuntime.EnsureLoaded();
        using var experiment = new Experiment(Blueprint.Of(config), CPU);
        (string Name, Tensor Tensor)[] state = [.. experiment.State().Where(entry => entry.Name.Contains(player, StringComparison.Ordinal))];
        Assert.Equal(
            [
                $"{player}/0.linear.weight", $"{player}/0.linear.bias", $"{player}/0.norm.weight", $"{player}/0.norm.bias", $"{player}/output.linear.weight",
                $"{player}/output.linear.bias", $"{player}/0.norm.running-mean", $"{player}/0.norm.running-variance", $"optimizer/{player}/first-moment",
                $"optimizer/{player}/second-moment",
            ],
            state.Select(static entry => entry.Name));
        double[][] before = [.. state.Select(static entry => Numbers.Of(entry.Tensor))];
        experiment.Step.Run(0);
        // A bias before batch norm has no effect, and so no gradient.
        Assert.All(
            state.Zip(before).Where(static pair => !pair.First.Name.EndsWith("0.linear.bias", StringComparison.Ordinal)),
            static pair => Assert.NotEqual(pair.Second, Numbers.Of(pair.First.Tensor)));
        Assert.Equal([4], experiment.Players.Last().Network.OutputShape);
    }

    [Theory]
    [InlineData(
        "loss: wasserstein\nregularizers: [veegan]",
        "mog8.yaml:2:16 regularizers[0]: takes D's output for the log of a density ratio, which this loss does not teach it; set objective to loss, or "
            + "loss.kind to {losses of log ratios}")]
    [InlineData(
        "loss: relativistic\nregularizers: [veegan]",
        "mog8.yaml:2:16 regularizers[0]: takes D's output for the log of a density ratio, which this loss does not teach it; set objective to loss, or "
            + "loss.kind to {losses of log ratios}")]
    [InlineData(
        "regularizers: [veegan, feature-matching]",
        "mog8.yaml:1:16 regularizers[0]: takes the place of G's loss, and another remedy does so too; set objective to loss, or remove one of them")]
    [InlineData(
        "regularizers: [{kind: veegan, network: autoencoder}]",
        "mog8.yaml:1:16 regularizers[0]: an autoencoder's output is one number, an error, and no latent; set network.kind to mlp")]
    [InlineData(
        "regularizers: [mode-regularization, mode-regularization]",
        "mog8.yaml:1:16 regularizers[0]: is listed twice, and one third player of a kind is enough; remove one of them")]
    [InlineData(
        "prior: learned-mixture\nregularizers: [veegan]",
        "mog8.yaml:2:16 regularizers[0]: gives latents of numbers, where this prior draws a choice among its components; set prior.kind to {priors of "
            + "numbers}")]
    [InlineData(
        "prior: learned-mixture\nregularizers: [mode-regularization]",
        "mog8.yaml:2:16 regularizers[0]: gives latents of numbers, where this prior draws a choice among its components; set prior.kind to {priors of "
            + "numbers}")]
    [InlineData(
        "loss: relativistic\nregularizers: [mode-regularization]",
        "mog8.yaml:2:16 regularizers[0]: rates reconstructions by D's output on them alone, and this loss compares it with real ones; set realism to 0, or "
            + "loss.kind to {losses of one kind of samples}")]
    [InlineData(
        "regularizers: [{kind: mode-regularization, distance: 0, realism: 0}]",
        "mog8.yaml:1:16 regularizers[0]: with both distance and realism 0 it does nothing; give one of them")]
    public void WhatCannotWorkIsRefused(string yaml, string message) =>
        Assert.StartsWith(Ways.Fill(message), ConfigFixture.ErrorOf(yaml), StringComparison.Ordinal);

    [Theory]
    [InlineData("loss: relativistic\nregularizers: [{kind: veegan, objective: loss}, {kind: mode-regularization, realism: 0}]")]
    [InlineData(
        "loss: wasserstein\nregularizers: [{kind: veegan, objective: loss, network: {widths: [9]}, optimizer: {kind: sgd, lr: 0.1}}, mode-regularization]")]
    public void WhatWorksIsNot(string yaml) => Assert.NotEmpty(ConfigFixture.Load(yaml).Regularizers);

    private static Lab NewLab(Regularizer remedy, long steps) => new(new LabParts
    {
        GeneratorConfig = Network,
        DiscriminatorConfig = Network,
        Loss = new NonSaturatingLossConfig(),
        GeneratorOptimizer = new SgdConfig { Lr = Rate },
        DiscriminatorOptimizer = new SgdConfig { Lr = Rate },
        Training = new TrainingConfig { Batch = 8, Steps = steps, Dtype = NumberType.Float64 },
        Regularizers = [remedy],
    });

    // The second implementation: W₁, b₁, W₂, b₂ of a network with one hidden layer, autograd and plain descent.
    private static Tensor[] Copy(Player player) => [.. player.Store.Frozen.All.ToArray().Select(static t => t.clone().requires_grad_())];

    private static Tensor Apply(Tensor[] w, Tensor x)
    {
        Tensor y = x.mm(w[0].t()).Plus(w[1]).tanh().mm(w[2].t()).Plus(w[3]);
        return y.shape[1] == 1 ? y.flatten() : y;
    }

    private static Tensor Softplus(Tensor x) => x.exp().Plus(1).log();

    private static Tensor[] Slopes(Tensor loss, Tensor[] weights) => [.. autograd.grad([loss], weights, retain_graph: true)];

    private static void Descend(Tensor[] weights, Tensor[] slopes)
    {
        using var noGrad = no_grad();
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i].sub_(slopes[i].Times(Rate));
        }
    }

    private static (Tensor Real, Tensor Latent) Batch(Lab lab, long update) =>
        (lab.Batches.Real(lab.Streams.Data.At(update)).Values.clone(), lab.Batches.Latent(lab.Streams.Latent.At(update), lab.Streams.Data.At(update)).Values
            .clone());

    private static void Compare(Tensor[] expected, Player actual) =>
        Numbers.Close(Weights.Concatenate(expected), actual.Store.Flat, 1e-11);
}
