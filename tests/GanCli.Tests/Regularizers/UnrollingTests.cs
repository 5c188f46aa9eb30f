using GanCli.Engine.Config;
using GanCli.Engine.Losses;
using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Optimizers;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Regularizers;

public sealed class UnrollingTests
{
    private const double Tolerance = 1e-6;

    public static TheoryData<OptimizerConfig> Optimizers => new((OptimizerConfig[])
    [
        new AdamConfig { Lr = 0.01 },
        new AdamWConfig { Lr = 0.01, WeightDecay = 0.5 },
        new RmsPropConfig { Lr = 0.01 },
        new SgdConfig { Lr = 0.1 },
        new SgdConfig { Lr = 0.1, Momentum = 0.9, Nesterov = true },
    ]);

    /// <summary>Discriminators of every make, penalties and losses.</summary>
    public static TheoryData<string> Settings => ["batch-norm", "layer-norm", "maxout", "dropout", "penalty", "r1-and-r2", "wgan-gp", "dragan", "spectral-normalization", "minibatch-discrimination", "packing", "clipping", "least-squares", "configured", "critic"];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void GradientFlowsThroughTheWholeLookAhead(OptimizerConfig optimizer)
    {
        using var lab = new Lab(Parts(3) with { DiscriminatorOptimizer = optimizer });
        AssertExact(lab);
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void GradientIsExactWhateverTheGame(string setting)
    {
        LabParts parts = Parts(3);
        parts = setting switch
        {
            "batch-norm" => parts with { DiscriminatorConfig = parts.DiscriminatorConfig with { Norm = [NormKind.Batch] } },
            "layer-norm" => parts with { DiscriminatorConfig = parts.DiscriminatorConfig with { Norm = [NormKind.Layer] } },
            "maxout" => parts with { DiscriminatorConfig = parts.DiscriminatorConfig with { Activation = ActivationKind.Maxout } },
            "dropout" => parts with { DiscriminatorConfig = parts.DiscriminatorConfig with { Dropout = 0.3 }, GeneratorConfig = parts.GeneratorConfig with { Dropout = 0.3 } },
            "penalty" => parts with { Regularizers = [.. parts.Regularizers, new Slope()] },
            "r1-and-r2" => parts with { Regularizers = [.. parts.Regularizers, new R1Config { Gamma = 1 }.Build(), new R2Config { Gamma = 1 }.Build()] },
            "wgan-gp" => parts with { Regularizers = [.. parts.Regularizers, new WganGpConfig().Build()] },
            "dragan" => parts with { Regularizers = [.. parts.Regularizers, new DraganConfig().Build()] },
            "spectral-normalization" => parts with { Regularizers = [.. parts.Regularizers, new SpectralNormalizationConfig().Build()] },
            "minibatch-discrimination" => parts with { Regularizers = [.. parts.Regularizers, new MinibatchDiscriminationConfig().Build()] },
            "packing" => parts with { Regularizers = [.. parts.Regularizers, new PackingConfig { Samples = 2 }.Build()] },
            "clipping" => parts with { Training = parts.Training with { GradientClipping = 0.05 } },
            "least-squares" => parts with { Loss = new LeastSquaresLossConfig() },
            "critic" => parts with { Loss = new WassersteinLossConfig() },
            _ => parts with { Regularizers = [new UnrollingConfig { Steps = 3, GeneratorLoss = UnrolledLoss.Configured }.Build()] },
        };
        using var lab = new Lab(parts);
        AssertExact(lab);
    }

    /// <summary>What the bugs of other implementations would give is nowhere near.</summary>
    [Theory]
    [InlineData("adam")]
    [InlineData("rmsprop")]
    [InlineData("sgd")]
    public void OnlyTheRightLookAheadFits(string kind)
    {
        OptimizerConfig optimizer = kind switch
        {
            "adam" => new AdamConfig { Lr = 0.01 },
            "rmsprop" => new RmsPropConfig { Lr = 0.01 },
            _ => new SgdConfig { Lr = 0.1 },
        };
        using var lab = new Lab(Parts(3) with { DiscriminatorOptimizer = optimizer });
        lab.Run(5);
        using var scope = NewDisposeScope();
        Tensor flat = lab.Generator.Store.Flat.clone();
        double[] ours = new Objective(lab).Gradient(flat);
        Numbers.Close(ByHand(kind, detached: false, forgetful: false), ours, 1e-10);
        Assert.True(Numbers.Deviation(ours, ByHand(kind, detached: true, forgetful: false)) > 1000 * Tolerance);
        Assert.True(kind == "sgd" || Numbers.Deviation(ours, ByHand(kind, detached: false, forgetful: true)) > 1000 * Tolerance);
        Assert.True(kind == "sgd" || Numbers.Deviation(ours, ByHand("sgd", detached: false, forgetful: false)) > 1000 * Tolerance);

        // The papers' formulas, written out; forgetful: from moments of zero.
        double[] ByHand(string rule, bool detached, bool forgetful)
        {
            Tensor leaf = flat.clone().requires_grad_();
            (PlayedBatch batch, Moment moment) = Batch(lab, Weights.FromFlat(lab.Game.Generator.Layout, leaf, []));
            OptimizerState memory = lab.Discriminator.State;
            Tensor[] slots = [.. memory.Slots.Select(slot => forgetful ? zeros_like(slot) : slot)];
            Tensor d = lab.Discriminator.Store.Flat.clone().requires_grad_();
            for (int i = 1; i <= 3; i++)
            {
                Tensor g = autograd.grad([Loss(d)], [d], retain_graph: true, create_graph: true)[0];
                if (detached)
                {
                    g = g.detach();
                }

                long t = (forgetful ? 0 : memory.Step) + i;
                if (rule == "adam")
                {
                    slots = [(0.5 * slots[0]) + (0.5 * g), (0.999 * slots[1]) + (0.001 * g * g)];
                    d -= 0.01 * (slots[0] / (1 - Math.Pow(0.5, t))) / ((slots[1] / (1 - Math.Pow(0.999, t))).sqrt() + 1e-8);
                }
                else if (rule == "rmsprop")
                {
                    slots = [(0.99 * slots[0]) + (0.01 * g * g)];
                    d -= 0.01 * g / (slots[0].sqrt() + 1e-8);
                }
                else
                {
                    d -= 0.1 * g;
                }
            }

            return Numbers.Of(autograd.grad([-Loss(d)], [leaf])[0]);

            Tensor Loss(Tensor weights) => lab.Game.DiscriminatorLoss(Weights.FromFlat(lab.Game.Discriminator.Layout, weights, []), batch, moment).Total;
        }
    }

    public static TheoryData<OptimizerConfig, UnrolledLoss, string> Direct
    {
        get
        {
            var data = new TheoryData<OptimizerConfig, UnrolledLoss, string>();
            foreach (OptimizerConfig optimizer in Optimizers.Select(static row => row.Data))
            {
                data.Add(optimizer, UnrolledLoss.Saturating, "non-saturating");
            }

            foreach (string loss in Catalog.FamilyOf(typeof(LossConfig)).Components.Where(static c => ((LossConfig)c.CreateDefault()).BuildControl() is null).Select(static c => c.Kind))
            {
                // Where only differences of outputs count, the gradient by D's last bias is mere rounding, which a small ε would make a step of.
                data.Add(new AdamConfig { Lr = 0.01, Epsilon = 1e-3 }, UnrolledLoss.Saturating, loss);
                data.Add(new AdamConfig { Lr = 0.01, Epsilon = 1e-3 }, UnrolledLoss.Configured, loss);
            }

            return data;
        }
    }

    /// <summary>Between networks that are linear piece by piece the look-ahead goes without autograd. A remedy that does nothing sends it there.</summary>
    [Theory]
    [MemberData(nameof(Direct), DisableDiscoveryEnumeration = true)]
    public void WithoutAutogradItIsTheSame(OptimizerConfig optimizer, UnrolledLoss objective, string loss)
    {
        foreach ((NumberType dtype, double tolerance) in new[] { (NumberType.Float64, 1e-10), (NumberType.Float32, 1e-4) })
        {
            LabParts parts = Parts(3);
            parts = parts with
            {
                GeneratorConfig = parts.GeneratorConfig with { Activation = ActivationKind.LeakyRelu },
                DiscriminatorConfig = new MlpConfig { Widths = [9, 20, 6], Activation = ActivationKind.LeakyRelu, LeakySlope = 0.3, InputScale = 0.7 },
                GeneratorOptimizer = new SgdConfig { Lr = 1 },
                DiscriminatorOptimizer = optimizer,
                Loss = (LossConfig)Catalog.FamilyOf(typeof(LossConfig)).Find(loss)!.CreateDefault(),
                Training = parts.Training with { Dtype = dtype, Batch = 11, GradientClipping = objective == UnrolledLoss.Configured ? 0.3 : null },
                Regularizers = [new UnrollingConfig { Steps = 3, GeneratorLoss = objective }.Build()],
            };
            using var direct = new Lab(parts);
            using var traced = new Lab(parts with { Regularizers = [.. parts.Regularizers, new Idle()] });
            Assert.True(direct.Step.IsDirect.Generator);
            Assert.False(traced.Step.IsDirect.Generator);
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
        (PlayedBatch batch, Moment moment) = Batch(lab, lab.Generator.Store.Leaves);
        Tensor before = lab.Discriminator.Store.Flat.clone();
        Weights ahead = lab.Game.Opponent(lab.Discriminator.Store.Frozen, new OpponentView(lab.Game, lab.Discriminator, batch, moment));
        double distance = lab.Game.Statistics(moment).Single(static s => s.Name == "double-0.distance").Value.item<double>();
        for (int i = 0; i < 4; i++)
        {
            Tensor loss = lab.Game.DiscriminatorLoss(lab.Discriminator.Store.Leaves, batch, moment).Total;
            lab.Discriminator.Update(Weights.Concatenate(autograd.grad([loss], lab.Discriminator.Store.Leaves.Parameters, retain_graph: true)), moment);
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
        Assert.Equal(direct, lab.Step.IsDirect.Generator);
        lab.Run(3);
        double[] before = Everything();
        using (NewDisposeScope())
        {
            if (direct)
            {
                (PlayedBatch batch, Moment moment) = Batch(lab, lab.Generator.Store.Frozen);
                lab.Game.Regularizers[0].Regularizer.DirectGeneratorLoss(new OpponentView(lab.Game, lab.Discriminator, batch, moment));
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
        Assert.Equal(direct, unrolled.Step.IsDirect.Generator);
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
        Assert.Equal(direct, unrolled.Step.IsDirect.Generator);
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
        LossConfig[] losses = [.. Catalog.FamilyOf(typeof(LossConfig)).Components.Select(static c => (LossConfig)c.CreateDefault()).Where(static l => l.BuildControl() is null)];
        Assert.NotEmpty(losses);
        foreach (LossConfig loss in losses)
        {
            LabParts parts = Parts(0, direct) with { Loss = loss };
            using var unrolled = new Lab(parts with { Regularizers = [new UnrollingConfig { Steps = 0, GeneratorLoss = UnrolledLoss.Configured }.Build()] });
            using var plain = new Lab(parts with { Regularizers = [] });
            Assert.Equal(direct, unrolled.Step.IsDirect.Generator);
            unrolled.Run(3);
            plain.Run(3);
            Numbers.Close(plain.State(), unrolled.State(), 1e-12);
        }
    }

    [Theory]
    [InlineData(UpdateOrder.Alternating)]
    [InlineData(UpdateOrder.Simultaneous)]
    public void OneMoveOnDiracGanHasAClosedForm(UpdateOrder order)
    {
        // ψ' = ψ − hθs(ψθ); L_G = −(log 2 + softplus(ψ'θ)); G feels θ through ψ' too.
        const double H = Dirac.Rate;
        Dirac.Follow(Dirac.Parts(new NonSaturatingLossConfig(), order, new UnrollingConfig { Steps = 1 }.Build()), (theta, psi) =>
        {
            double moved = psi - (H * theta * S(psi * theta));
            double seen = order == UpdateOrder.Alternating ? moved : psi;
            double s = S(seen * theta);
            double ahead = seen - (H * theta * s);
            double slope = -H * (s + (theta * seen * s * (1 - s)));
            return (theta + (H * S(ahead * theta) * (ahead + (theta * slope))), moved);
        });

        static double S(double t) => 1 / (1 + Math.Exp(-t));
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
                lab.Discriminator.Store.Frozen["0.linear.bias"].narrow(0, 0, 4).fill_(-1000);
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
        Assert.Equal(direct, lab.Step.IsDirect.Generator);
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

    /// <param name="steps">Of the look-ahead.</param>
    /// <param name="direct">With a discriminator that is linear piece by piece, whose look-ahead goes without autograd.</param>
    private static LabParts Parts(int steps, bool direct = false)
    {
        var parts = new LabParts { Regularizers = [new UnrollingConfig { Steps = steps }.Build()] };
        return direct ? parts with { DiscriminatorConfig = parts.DiscriminatorConfig with { Activation = ActivationKind.LeakyRelu } } : parts;
    }

    private static void AssertExact(Lab lab)
    {
        lab.Run(5);
        using var scope = NewDisposeScope();
        var objective = new Objective(lab);
        Tensor flat = lab.Generator.Store.Flat.clone();
        Numbers.Close(Numbers.Slope(objective.At, flat), objective.Gradient(flat), Tolerance);
    }

    private static (PlayedBatch Batch, Moment Moment) Batch(Lab lab, Weights generator)
    {
        Moment moment = lab.Moment(7);
        Tensor latent = lab.Batches.Latent(lab.Streams.Latent.At(7));
        return (new PlayedBatch(lab.Batches.Real(lab.Streams.Data.At(7)), latent, lab.Game.Generate(generator, latent, moment)), moment);
    }

    /// <summary>G's loss as a function of its flat weights.</summary>
    private sealed class Objective(Lab lab)
    {
        public Tensor At(Tensor flat)
        {
            Weights generator = Weights.FromFlat(lab.Game.Generator.Layout, flat, lab.Generator.Store.Frozen.Buffers);
            (PlayedBatch batch, Moment moment) = Batch(lab, generator);
            Weights opponent = lab.Game.Opponent(lab.Discriminator.Store.Frozen, new OpponentView(lab.Game, lab.Discriminator, batch, moment));
            return lab.Game.GeneratorLoss(generator, opponent, batch, moment).Total;
        }

        public double[] Gradient(Tensor flat)
        {
            Tensor leaf = flat.clone().requires_grad_();
            return Numbers.Of(autograd.grad([At(leaf)], [leaf])[0]);
        }
    }

    /// <summary>A penalty on D's slope at generated samples.</summary>
    private sealed class Slope : Regularizer
    {
        public override Tensor DiscriminatorTerm(DiscriminatorView view)
        {
            // A point of its own: in a look-ahead D's weights are functions of the generated samples, too.
            Tensor at = view.Fake.requires_grad ? view.Fake.view_as(view.Fake) : view.Fake.detach().requires_grad_();
            Tensor output = view.Game.Discriminator.Forward(view.Weights, at, view.Pass).sum();
            return autograd.grad([output], [at], retain_graph: true, create_graph: true)[0].square().sum(1).mean();
        }
    }
}
