using GanCli.Engine.Game;
using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Optimizers;
using GanCli.Engine.Random;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Tensors;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Regularizers;

/// <summary>Where DRAGAN looks in its two forms, and one step of D with it, worked out again in plain C# from the paper and from what the authors' program
/// does.</summary>
public sealed class DraganTests
{
    /// <summary>The lane of the first remedy's noise in a step; the next one gives the program's α.</summary>
    private const int Lane = 0x4000;

    public DraganTests() => TorchRuntime.EnsureLoaded();

    [Fact]
    public void ThePaperLooksToAllSidesWithNormalNoise()
    {
        using var scope = NewDisposeScope();
        Tensor real = Numbers.Random(1, 2, 2000, 2);

        double[] noise = Noise(new DraganConfig(), real);

        Assert.Equal(0, noise.Average(), 0.03);
        Assert.Equal(0.25, noise.Average(static value => value * value), 0.02);
        Assert.Equal(3 * 0.0625, noise.Average(static value => value * value * value * value), 0.03);
        Numbers.Close([.. noise.Select(static value => 3 * value)], Noise(new DraganConfig { Spread = 1.5 }, real), 1e-12);
    }

    /// <summary>Uniform α times uniform u: means of ½ · ½, and one α for both axes ties them together.</summary>
    [Fact]
    public void TheProgramGoesPartOfTheWayToASampleMovedToOneSide()
    {
        using var scope = NewDisposeScope();
        Tensor real = Numbers.Random(1, 2, 2000, 2);

        double[] noise = Noise(new DraganConfig { Form = DraganForm.Program }, real);

        Assert.All(noise, static value => Assert.InRange(value, 0, 0.5));
        double[] x = [.. noise.Where(static (_, i) => i % 2 == 0)];
        double[] y = [.. noise.Where(static (_, i) => i % 2 == 1)];
        Assert.Equal(0.125, x.Average(), 0.01);
        Assert.Equal(0.125, y.Average(), 0.01);

        // E[α²] (¼ E u)(E u) with E[α²] = 1/3, above the product of the means by a third; independent αs would leave nothing.
        Assert.Equal(1 / 48.0, x.Zip(y, static (a, b) => a * b).Average(), 0.0015);
        RandomStream stream = new RandomStreams(3).Regularizer.ForLane(Lane);
        var u = new float[4000];
        var alpha = new float[2000];
        stream.Uniform(0, u);
        stream.ForLane(Lane + 1).Uniform(0, alpha);
        Numbers.Close([.. u.Select((value, i) => 0.5 * alpha[i / 2] * value)], noise, 1e-9);
    }

    [Theory]
    [InlineData(DraganForm.Paper, ActivationKind.Tanh, 1.0)]
    [InlineData(DraganForm.Paper, ActivationKind.Relu, 0.5)]
    [InlineData(DraganForm.Program, ActivationKind.Tanh, 0.5)]
    [InlineData(DraganForm.Program, ActivationKind.Relu, 1.0)]
    public void OneStepOfDIsThatOfASecondComputation(DraganForm form, ActivationKind activation, double spread)
    {
        const int Units = 5;
        using var lab = new Lab(new LabParts
        {
            DiscriminatorConfig = new MlpConfig { Widths = [Units], Activation = activation },
            DiscriminatorOptimizer = new SgdConfig { Lr = 0.1 },
            Regularizers = [new DraganConfig { Form = form, Weight = 3, Spread = spread }.Build()],
        });
        using var scope = NewDisposeScope();
        Assert.Equal(activation == ActivationKind.Relu, lab.Step.FromLayers.Discriminator);
        double[] real = Numbers.Of(lab.Batches.Real(lab.Streams.Data.At(0)).Values);
        double[] fake =
            Numbers.Of(
                lab.Game.Generate(lab.Generator.Store.Frozen, lab.Batches.Latent(lab.Streams.Latent.At(0), lab.Streams.Data.At(0)).Values, lab.Time()).Values);
        double[] points = Points(form, spread, real, lab.Streams.Regularizer);
        double[] weights = Numbers.Of(lab.Discriminator.Store.Flat);
        Assert.Equal(["0.linear.weight", "0.linear.bias", "output.linear.weight", "output.linear.bias"],
            lab.Discriminator.Store.Layout.Specs.Select(static s => s.Name));

        lab.Run(1);

        double[] expected = [.. weights.Select((weight, i) => weight - (0.1 * Slope(i)))];
        Numbers.Close(expected, Numbers.Of(lab.Discriminator.Store.Flat), 1e-8);
        Assert.True(weights.Zip(expected, static (a, b) => Math.Abs(a - b)).Max() > 1e-3);

        double Slope(int i)
        {
            const double H = 1e-6;
            return (Loss([.. weights.Select((w, j) => j == i ? w + H : w)]) - Loss([.. weights.Select((w, j) => j == i ? w - H : w)])) / (2 * H);
        }

        double Loss(double[] w) =>
            Pairs(real).Average(x => Math.Log(1 + Math.Exp(-D(w, x).Value)))
            + Pairs(fake).Average(x => Math.Log(1 + Math.Exp(D(w, x).Value)))
            + (3 * Pairs(points).Average(x => Math.Pow(D(w, x).Norm - 1, 2)));

        // D(x) = v · f(W x + b) + c and the norm of its gradient by x.
        (double Value, double Norm) D(double[] w, (double X, double Y) at)
        {
            (double value, double byX, double byY) = (w[4 * Units], 0, 0);
            for (int k = 0; k < Units; k++)
            {
                double input = (w[2 * k] * at.X) + (w[(2 * k) + 1] * at.Y) + w[(2 * Units) + k];
                double output = activation == ActivationKind.Tanh ? Math.Tanh(input) : Math.Max(input, 0);
                double slope = w[(3 * Units) + k] * (activation == ActivationKind.Tanh ? 1 - (output * output) : input > 0 ? 1 : 0);
                (value, byX, byY) = (value + (w[(3 * Units) + k] * output), byX + (slope * w[2 * k]), byY + (slope * w[(2 * k) + 1]));
            }

            return (value, Math.Sqrt((byX * byX) + (byY * byY)));
        }
    }

    private static IEnumerable<(double X, double Y)> Pairs(double[] rows) => rows.Chunk(2).Select(static row => (row[0], row[1]));

    private static double[] Points(DraganForm form, double spread, double[] real, RandomStream regularizer)
    {
        double mean = real.Average();
        double size = spread * Math.Sqrt(real.Average(x => (x - mean) * (x - mean)));
        var noise = new float[real.Length];
        var alpha = new float[real.Length / 2];
        if (form == DraganForm.Paper)
        {
            regularizer.ForLane(Lane).Normal(0, noise);
            return [.. real.Select((x, i) => x + (size * noise[i]))];
        }

        regularizer.ForLane(Lane).Uniform(0, noise);
        regularizer.ForLane(Lane + 1).Uniform(0, alpha);
        return [.. real.Select((x, i) => x + (alpha[i / 2] * (x + (size * noise[i]) - x)))];
    }

    /// <summary>Where the penalty looks, less the real samples, in standard deviations of all their numbers.</summary>
    private static double[] Noise(DraganConfig config, Tensor real)
    {
        var time = new StepTime(0, 1, new RandomStreams(3).Regularizer);
        Tensor points = ((IPenalizesInputGradients)config.Build()).Points(real, real.Plus(100), time.For(0));
        return Numbers.Of((points - real) / real.std(unbiased: false));
    }
}
