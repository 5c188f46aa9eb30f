using GanCli.Engine.Game;
using GanCli.Engine.Losses;
using GanCli.Engine.Tensors;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Losses;

public sealed class AlphaTests
{
    private static readonly double[] Points = [-12, -3, -1.25, -0.5, 0, 0.25, 0.75, 1.5, 4, 12];

    public AlphaTests() => TorchRuntime.EnsureLoaded();

    [Theory]
    [InlineData(0.4)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(1.5)]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(1e6)]
    public void ValuesAndSlopesEqualTheFormula(double alpha)
    {
        using var scope = NewDisposeScope();
        double beta = (alpha - 1) / alpha;
        AdversarialLoss discriminator = new AlphaLossConfig { AlphaD = alpha }.Build();
        AdversarialLoss nonSaturating = new AlphaLossConfig { AlphaG = alpha }.Build();
        AdversarialLoss saturating = new AlphaLossConfig { AlphaG = alpha, Saturating = true }.Build();
        Check(real => discriminator.Discriminator(real, real).Real, Loss, Slope);
        Check(fake => discriminator.Discriminator(fake, fake).Fake, static x => -x, Loss, x => -Slope(x));
        Check(fake => nonSaturating.Generator(null, fake), Loss, Slope);
        Check(fake => saturating.Generator(null, fake), static x => -x, x => -Loss(x), Slope);

        double Loss(double x) => alpha / (alpha - 1) * (1 - Math.Pow(Sigmoid(x), beta));
        double Slope(double x) => -Math.Pow(Sigmoid(x), beta) * Sigmoid(-x);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AtOneItIsTheLogisticLoss(bool saturating)
    {
        using var scope = NewDisposeScope();
        AdversarialLoss logistic = saturating ? new MinimaxLossConfig().Build() : new NonSaturatingLossConfig().Build();
        foreach ((double alpha, double tolerance) in (ReadOnlySpan<(double, double)>)[(1, 0), (1 + 1e-8, 1e-6), (1 - 1e-8, 1e-6)])
        {
            AdversarialLoss loss = new AlphaLossConfig { AlphaD = alpha, AlphaG = alpha, Saturating = saturating }.Build();
            Tensor at = tensor(Points).requires_grad_();
            Same(logistic.Discriminator(at, at).Real, loss.Discriminator(at, at).Real);
            Same(logistic.Discriminator(at, at).Fake, loss.Discriminator(at, at).Fake);
            Same(logistic.Generator(null, at), loss.Generator(null, at));

            void Same(Tensor expected, Tensor actual)
            {
                Numbers.Close(expected, actual, tolerance);
                Numbers.Close(autograd.grad([expected.sum()], [at], retain_graph: true)[0], autograd.grad([actual.sum()], [at], retain_graph: true)[0],
                    tolerance);
            }
        }
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1e6)]
    public void SureOutputsGiveFiniteLossesAndSlopes(double alpha)
    {
        using var scope = NewDisposeScope();
        AdversarialLoss loss = new AlphaLossConfig { AlphaD = alpha, AlphaG = alpha }.Build();
        Tensor at = tensor([-1e4f, -1000, -100, -50, -20, 0, 20, 50, 100, 1000, 1e4f]).requires_grad_();
        Tensor wrong = loss.Discriminator(at, at).Real;
        double[] slopes = Numbers.Of(autograd.grad([wrong.sum().Plus(loss.Discriminator(at, at).Fake.sum()).Plus(loss.Generator(null, at).sum())], [at])[0]);
        Assert.All(Numbers.Of(wrong), static value => Assert.True(double.IsFinite(value)));
        Assert.All(slopes, static slope => Assert.True(double.IsFinite(slope)));
        if (alpha < 1)
        {
            // What is most wrong goes on teaching where the loss is a straight line.
            double[] real = Numbers.Of(autograd.grad([loss.Discriminator(at, at).Real.sum()], [at])[0]);
            Assert.True(real[0] < 0 && real[0] == real[1]);
        }
    }

    private static void Check(Func<Tensor, Tensor> actual, Func<double, double> value, Func<double, double> slope) =>
        Check(actual, static x => x, value, slope);

    private static void Check(Func<Tensor, Tensor> actual, Func<double, double> towards, Func<double, double> value, Func<double, double> slope)
    {
        Tensor at = tensor(Points).requires_grad_();
        Tensor values = actual(at);
        double[] slopes = Numbers.Of(autograd.grad([values.sum()], [at])[0]);
        double[] numbers = Numbers.Of(values);
        for (int i = 0; i < Points.Length; i++)
        {
            double x = towards(Points[i]);
            Assert.Equal(value(x), numbers[i], 1e-10 * Math.Max(1, Math.Abs(value(x))));
            Assert.Equal(slope(x), slopes[i], 1e-10 * Math.Max(1, Math.Abs(slope(x))));
        }
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
