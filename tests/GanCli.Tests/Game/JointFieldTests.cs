using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Losses;
using GanCli.Engine.Networks;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Tensors;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Game;

/// <summary>The joint gradient and the products of its Jacobian, in double precision against differences of losses and of gradients.</summary>
public sealed class JointFieldTests
{
    private const double Small = 1e-5;

    public JointFieldTests() => TorchRuntime.EnsureLoaded();

    public static TheoryData<string> Games() => ["plain", "relativistic", "wasserstein", "r1"];

    [Theory]
    [MemberData(nameof(Games))]
    public void TheFieldIsTheGradientOfBothLosses(string kind)
    {
        using var scope = NewDisposeScope();
        using Lab lab = Play(kind);
        JointField field = Field(lab);
        double[] v = Numbers(field.Here);
        double[] at = Where(lab);
        int ofGenerator = (int)lab.Generator.Store.Layout.ParameterCount;

        for (int i = 0; i < v.Length; i++)
        {
            (double up, double down) = (LossAt(Moved(at, i, Small)), LossAt(Moved(at, i, -Small)));
            Assert.Equal((up - down) / (2 * Small), v[i], 1e-6);

            double LossAt(double[] point)
            {
                Set(lab, point);
                JointField there = Field(lab);
                double loss = (i < ofGenerator ? there.GeneratorLoss.Total : there.DiscriminatorLoss.Total).item<double>();
                Set(lab, at);
                return loss;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Games))]
    public void TheProductsAreThoseOfItsDifferences(string kind)
    {
        using var scope = NewDisposeScope();
        using Lab lab = Play(kind);
        JointField field = Field(lab);
        double[] at = Where(lab);
        int ofGenerator = (int)lab.Generator.Store.Layout.ParameterCount;

        // Row by row of Jᵀ: how all of v moves with one weight.
        double[][] columns =
            [.. at.Select((_, i) => At(Moved(at, i, Small)).Zip(At(Moved(at, i, -Small)), static (up, down) => (up - down) / (2 * Small)).ToArray())];
        double[] u = [.. Enumerable.Range(0, at.Length).Select(static i => Math.Sin(1 + (3 * i)))];
        double[] expectedDirect = [.. Enumerable.Range(0, at.Length).Select(row => columns.Select((column, i) => column[row] * u[i]).Sum())];
        double[] expectedTransposed = [.. columns.Select(column => column.Zip(u, static (a, b) => a * b).Sum())];

        JointPoint here = field.Differentiable();
        (Tensor transposed, Tensor direct) = here.Products(tensor(u));

        AssertClose(Numbers(field.Here), Training.Doubles.Numbers.Of(here.Flat));
        AssertClose(expectedDirect, Training.Doubles.Numbers.Of(direct));
        AssertClose(expectedTransposed, Training.Doubles.Numbers.Of(transposed));
        AssertClose(expectedDirect, Training.Doubles.Numbers.Of(here.Product(tensor(u))));
        AssertClose(expectedTransposed, Training.Doubles.Numbers.Of(here.TransposedProduct(tensor(u))));

        // ∇½‖v‖² = Jᵀv.
        double[] v = Numbers(here.Plain);
        AssertClose([.. columns.Select(column => column.Zip(v, static (a, b) => a * b).Sum())], Numbers(here.SquaredLengthGradient()));

        double[] At(double[] point) => Numbers(field.At(tensor(point[..ofGenerator]), tensor(point[ofGenerator..])));
    }

    private static Lab Play(string kind) => new(new LabParts
    {
        GeneratorConfig = new MlpConfig { Widths = [4], Activation = Engine.Networks.Layers.ActivationKind.Tanh },
        DiscriminatorConfig = new MlpConfig { Widths = [5], Activation = Engine.Networks.Layers.ActivationKind.Tanh },
        Loss = kind switch
        {
            "relativistic" => new RelativisticLossConfig(),
            "wasserstein" => new WassersteinLossConfig(),
            _ => new NonSaturatingLossConfig(),
        },
        Regularizers = string.Equals(kind, "r1", StringComparison.Ordinal) ? [new R1Config { Gamma = 0.7 }.Build()] : [],
        Training = new TrainingConfig { Batch = 6, Steps = 100, Dtype = NumberType.Float64, Update = UpdateOrder.Simultaneous },
    });

    private static JointField Field(Lab lab)
    {
        Tensor real = lab.Batches.Real(lab.Streams.Data.At(0)).Values.clone();
        Tensor latent = lab.Batches.Latent(lab.Streams.Latent.At(0), lab.Streams.Data.At(0)).Values.clone();
        return new JointField(lab.Game, lab.Generator, lab.Discriminator, real, latent, lab.Time());
    }

    private static double[] Where(Lab lab) =>
        [.. Training.Doubles.Numbers.Of(lab.Generator.Store.Flat), .. Training.Doubles.Numbers.Of(lab.Discriminator.Store.Flat)];

    private static void Set(Lab lab, double[] point)
    {
        using var noGrad = no_grad();
        int count = (int)lab.Generator.Store.Layout.ParameterCount;
        lab.Generator.Store.Flat.copy_(tensor(point[..count]));
        lab.Discriminator.Store.Flat.copy_(tensor(point[count..]));
    }

    private static double[] Moved(double[] point, int i, double by) => [.. point.Select((w, k) => k == i ? w + by : w)];

    private static double[] Numbers(Gradients gradients) =>
        [.. Training.Doubles.Numbers.Of(gradients.Generator), .. Training.Doubles.Numbers.Of(gradients.Discriminator)];

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.True(expected.Max(Math.Abs) > 1e-3);
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }
}
