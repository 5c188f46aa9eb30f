using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Game;
using GanCli.Engine.Losses;
using GanCli.Engine.Networks;
using GanCli.Engine.Optimizers;
using GanCli.Engine.Random;

namespace GanCli.Tests.Training.Doubles;

/// <summary>Dirac-GAN (Mescheder et al. 2018) from θ = 1, ψ = −1, and what is known of it.</summary>
internal static class Dirac
{
    public const double Rate = 0.2;

    public static LabParts Parts(LossConfig loss, UpdateOrder order, params Regularizer[] regularizers) => new()
    {
        Generator = new DiracNetworkConfig { Start = 1 }.Generator([3], [1]),
        Discriminator = new DiracNetworkConfig { Start = -1 }.Build([1], [1]),
        Data = new DiracDataConfig().Build(new RandomStreams(0)),
        Loss = loss,
        GeneratorOptimizer = new SgdConfig { Lr = Rate },
        DiscriminatorOptimizer = new SgdConfig { Lr = Rate },
        Training = new TrainingConfig { Batch = 4, Steps = 500, Update = order, Dtype = NumberType.Float64 },
        Regularizers = regularizers,
    };

    /// <summary>The field v = −(∂L_G/∂θ, ∂L_D/∂ψ) by formula.</summary>
    public static (double Theta, double Psi) Field(LossConfig loss, double theta, double psi)
    {
        return loss switch
        {
            MinimaxLossConfig => (psi * Sigmoid(psi * theta), -theta * Sigmoid(psi * theta)),
            NonSaturatingLossConfig => (psi * Sigmoid(-psi * theta), -theta * Sigmoid(psi * theta)),
            WassersteinLossConfig => (psi, -theta),
            _ => throw new ArgumentException("no formula", nameof(loss)),
        };

        static double Sigmoid(double t) => 1 / (1 + Math.Exp(-t));
    }

    /// <summary>Trains and compares (θ, ψ) with a recurrence after every step.</summary>
    public static void Follow(LabParts parts, Func<double, double, (double Theta, double Psi)> next, double tolerance = 1e-9)
    {
        using var lab = new Lab(parts);
        var (theta, psi) = (1d, -1d);
        for (int step = 0; step < 500; step++)
        {
            lab.Run(1, step);
            (theta, psi) = next(theta, psi);
            double[] state = lab.State();
            double size = Math.Max(1, Math.Max(Math.Abs(theta), Math.Abs(psi)));
            Assert.True(
                Math.Abs(state[0] - theta) <= tolerance * size && Math.Abs(state[1] - psi) <= tolerance * size,
                FormattableString.Invariant($"step {step}: ({state[0]}, {state[1]}) instead of ({theta}, {psi})"));
        }
    }
}
