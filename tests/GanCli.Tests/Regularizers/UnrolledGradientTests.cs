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

/// <summary>G's gradient through the look-ahead, against differences, formulas written out and a closed form.</summary>
public sealed class UnrolledGradientTests
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
    public static TheoryData<string> Settings =>
        ["batch-norm", "layer-norm", "maxout", "dropout", "penalty", "r1-and-r2", "wgan-gp", "dragan", "dragan-program", "spectral-normalization",
            "minibatch-discrimination", "packing", "clipping", "least-squares", "configured", "critic"];

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
            "dropout" => parts
                with { DiscriminatorConfig = parts.DiscriminatorConfig with { Dropout = 0.3 }, GeneratorConfig = parts.GeneratorConfig with { Dropout = 0.3 } },
            "penalty" => parts with { Regularizers = [.. parts.Regularizers, new Slope()] },
            "r1-and-r2" => parts with { Regularizers = [.. parts.Regularizers, new R1Config { Gamma = 1 }.Build(), new R2Config { Gamma = 1 }.Build()] },
            "wgan-gp" => parts with { Regularizers = [.. parts.Regularizers, new WganGpConfig().Build()] },
            "dragan" => parts with { Regularizers = [.. parts.Regularizers, new DraganConfig().Build()] },
            "dragan-program" => parts with { Regularizers = [.. parts.Regularizers, new DraganConfig { Form = DraganForm.Program }.Build()] },
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
            (PlayedBatch batch, StepTime time) = Batch(lab, Weights.FromFlat(lab.Game.Generator.Layout, leaf, []));
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
                    slots = [slots[0].Times(0.5).Plus(g, 0.5), slots[1].Times(0.999).Plus(g * g, 0.001)];
                    d -= slots[0].Over(1 - Math.Pow(0.5, t)).Times(0.01) / slots[1].Over(1 - Math.Pow(0.999, t)).sqrt().Plus(1e-8);
                }
                else if (rule == "rmsprop")
                {
                    slots = [slots[0].Times(0.99).Plus(g * g, 0.01)];
                    d -= g.Times(0.01) / slots[0].sqrt().Plus(1e-8);
                }
                else
                {
                    d -= g.Times(0.1);
                }
            }

            return Numbers.Of(autograd.grad([-Loss(d)], [leaf])[0]);

            Tensor Loss(Tensor weights) => lab.Game.DiscriminatorLoss(Weights.FromFlat(lab.Game.Discriminator.Layout, weights, []), batch, time).Total;
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

    private static void AssertExact(Lab lab)
    {
        lab.Run(5);
        using var scope = NewDisposeScope();
        var objective = new Objective(lab);
        Tensor flat = lab.Generator.Store.Flat.clone();
        Numbers.Close(Numbers.Slope(objective.At, flat), objective.Gradient(flat), Tolerance);
    }
}
