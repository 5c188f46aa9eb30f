using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Losses;
using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Optimizers;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Tensors;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Regularizers;

/// <summary>The four rules of the joint update: on Dirac-GAN each follows its recurrence step by step, and on networks its formula with the
/// Jacobian in full.</summary>
public sealed class GameDynamicsTests
{
    private const double H = Dirac.Rate;
    private const double Tolerance = 1e-9;

    public static TheoryData<LossConfig> Losses =>
        new((LossConfig[])[new MinimaxLossConfig(), new NonSaturatingLossConfig(), new WassersteinLossConfig()]);

    public static TheoryData<GameDynamicsConfig> Rules => new(All);

    private static GameDynamicsConfig[] All =>
        [new ExtragradientConfig(), new OptimisticConfig(), new ConsensusConfig { Gamma = 0.5 }, new SymplecticConfig { Lambda = 0.7 }];

    [Theory]
    [MemberData(nameof(Losses))]
    public void Extragradient(LossConfig loss) => Follow(loss, new ExtragradientConfig(), (theta, psi) =>
    {
        (double vTheta, double vPsi) = Dirac.Field(loss, theta, psi);
        (vTheta, vPsi) = Dirac.Field(loss, theta + (H * vTheta), psi + (H * vPsi));
        return (theta + (H * vTheta), psi + (H * vPsi));
    });

    [Theory]
    [MemberData(nameof(Losses))]
    public void Optimistic(LossConfig loss)
    {
        (double Theta, double Psi)? last = null;
        Follow(loss, new OptimisticConfig(), (theta, psi) =>
        {
            var v = Dirac.Field(loss, theta, psi);
            last ??= v;
            var next = (theta + (H * ((2 * v.Theta) - last.Value.Theta)), psi + (H * ((2 * v.Psi) - last.Value.Psi)));
            last = v;
            return next;
        });
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Consensus(LossConfig loss) => Follow(loss, new ConsensusConfig { Gamma = 0.5 }, (theta, psi) =>
    {
        (double vTheta, double vPsi) = Dirac.Field(loss, theta, psi);
        double[,] j = Jacobian(loss, theta, psi);
        double slopeTheta = (j[0, 0] * vTheta) + (j[1, 0] * vPsi);
        double slopePsi = (j[0, 1] * vTheta) + (j[1, 1] * vPsi);
        return (theta + (H * (vTheta - (0.5 * slopeTheta))), psi + (H * (vPsi - (0.5 * slopePsi))));
    });

    [Theory]
    [MemberData(nameof(Losses))]
    public void Symplectic(LossConfig loss) => Follow(loss, new SymplecticConfig { Lambda = 0.7 }, (theta, psi) =>
    {
        (double vTheta, double vPsi) = Dirac.Field(loss, theta, psi);
        double[,] j = Jacobian(loss, theta, psi);
        double a = (j[0, 1] - j[1, 0]) / 2;

        // A = (0 a; −a 0), so Aᵀv = (−a v_ψ, a v_θ).
        return (theta + (H * (vTheta + (0.7 * a * vPsi))), psi + (H * (vPsi - (0.7 * a * vTheta))));
    });

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void AlignmentTurnsTheSignAtUnstablePoints(int curvature)
    {
        // L_G = cθ²/2 + θψ, L_D = cψ²/2 − θψ with a constant c: stable for c = 1 and unstable for c = −1.
        using var lab =
            new Lab(
                Dirac.Parts(new WassersteinLossConfig(), UpdateOrder.Simultaneous, new Curvature(60 * curvature),
                    new SymplecticConfig { Align = true }.Build()));
        double[] before = lab.State();
        lab.Run(1);
        double[] after = lab.State();
        double c = 60 * curvature;
        (double theta, double psi) = (before[0], before[1]);
        (double xTheta, double xPsi) = ((c * theta) - psi, (c * psi) + theta);

        // J = (c −1; 1 c), A = (0 −1; 1 0), Aᵀξ = (ξ_ψ, −ξ_θ), ∇H = Jᵀξ.
        (double hTheta, double hPsi) = ((c * xTheta) + xPsi, (c * xPsi) - xTheta);
        double sign = Math.Sign((((xTheta * hTheta) + (xPsi * hPsi)) * ((xPsi * hTheta) - (xTheta * hPsi)) / 2) + 0.1);
        Assert.Equal(curvature, sign);
        Assert.Equal(theta - (H * (xTheta + (sign * xPsi))), after[0], 1e-10);
        Assert.Equal(psi - (H * (xPsi - (sign * xTheta))), after[1], 1e-10);
    }

    /// <summary>On small networks, against the formula with the Jacobian of the field from central differences.</summary>
    [Theory]
    [MemberData(nameof(Rules))]
    public void OnNetworksEachIsItsFormula(GameDynamicsConfig rule)
    {
        var spy = new Spy();
        LabParts parts = Small(new SgdConfig { Lr = 0.05 });
        using var lab = new Lab(parts with { Regularizers = [spy, rule.Build()] });
        lab.Run(4);
        double[] before = lab.State();
        double[] last = Field(spy.Plain!);
        lab.Run(1, 4);
        double[] moved = [.. lab.State().Zip(before, static (now, then) => (now - then) / 0.05)];
        double[] v = Field(spy.Plain!);
        double[][] columns = spy.Columns!;
        double[] direct = Product(columns, v, transposed: false);
        double[] transposed = Product(columns, v, transposed: true);
        double[] expected = rule switch
        {
            ExtragradientConfig => Field(spy.Trial!),
            OptimisticConfig => [.. v.Zip(last, static (now, then) => (2 * now) - then)],
            ConsensusConfig consensus => [.. v.Zip(transposed, (x, t) => x - (consensus.Gamma * t))],
            SymplecticConfig symplectic => [.. v.Select((x, i) => x - (symplectic.Lambda * (transposed[i] - direct[i]) / 2))],
            _ => throw new InvalidOperationException(),
        };
        Numbers.Close(expected, moved, 1e-6);
        Assert.True(Numbers.Deviation(v, moved) > 1e-3);

        static double[] Field(double[] gradients) => [.. gradients.Select(static g => -g)];

        static double[] Product(double[][] columns, double[] by, bool transposed) => transposed
            ? [.. columns.Select(column => column.Zip(by, static (a, b) => a * b).Sum())]
            : [.. Enumerable.Range(0, by.Length).Select(row => columns.Select((column, i) => column[row] * by[i]).Sum())];
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void TheyWorkOnAnyGameAndSayHowMuchTheyChange(GameDynamicsConfig rule)
    {
        // A critic's last bias has no second derivative; batch norm, relu and Adam are as usual.
        foreach (LossConfig loss in (LossConfig[])[new WassersteinLossConfig(), new HingeLossConfig()])
        {
            LabParts parts = Small(new AdamConfig { Lr = 0.01 });
            using var lab = new Lab(parts with
            {
                Loss = loss,
                DiscriminatorConfig = new MlpConfig { Widths = [6], Norm = [NormKind.Batch], Activation = ActivationKind.LeakyRelu },
                Regularizers = [rule.Build(), new R1Config().Build()],
            });
            lab.Run(5);
            Assert.All(lab.State(), static value => Assert.True(double.IsFinite(value)));
            double correction = lab.Statistics.Read().Single(static s => s.Name == "double-0.correction").Mean;
            Assert.InRange(correction, 1e-9, 1e9);
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void TensorsDoNotPileUp(GameDynamicsConfig rule)
    {
        using var lab = new Lab(Small(new AdamConfig()) with { Regularizers = [rule.Build()] });
        lab.Run(3);
        long before = TorchSharp.DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        lab.Run(20, 3);
        Assert.Equal(before, TorchSharp.DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void OptimisticKeepsTheLastGradientInItsState()
    {
        var spy = new Spy();
        Regularizer optimistic = new OptimisticConfig().Build();
        using var lab = new Lab(Small(new SgdConfig()) with { Regularizers = [spy, optimistic] });
        Assert.Equal(["generator", "discriminator"], optimistic.State.Keys);
        lab.Run(3);
        Assert.Equal(spy.Plain!, (double[])[.. Numbers.Of(optimistic.State["generator"]), .. Numbers.Of(optimistic.State["discriminator"])]);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void WhatCannotWorkIsRefused(GameDynamicsConfig rule)
    {
        var simultaneous = new TrainingConfig { Update = UpdateOrder.Simultaneous };
        var unrolling = new UnrollingConfig();
        string kind = Catalog.Describe(rule.GetType()).Kind;
        Assert.Null(rule.Conflict(new ExperimentConfig { Regularizers = [rule], Training = simultaneous }));
        Assert.Equal(
            "needs both gradients at the same point; set training.update to simultaneous",
            rule.Conflict(new ExperimentConfig { Regularizers = [rule] }));
        Assert.Equal(
            "is one of several rules for the joint update, and there can be only one; set regularizers to a list with one of them",
            rule.Conflict(new ExperimentConfig { Regularizers = [rule, All[0]], Training = simultaneous }));
        Assert.Equal(
            $"cannot foresee joint updates: its look-ahead is one of the discriminator alone; set regularizers to a list without {kind}",
            unrolling.Conflict(new ExperimentConfig { Regularizers = [rule, unrolling], Training = simultaneous }));
    }

    private static void Follow(LossConfig loss, GameDynamicsConfig rule, Func<double, double, (double Theta, double Psi)> next) =>
        Dirac.Follow(Dirac.Parts(loss, UpdateOrder.Simultaneous, rule.Build()), next, Tolerance);

    /// <summary>∂v/∂(θ, ψ) by formula.</summary>
    private static double[,] Jacobian(LossConfig loss, double theta, double psi)
    {
        double s = 1 / (1 + Math.Exp(-psi * theta));
        double ds = s * (1 - s);
        return loss switch
        {
            MinimaxLossConfig => new[,] { { psi * psi * ds, s + (psi * theta * ds) }, { -s - (theta * psi * ds), -theta * theta * ds } },
            NonSaturatingLossConfig => new[,] { { -psi * psi * ds, 1 - s - (psi * theta * ds) }, { -s - (theta * psi * ds), -theta * theta * ds } },
            _ => new double[,] { { 0, 1 }, { -1, 0 } },
        };
    }

    private static LabParts Small(OptimizerConfig optimizer)
    {
        LabParts parts = new()
        {
            GeneratorConfig = new MlpConfig { Widths = [4], Activation = ActivationKind.Tanh },
            DiscriminatorConfig = new MlpConfig { Widths = [4], Activation = ActivationKind.Tanh },
            GeneratorOptimizer = optimizer,
            DiscriminatorOptimizer = optimizer,
        };
        return parts with { Training = parts.Training with { Update = UpdateOrder.Simultaneous } };
    }

    /// <summary>Looks at the plain gradients of each step, and around.</summary>
    private sealed class Spy : Regularizer, IUpdatesJointly
    {
        /// <summary>Gradients of this step.</summary>
        public double[]? Plain { get; private set; }

        /// <summary>Gradients at the point that a plain step of 0.05 leads to.</summary>
        public double[]? Trial { get; private set; }

        /// <summary>Column i: ∂v/∂w_i by central differences.</summary>
        public double[][]? Columns { get; private set; }

        public Gradients JointGradients(JointField field, StepTime time)
        {
            double[] here = [.. Numbers.Of(field.Generator.Store.Flat), .. Numbers.Of(field.Discriminator.Store.Flat)];
            Plain = At(here);
            Trial = At([.. here.Zip(Plain, static (w, g) => w - (0.05 * g))]);
            if (time.Step == 4)
            {
                const double Small = 1e-5;
                Columns = [.. here.Select((_, i) => At(Moved(i, Small)).Zip(At(Moved(i, -Small)), static (up, down) => -(up - down) / (2 * Small)).ToArray())];
            }

            return field.Here;

            double[] Moved(int i, double by) => [.. here.Select((w, k) => k == i ? w + by : w)];

            double[] At(double[] point)
            {
                using var scope = NewDisposeScope();
                int count = (int)field.Generator.Store.Layout.ParameterCount;
                Gradients gradients = field.At(tensor(point[..count]), tensor(point[count..]));
                return [.. Numbers.Of(gradients.Generator), .. Numbers.Of(gradients.Discriminator)];
            }
        }
    }

    /// <summary>Adds c/2 times the square of each player's only weight to its loss.</summary>
    private sealed class Curvature(double c) : Regularizer, IAddsToDiscriminatorLoss, IAddsToGeneratorLoss
    {
        public Tensor DiscriminatorTerm(DiscriminatorView view) => view.Weights.Parameters[0].Squared().sum().Times(c / 2);

        public Tensor GeneratorTerm(GeneratorView view) => view.Generator.Parameters[0].Squared().sum().Times(c / 2);
    }
}
