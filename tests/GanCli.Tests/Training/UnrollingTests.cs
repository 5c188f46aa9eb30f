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

namespace GanCli.Tests.Training;

/// <summary>Unrolling needs nothing but the hooks: a test double does it.</summary>
public sealed class UnrollingTests
{
    public static TheoryData<OptimizerConfig> Optimizers => new((OptimizerConfig[])
    [
        new AdamConfig { Lr = 0.01 },
        new AdamWConfig { Lr = 0.01, WeightDecay = 0.5 },
        new RmsPropConfig { Lr = 0.01 },
        new SgdConfig { Lr = 0.1 },
        new SgdConfig { Lr = 0.1, Momentum = 0.9, Nesterov = true },
    ]);

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void GradientFlowsThroughTheWholeLookAhead(OptimizerConfig optimizer)
    {
        using var lab = new Lab(Parts(3) with { DiscriminatorOptimizer = optimizer });
        lab.Run(5);
        using var scope = NewDisposeScope();
        var objective = new Objective(lab);
        Tensor flat = lab.Generator.Store.Flat.clone();
        double[] expected = Numbers.Slope(objective.At, flat);
        Numbers.Close(expected, objective.Gradient(flat), 1e-6);
    }

    [Fact]
    public void DetachedLookAheadIsToldApart()
    {
        using var lab = new Lab(Parts(3));
        using var detached = new Lab(Parts(3, detached: true));
        lab.Run(5);
        detached.Run(5);
        detached.Generator.Store.Flat.copy_(lab.Generator.Store.Flat);
        detached.Discriminator.Store.Flat.copy_(lab.Discriminator.Store.Flat);
        using var scope = NewDisposeScope();
        Tensor flat = lab.Generator.Store.Flat.clone();
        double[] whole = new Objective(lab).Gradient(flat);
        Assert.True(Numbers.Deviation(whole, new Objective(detached).Gradient(flat)) > 0.01);
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
        Weights ahead = lab.Game.Opponent(lab.Discriminator.Store.Frozen, new OpponentView(lab.Game, lab.Discriminator, batch, moment));
        for (int i = 0; i < 4; i++)
        {
            Tensor loss = lab.Game.DiscriminatorLoss(lab.Discriminator.Store.Leaves, batch, moment).Total;
            lab.Discriminator.Update(Weights.Concatenate(autograd.grad([loss], lab.Discriminator.Store.Leaves.Parameters, retain_graph: true)), moment);
        }

        Numbers.Close(lab.Discriminator.Store.Flat, ahead.Flatten(), 1e-12);
    }

    [Fact]
    public void NothingOfTheDiscriminatorIsTouched()
    {
        LabParts parts = Parts(3);
        using var lab = new Lab(parts with { DiscriminatorConfig = parts.DiscriminatorConfig with { Norm = [NormKind.Batch] } });
        lab.Run(3);
        double[] before = Everything();
        using (NewDisposeScope())
        {
            Numbers.Close(before, Everything(), 0);
            new Objective(lab).Gradient(lab.Generator.Store.Flat.clone());
        }

        Assert.Equal(before, Everything());

        double[] Everything() =>
        [
            .. lab.Discriminator.Store.Frozen.All.ToArray().Concat(lab.Discriminator.State.Slots).SelectMany(Numbers.Of),
            lab.Discriminator.State.Step,
        ];
    }

    [Fact]
    public void TheCommittedUpdateIsAnOrdinaryOne()
    {
        using var unrolled = new Lab(Parts(3));

        // A remedy that does nothing: the plain game would take its gradients from the layers, which round differently.
        using var plain = new Lab(Parts(3) with { Regularizers = [new Idle()] });
        unrolled.Run(1);
        plain.Run(1);
        Assert.Equal(Numbers.Of(plain.Discriminator.Store.Flat), Numbers.Of(unrolled.Discriminator.Store.Flat));
        Assert.NotEqual(Numbers.Of(plain.Generator.Store.Flat), Numbers.Of(unrolled.Generator.Store.Flat));
    }

    [Fact]
    public void NoMovesIsMinimax()
    {
        using var unrolled = new Lab(Parts(0));
        using var plain = new Lab(Parts(0) with { Loss = new MinimaxLossConfig(), Regularizers = [] });
        unrolled.Run(1);
        plain.Run(1);
        Numbers.Close(plain.Generator.Store.Flat, unrolled.Generator.Store.Flat, 1e-12);
    }

    [Theory]
    [InlineData(UpdateOrder.Alternating)]
    [InlineData(UpdateOrder.Simultaneous)]
    public void OneMoveOnDiracGanHasAClosedForm(UpdateOrder order)
    {
        // ψ' = ψ − hθs(ψθ); L_G = −(log 2 + softplus(ψ'θ)); G feels θ through ψ' too.
        const double H = Dirac.Rate;
        Dirac.Follow(Dirac.Parts(new NonSaturatingLossConfig(), order, new Unrolling(1)), (theta, psi) =>
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

    [Fact]
    public void DeadUnitsDoNotSpoilTheGradient()
    {
        LabParts parts = Parts(3);
        using var lab = new Lab(parts with { DiscriminatorConfig = parts.DiscriminatorConfig with { Activation = ActivationKind.Relu } });
        using (no_grad())
        {
            // Units that never fire: their gradients, and so Adam's second moments, are exactly 0.
            lab.Discriminator.Store.Frozen["0.linear.bias"].narrow(0, 0, 4).fill_(-1000);
        }

        lab.Run(3);
        Assert.Contains(0d, Numbers.Of(lab.Discriminator.State.Slots[1]));
        Assert.All(lab.State(), static value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void LookAheadsAreReleased()
    {
        using var lab = new Lab(Parts(3));
        lab.Run(3);
        long before = TorchSharp.DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        lab.Run(20, 3);
        Assert.Equal(before, TorchSharp.DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    private static LabParts Parts(int moves, bool detached = false) => new() { Regularizers = [new Unrolling(moves, detached)] };

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

    private sealed class Idle : Regularizer;
}
