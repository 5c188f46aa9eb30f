using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Losses;
using GanCli.Engine.Tensors;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Losses;

public sealed class LossTests
{
    private static readonly double[] Points = [-100, -20.5, -3, -1.25, -0.5, 0, 0.25, 0.75, 1.5, 4, 19.5, 21, 39, 41, 100];

    public LossTests() => TorchRuntime.EnsureLoaded();

    public static TheoryData<Formulas, bool> All()
    {
        var logReal = new Term(static x => Softplus(-x), static x => -Sigmoid(-x));
        var logFake = new Term(Softplus, Sigmoid);
        var down = new Term(static x => -x, static _ => -1);
        var toOne = new Term(static x => (x - 1) * (x - 1) / 2, static x => x - 1);
        Formulas[] formulas =
        [
            new(new MinimaxLossConfig(), logReal, logFake, new Term(static x => -Softplus(x), static x => -Sigmoid(x))),
            new(new NonSaturatingLossConfig(), logReal, logFake, logReal),
            new(new LeastSquaresLossConfig(), toOne, new Term(static x => x * x / 2, static x => x), toOne),
            new(new WassersteinLossConfig(), down, new Term(static x => x, static _ => 1), down),
            new(
                new HingeLossConfig(),
                new Term(static x => Math.Max(0, 1 - x), static x => x < 1 ? -1 : 0),
                new Term(static x => Math.Max(0, 1 + x), static x => x > -1 ? 1 : 0),
                down),
        ];
        var data = new TheoryData<Formulas, bool>();
        foreach (Formulas row in formulas)
        {
            data.Add(row, false);
            data.Add(row, true);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void ValuesAndSlopesEqualTheFormulas(Formulas formulas, bool float64)
    {
        using var scope = NewDisposeScope();
        AdversarialLoss loss = formulas.Loss.Build();
        Check(formulas.Real, real => loss.Discriminator(real, zeros_like(real)).Real);
        Check(formulas.Fake, fake => loss.Discriminator(zeros_like(fake), fake).Fake);
        Check(formulas.Generator, fake => loss.Generator(null, fake));

        void Check(Term term, Func<Tensor, Tensor> actual)
        {
            Tensor at = tensor(Points).to(float64 ? ScalarType.Float64 : ScalarType.Float32).requires_grad_();
            Tensor values = actual(at);
            Assert.Equal([Points.Length], values.shape);
            double[] slopes = Numbers.Of(autograd.grad([values.sum()], [at])[0]);
            double[] numbers = Numbers.Of(values);
            for (int i = 0; i < Points.Length; i++)
            {
                Near(term.Value(Points[i]), numbers[i]);
                Near(term.Slope(Points[i]), slopes[i]);
            }
        }

        // The smallest float32 is 1.4e-45: e⁻¹⁰⁰ = 3.7e-44 has few digits there.
        void Near(double expected, double number) => Assert.Equal(
            expected, number, float64 ? 4e-15 * Math.Abs(expected) : (2e-6 * Math.Abs(expected)) + 2e-45);
    }

    /// <summary>Without autograd, from each number of outputs on that fills registers or does not.</summary>
    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void SlopesWithoutAutogradEqualTheFormulas(Formulas formulas, bool reversed)
    {
        AdversarialLoss loss = formulas.Loss.Build();
        Assert.True(loss.HasGradients);
        foreach (int count in (int[])[1, Points.Length, 16, 37])
        {
            float[] real = [.. Enumerable.Range(0, count).Select(i => (float)Points[(reversed ? count - i : i) % Points.Length])];
            float[] fake = [.. Enumerable.Range(0, count).Select(i => (float)Points[((3 * i) + 1) % Points.Length])];
            float[] byReal = new float[count];
            float[] byFake = new float[count];
            double value = loss.DiscriminatorGradient(real, fake, byReal, byFake);
            double expected = real.Average(x => formulas.Real.Value(x)) + fake.Average(x => formulas.Fake.Value(x));
            Assert.Equal(expected, value, 1e-6 * Math.Abs(expected));
            Near(formulas.Real, real, byReal);
            Near(formulas.Fake, fake, byFake);

            value = loss.GeneratorGradient([], fake, byFake);
            expected = fake.Average(x => formulas.Generator.Value(x));
            Assert.Equal(expected, value, 1e-6 * fake.Average(x => Math.Abs(formulas.Generator.Value(x))));
            Near(formulas.Generator, fake, byFake);
        }

        static void Near(Term term, float[] at, float[] slopes)
        {
            for (int i = 0; i < at.Length; i++)
            {
                double slope = term.Slope(at[i]) / at.Length;
                Assert.Equal(slope, slopes[i], (2e-6 * Math.Abs(slope)) + 3e-45);
            }
        }
    }

    [Fact]
    public void WhatIsNotANumberStaysSo()
    {
        foreach (LossConfig config in All().Select(static row => row.Data.Item1.Loss))
        {
            Assert.Equal(double.NaN, config.Build().DiscriminatorGradient([1, float.NaN], [1, 2], new float[2], new float[2]));
            Assert.Equal(double.NaN, config.Build().GeneratorGradient([], [1, float.NaN], new float[2]));
        }
    }

    [Fact]
    public void ValuesByHand()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(Math.Log(2), Generator(new NonSaturatingLossConfig(), 0), 1e-15);
        Assert.Equal(-Math.Log(2), Generator(new MinimaxLossConfig(), 0), 1e-15);
        Assert.Equal(-100, Generator(new MinimaxLossConfig(), 100));
        Assert.Equal(100, Generator(new NonSaturatingLossConfig(), -100));
        Assert.Equal(2, Generator(new LeastSquaresLossConfig(), 3));
        Assert.Equal(-3, Generator(new HingeLossConfig(), 3));
        Assert.Equal(-3, Generator(new WassersteinLossConfig(), 3));

        static double Generator(LossConfig loss, double output) => loss.Build().Generator(null, tensor(output)).item<double>();
    }

    [Fact]
    public void RelativisticLossesEqualTheirLoops()
    {
        using var scope = NewDisposeScope();
        double[] r = [0.5, -2, 3, 30, -1.5];
        double[] f = [1, -2.5, -40, 0.25, 2];
        (Tensor real, Tensor fake) = (tensor(r), tensor(f));
        double[] pairs = [.. r.Zip(f, static (x, y) => Softplus(y - x))];
        Check(new RelativisticLossConfig(), pairs.Average(), r.Zip(f, static (x, y) => Softplus(x - y)).Average());
        (double meanR, double meanF) = (r.Average(), f.Average());
        Check(
            new RelativisticAverageLossConfig(),
            r.Average(x => Softplus(-(x - meanF))) + f.Average(y => Softplus(y - meanR)),
            r.Average(x => Softplus(x - meanF)) + f.Average(y => Softplus(-(y - meanR))));

        void Check(LossConfig config, double discriminator, double generator)
        {
            AdversarialLoss loss = config.Build();
            var (onReal, onFake) = loss.Discriminator(real, fake);
            Assert.True(loss.GeneratorNeedsReal && loss.Output.IsRelative && !config.IsCritic);
            Assert.Equal([5], loss.Generator(real, fake).shape);
            Assert.Equal(discriminator, onReal.mean().Plus(onFake.mean()).item<double>(), 1e-13);
            Assert.Equal(generator, loss.Generator(real, fake).mean().item<double>(), 1e-13);

            // Only differences count.
            Assert.Equal(generator, loss.Generator(real.Plus(7), fake.Plus(7)).mean().item<double>(), 1e-13);
        }
    }

    [Fact]
    public void SoftTargetsWeighBothAnswersOfAPair()
    {
        using var scope = NewDisposeScope();
        double[] r = [0.5, -2, 3];
        double[] f = [1, -2.5, 0.25];
        var game = new AdversarialGame(null!, null!, new RelativisticLossConfig().Build(), []);
        double soft = game.Adversarial(Scores.Of(tensor(r)), Scores.Of(tensor(f)), new Targets(Real: tensor(0.8))).item<double>();
        Assert.Equal(r.Zip(f, static (x, y) => (0.9 * Softplus(y - x)) + (0.1 * Softplus(x - y))).Average(), soft, 1e-13);
    }

    [Fact]
    public void OutputsAreNamedByTheLoss()
    {
        Assert.Equal(["logits.real", "logits.fake"], new MinimaxLossConfig().Build().Output.Keys);
        Assert.Equal(["logits.real", "logits.fake"], new NonSaturatingLossConfig().Build().Output.Keys);
        Assert.Equal(["scores.real", "scores.fake"], new HingeLossConfig().Build().Output.Keys);
        Assert.Equal(["scores.real", "scores.fake"], new LeastSquaresLossConfig().Build().Output.Keys);
        Assert.Equal(["critic-values.real", "critic-values.fake"], new WassersteinLossConfig().Build().Output.Keys);
        Assert.Equal(["reconstruction-errors.real", "reconstruction-errors.fake"], new BeganLossConfig().Build().Output.Keys);
        Assert.Equal(["margin"], new RelativisticLossConfig().Build().Output.Keys);
        Assert.Equal(["margin"], new RelativisticAverageLossConfig().Build().Output.Keys);

        // Where the best D's output is that of a coin: ½log(p/q) = 0, and for least squares p/(p + q) = ½.
        Assert.Equal(
            [0, 0, 0.5, null], ((LossConfig[])[new MinimaxLossConfig(), new HingeLossConfig(), new LeastSquaresLossConfig(), new WassersteinLossConfig()])
                .Select(static l => l.Build().Output.Undecided));
    }

    [Fact]
    public void OnlyNonSaturatingTeachesAgainstASureDiscriminator()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(1, Math.Abs(Slope(new NonSaturatingLossConfig())), 1e-4);
        Assert.Equal(0, Math.Abs(Slope(new MinimaxLossConfig())), 1e-4);

        static double Slope(LossConfig loss)
        {
            Tensor fake = tensor(-10d).requires_grad_();
            return autograd.grad([loss.Build().Generator(null, fake)], [fake])[0].item<double>();
        }
    }

    /// <summary>What a record says of its loss is true of the loss that it builds.</summary>
    [Fact]
    public void TraitsAreThoseOfTheBuiltLoss() => Assert.All(
        Catalog.FindFamily("loss")!.Components.Select(static component => (LossConfig)Activator.CreateInstance(component.RecordType)!),
        static loss =>
        {
            Assert.Equal(loss.ComparesSamples, loss.Build().GeneratorNeedsReal);
            Assert.Equal(loss.ComparesSamples, loss.Build().Output.IsRelative);
            Assert.Equal(loss.TakesErrors, loss.Build().Output.RealIsLower);
            Assert.Equal(loss.TakesErrors, loss.BuildControl() is not null);
        });

    [Fact]
    public void CriticsKnowNoLabels()
    {
        LossConfig[] critics = [new WassersteinLossConfig(), new HingeLossConfig(), new BeganLossConfig()];
        LossConfig[] others =
            [new MinimaxLossConfig(), new NonSaturatingLossConfig(), new LeastSquaresLossConfig(), new RelativisticLossConfig(),
                new RelativisticAverageLossConfig()];
        Assert.All(critics, static loss => Assert.True(loss.IsCritic));
        Assert.All(others, static loss => Assert.False(loss.IsCritic));
    }

    private static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    private static double Softplus(double x) => Math.Max(x, 0) + LogOnePlus(Math.Exp(-Math.Abs(x)));

    // Kahan's log(1 + e) for small e.
    private static double LogOnePlus(double e) => 1 + e == 1 ? e : e * Math.Log(1 + e) / (1 + e - 1);

    /// <summary>A term as a function of D's output, and its derivative.</summary>
    public sealed record Term(Func<double, double> Value, Func<double, double> Slope);

    /// <summary>The terms of D on real and on fake, and of G.</summary>
    public sealed record Formulas(LossConfig Loss, Term Real, Term Fake, Term Generator)
    {
        public override string ToString() => Loss.GetType().Name;
    }
}
