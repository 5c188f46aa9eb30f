using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Losses;
using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Optimizers;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Tensors;
using GanCli.Tests.Training.Doubles;
using static GanCli.Tests.Regularizers.UnrolledGame;
using static TorchSharp.torch;

namespace GanCli.Tests.Regularizers;

public sealed class UnrollingTests
{
    public static TheoryData<OptimizerConfig, UnrolledLoss, string> Direct
    {
        get
        {
            var data = new TheoryData<OptimizerConfig, UnrolledLoss, string>();
            foreach (OptimizerConfig optimizer in UnrolledGradientTests.Optimizers.Select(static row => row.Data))
            {
                data.Add(optimizer, UnrolledLoss.Saturating, "non-saturating");
            }

            foreach (string loss in Catalog.FamilyOf(typeof(LossConfig)).Components.Where(static c => ((LossConfig)c.CreateDefault()).BuildControl() is null)
                .Select(static c => c.Kind))
            {
                // Where only differences of outputs count, the gradient by D's last bias is mere rounding, which a small ε would make a step of.
                data.Add(new AdamConfig { Lr = 0.01, Epsilon = 1e-3 }, UnrolledLoss.Saturating, loss);
                data.Add(new AdamConfig { Lr = 0.01, Epsilon = 1e-3 }, UnrolledLoss.Configured, loss);
            }

            return data;
        }
    }

    /// <summary>Through networks that know their second derivatives the look-ahead goes without autograd. A remedy that does nothing sends it there.</summary>
    [Theory]
    [MemberData(nameof(Direct), DisableDiscoveryEnumeration = true)]
    public void WithoutAutogradItIsTheSame(OptimizerConfig optimizer, UnrolledLoss objective, string loss)
    {
        foreach ((NumberType dtype, double tolerance, ActivationKind activation) in new[]
        {
            (NumberType.Float64, 1e-10, ActivationKind.LeakyRelu), (NumberType.Float32, 1e-4, ActivationKind.LeakyRelu), (NumberType.Float64, 1e-10,
                ActivationKind.Tanh),
        })
        {
            LabParts parts = Parts(3);
            parts = parts with
            {
                GeneratorConfig = parts.GeneratorConfig with { Activation = activation },
                DiscriminatorConfig = new MlpConfig { Widths = [9, 20, 6], Activation = activation, LeakySlope = 0.3, InputScale = 0.7 },
                GeneratorOptimizer = new SgdConfig { Lr = 1 },
                DiscriminatorOptimizer = optimizer,
                Loss = (LossConfig)Catalog.FamilyOf(typeof(LossConfig)).Find(loss)!.CreateDefault(),
                Training = parts.Training with { Dtype = dtype, Batch = 11, GradientClipping = objective == UnrolledLoss.Configured ? 0.3 : null },
                Regularizers = [new UnrollingConfig { Steps = 3, GeneratorLoss = objective }.Build()],
            };
            using var direct = new Lab(parts);
            using var traced = new Lab(parts with { Regularizers = [.. parts.Regularizers, new Idle()] });
            Assert.True(direct.Step.FromLayers.Generator);
            Assert.False(traced.Step.FromLayers.Generator);
            for (int step = 0; step < 4; step++)
            {
                double[] before = Numbers.Of(traced.Generator.Store.Flat);
                direct.Run(1, step);
                traced.Run(1, step);
                double[] expected = [.. before.Zip(Numbers.Of(traced.Generator.Store.Flat), static (then, now) => then - now)];
                double[] actual = [.. before.Zip(Numbers.Of(direct.Generator.Store.Flat), static (then, now) => then - now)];
                Numbers.Close(expected, actual, tolerance);
                Numbers.Close(traced.Discriminator.Store.Flat, direct.Discriminator.Store.Flat, tolerance);
                Assert.Equal(traced.Discriminator.State.Step, direct.Discriminator.State.Step);
                foreach ((Tensor memory, Tensor ours) in traced.Discriminator.State.Slots.Zip(direct.Discriminator.State.Slots))
                {
                    Numbers.Close(memory, ours, tolerance);
                }

                Assert.Equal(Value(traced, "double-0.distance"), Value(direct, "double-0.distance"), 1e-5);
                Assert.Equal(Value(traced, "loss.generator"), Value(direct, "loss.generator"), 1e-4);

                // Roundings of one step must not count in the next.
                direct.Generator.Store.Flat.copy_(traced.Generator.Store.Flat);
                direct.Discriminator.Store.Flat.copy_(traced.Discriminator.Store.Flat);
                direct.Discriminator.State.Slots.Zip(traced.Discriminator.State.Slots).ToList().ForEach(static pair => pair.First.copy_(pair.Second));
            }
        }

        static double Value(Lab lab, string name) => lab.Statistics.Read().Single(s => s.Name == name).Mean;
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.05)]
    public void LookAheadIsWhereOrdinaryUpdatesLead(double? clipping)
    {
        LabParts parts = Parts(4);
        using var lab = new Lab(parts with { Training = parts.Training with { GradientClipping = clipping } });
        lab.Run(3);
        using var scope = NewDisposeScope();
        (PlayedBatch batch, StepTime time) = Batch(lab, lab.Generator.Store.Leaves);
        Tensor before = lab.Discriminator.Store.Flat.clone();
        Weights ahead = lab.Game.Opponent(lab.Discriminator.Store.Frozen, new OpponentView(lab.Game, lab.Discriminator, batch, time));
        double distance = lab.Game.Statistics(time).Single(static s => s.Name == "double-0.distance").Value.item<double>();
        for (int i = 0; i < 4; i++)
        {
            Tensor loss = lab.Game.DiscriminatorLoss(lab.Discriminator.Store.Leaves, batch, time).Total;
            lab.Discriminator.Update(Weights.Concatenate(autograd.grad([loss], lab.Discriminator.Store.Leaves.Parameters, retain_graph: true)), time);
        }

        Numbers.Close(lab.Discriminator.Store.Flat, ahead.Flatten(), 1e-12);
        Assert.Equal((lab.Discriminator.Store.Flat - before).norm().item<double>(), distance, 1e-12);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void NothingOfTheDiscriminatorIsTouched(bool direct)
    {
        LabParts parts = Parts(3, direct);
        using var lab = new Lab(direct ? parts : parts with { DiscriminatorConfig = parts.DiscriminatorConfig with { Norm = [NormKind.Batch] } });
        Assert.Equal(direct, lab.Step.FromLayers.Generator);
        lab.Run(3);
        double[] before = Everything();
        using (NewDisposeScope())
        {
            if (direct)
            {
                (PlayedBatch batch, StepTime time) = Batch(lab, lab.Generator.Store.Frozen);
                ((ILayerObjective)lab.Game.Regularizers[0].Regularizer).GeneratorObjective(new OpponentView(lab.Game, lab.Discriminator, batch, time));
            }
            else
            {
                new Objective(lab).Gradient(lab.Generator.Store.Flat.clone());
            }
        }

        Assert.Equal(before, Everything());

        double[] Everything() =>
        [
            .. lab.Discriminator.Store.Frozen.All.ToArray().Concat(lab.Discriminator.State.Slots).SelectMany(Numbers.Of),
            lab.Discriminator.State.Step,
        ];
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TheCommittedUpdateIsAnOrdinaryOne(bool direct)
    {
        using var unrolled = new Lab(Parts(3, direct));
        using var plain = new Lab(Parts(3, direct) with { Regularizers = [] });
        Assert.Equal(direct, unrolled.Step.FromLayers.Generator);
        unrolled.Run(1);
        plain.Run(1);
        Assert.Equal(Numbers.Of(plain.Discriminator.Store.Flat), Numbers.Of(unrolled.Discriminator.Store.Flat));
        Assert.NotEqual(Numbers.Of(plain.Generator.Store.Flat), Numbers.Of(unrolled.Generator.Store.Flat));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void NoLookAheadIsMinimax(bool penalized, bool direct)
    {
        LabParts parts = Parts(0, direct);
        parts = parts with { DiscriminatorConfig = parts.DiscriminatorConfig with { Dropout = direct ? 0 : 0.3 } };
        Regularizer[] others = penalized ? [new Slope()] : [];

        // Noise lanes go by position.
        using var unrolled = new Lab(parts with { Regularizers = [.. others, .. parts.Regularizers] });
        using var plain = new Lab(parts with { Loss = new MinimaxLossConfig(), Regularizers = others });
        Assert.Equal(direct, unrolled.Step.FromLayers.Generator);
        unrolled.Run(3);
        plain.Run(3);
        Numbers.Close(plain.Generator.Store.Flat, unrolled.Generator.Store.Flat, 1e-12);
        Numbers.Close(plain.Discriminator.Store.Flat, unrolled.Discriminator.Store.Flat, 1e-12);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void NoLookAheadWithTheConfiguredLossIsThePlainGame(bool direct)
    {
        LossConfig[] losses =
            [.. Catalog.FamilyOf(typeof(LossConfig)).Components.Select(static c => (LossConfig)c.CreateDefault()).Where(static l => l.BuildControl() is null)];
        Assert.NotEmpty(losses);
        foreach (LossConfig loss in losses)
        {
            LabParts parts = Parts(0, direct) with { Loss = loss };
            using var unrolled = new Lab(parts with { Regularizers = [new UnrollingConfig { Steps = 0, GeneratorLoss = UnrolledLoss.Configured }.Build()] });
            using var plain = new Lab(parts with { Regularizers = [] });
            Assert.Equal(direct, unrolled.Step.FromLayers.Generator);
            unrolled.Run(3);
            plain.Run(3);
            Numbers.Close(plain.State(), unrolled.State(), 1e-12);
        }
    }

    [Theory]
    [InlineData(NumberType.Float32)]
    [InlineData(NumberType.Float64)]
    public void DeadUnitsDoNotSpoilTheGradient(NumberType dtype)
    {
        foreach (OptimizerConfig optimizer in (OptimizerConfig[])[new AdamConfig { Lr = 0.01 }, new RmsPropConfig { Lr = 0.01 }])
        {
            LabParts parts = Parts(3);
            using var lab = new Lab(parts with
            {
                DiscriminatorConfig = parts.DiscriminatorConfig with { Activation = ActivationKind.Relu },
                DiscriminatorOptimizer = optimizer,
                Training = parts.Training with { Dtype = dtype },
            });
            using (no_grad())
            {
                // Units that never fire: their gradients, and so the second moments, are exactly 0.
                lab.Discriminator.Store.Frozen["0.linear.bias"].narrow(0, 0, 4).FilledWith(-1000);
            }

            lab.Run(3);
            Assert.Contains(0d, Numbers.Of(lab.Discriminator.State.Slots[^1]));
            Assert.All(lab.State(), static value => Assert.True(double.IsFinite(value)));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LookAheadsAreReleased(bool direct)
    {
        using var lab = new Lab(Parts(3, direct));
        Assert.Equal(direct, lab.Step.FromLayers.Generator);
        lab.Run(3);
        long before = TorchSharp.DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        lab.Run(20, 3);
        Assert.Equal(before, TorchSharp.DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void WhatItCannotForeseeIsRefused()
    {
        var unrolling = new UnrollingConfig();
        Assert.Null(unrolling.Conflict(new ExperimentConfig { Regularizers = [unrolling] }));
        Assert.Equal(
            "is listed twice, and looks ahead once; set steps to their sum in one entry",
            unrolling.Conflict(new ExperimentConfig { Regularizers = [unrolling, unrolling] }));
        Assert.Equal(
            "cannot foresee updates that take turns on real and generated samples; set regularizers to a list without split-updates",
            unrolling.Conflict(new ExperimentConfig { Regularizers = [new SplitUpdatesConfig(), unrolling] }));
        Assert.Equal(
            "cannot foresee clipped weights: its look-ahead is one of the discriminator's optimizer alone; set regularizers to a list without weight-clipping",
            unrolling.Conflict(new ExperimentConfig { Regularizers = [new WeightClippingConfig(), unrolling] }));
        var matching = new FeatureMatchingConfig { Use = TermUse.Replace };
        Assert.Equal(
            "takes the place of G's loss, and another remedy does so too; set generator-loss to configured, or remove one of them",
            unrolling.Conflict(new ExperimentConfig { Regularizers = [unrolling, matching] }));
        unrolling = unrolling with { GeneratorLoss = UnrolledLoss.Configured };
        Assert.Null(unrolling.Conflict(new ExperimentConfig { Regularizers = [unrolling, matching] }));
    }
}
