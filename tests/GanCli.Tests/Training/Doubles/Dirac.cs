using GanCli.Engine.Data;
using GanCli.Engine.Losses;
using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Optimizers;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Tensors;
using GanCli.Engine.Config;
using static TorchSharp.torch;

namespace GanCli.Tests.Training.Doubles;

/// <summary>Dirac-GAN (Mescheder et al. 2018): data is a point at 0, G(z) = θ, D(x) = ψx, from θ = 1, ψ = −1.</summary>
internal static class Dirac
{
    public const double Rate = 0.2;

    public static LabParts Parts(LossConfig loss, UpdateOrder order, params Regularizer[] regularizers) => new()
    {
        Generator = new Generators(),
        Discriminator = new Discriminators(),
        Data = new Origin(),
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

    private abstract class OneNumber(string name, double start) : Network
    {
        public override WeightLayout Layout { get; } = new([new WeightSpec(name, [1], new ConstantInit(start))]);

        public override long[] OutputShape => [1];

        public override bool MixesSamples => false;

        public override IReadOnlyList<LayerDescription> Layers => [];

        public override Network Rewrite(Func<IReadOnlyList<Layer>, IEnumerable<Layer>> change, long[]? input = null) => this;
    }

    private sealed class Generators() : OneNumber("theta", 1)
    {
        public override long[] InputShape => [3];

        public override Tensor Forward(Weights weights, Tensor input, Pass pass) => weights["theta"].expand(input.shape[0], 1);
    }

    private sealed class Discriminators() : OneNumber("psi", -1)
    {
        public override long[] InputShape => [1];

        public override Tensor Forward(Weights weights, Tensor input, Pass pass) => input * weights["psi"];
    }

    private sealed class Origin : DataSource
    {
        public override int Dimension => 1;

        public override void Fill(RandomStream stream, long first, Span<float> rows) => rows.Clear();
    }
}
