using GanCli.Engine.Game;
using GanCli.Engine.Losses;
using GanCli.Engine.Networks;
using GanCli.Engine.Regularizers;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Losses;

public sealed class RelativisticTests
{
    /// <summary>softplus(f − r) for D and softplus(r − f) for G, and their derivatives.</summary>
    [Fact]
    public void SlopesWithoutAutogradEqualTheFormulas()
    {
        float[] real = [0.5f, -3, 60, 0, 2.25f];
        float[] fake = [0.5f, 4, -20, 1, 2];
        var (byReal, byFake, ofGenerator) = (new float[5], new float[5], new float[5]);
        AdversarialLoss loss = new RelativisticLossConfig().Build();
        double d = loss.DiscriminatorGradient(real, fake, byReal, byFake);
        double g = loss.GeneratorGradient(real, fake, ofGenerator);

        double[] gaps = [.. real.Zip(fake, static (r, f) => (double)r - f)];
        Assert.Equal(gaps.Average(static x => Math.Log(1 + Math.Exp(-x))), d, 1e-6);
        Assert.Equal(gaps.Average(static x => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)))), g, 2e-5);
        for (int i = 0; i < gaps.Length; i++)
        {
            double slope = 1 / (1 + Math.Exp(gaps[i])) / gaps.Length;
            Assert.Equal(slope, byFake[i], 2e-6 * slope);
            Assert.Equal(-slope, byReal[i], 2e-6 * slope);
            Assert.Equal(-1 / (1 + Math.Exp(-gaps[i])) / gaps.Length, ofGenerator[i], 1e-7);
        }
    }

    /// <summary>R3GAN (Huang et al. 2024): D minimizes E[softplus(−(D(x) − D(G(z))))] + γ/2 E‖∇D(x)‖² + γ/2 E‖∇D(G(z))‖².</summary>
    [Fact]
    public void WithBothPenaltiesItIsTheObjectiveOfR3gan()
    {
        const double Gamma = 0.3;
        using var lab = new Lab(new LabParts
        {
            Loss = new RelativisticLossConfig(),
            Regularizers = [new R1Config { Gamma = Gamma }.Build(), new R2Config { Gamma = Gamma }.Build()],
        });
        using var scope = NewDisposeScope();
        (Tensor real, Tensor latent, Tensor fake) = (Numbers.Random(1, 1, 8, 2), Numbers.Random(2, 1, 8, 3), Numbers.Random(3, 1, 8, 2));
        Tensor total = lab.Game.DiscriminatorLoss(lab.Discriminator.Store.Leaves, new PlayedBatch(real, latent, fake), lab.Time()).Total;

        double sum = 0;
        for (int i = 0; i < 8; i++)
        {
            (double onReal, double realSlope) = At(real[i]);
            (double onFake, double fakeSlope) = At(fake[i]);
            sum += Math.Log(1 + Math.Exp(-(onReal - onFake))) + (Gamma / 2 * (realSlope + fakeSlope));
        }

        Assert.Equal(sum / 8, total.item<double>(), 1e-9);

        (double Output, double SquaredSlope) At(Tensor sample)
        {
            Tensor output = D(sample);
            return (output.item<double>(), Numbers.Slope(D, sample).Sum(static s => s * s));
        }

        Tensor D(Tensor sample) => lab.Game.Discriminator.Forward(lab.Discriminator.Store.Frozen, sample.unsqueeze(0), Pass.Evaluation).squeeze();
    }
}
