using GanCli.Engine.Game;
using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Tensors;
using GanCli.Tests.Config;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Regularizers;

public sealed class DeterminantalDiversityTests
{
    public DeterminantalDiversityTests() => TorchRuntime.EnsureLoaded();

    /// <summary>Features whose kernels have eigenvalues that repeat.</summary>
    public static TheoryData<string, double[,]> Repeated() => new()
    {
        { "collapsed onto one sample", new double[,] { { 1, 2, 3 }, { 1, 2, 3 }, { 1, 2, 3 }, { 1, 2, 3 } } },
        { "no two alike", new double[,] { { 1, 0, 0, 0 }, { 0, 2, 0, 0 }, { 0, 0, 3, 0 }, { 0, 0, 0, 4 } } },
        { "two pairs", new double[,] { { 1, 0, 0 }, { 1, 0, 0 }, { 0, 1, 0 }, { 0, 1, 0 } } },
        { "fewer features than samples", new double[,] { { 1, 0.3 }, { -0.2, 1 }, { 0.5, 0.7 }, { 0.9, -0.4 } } },
        { "dead features", new double[,] { { 0, 0 }, { 0, 0 }, { 0, 0 }, { 0, 0 } } },
        { "one dead", new double[,] { { 0, 0 }, { 1, 0 }, { 0.5, 0.7 }, { 0.9, -0.4 } } },
    };

    [Theory]
    [InlineData(0.3, 0.8)]
    [InlineData(0.6, 0.6)]
    public void TwoSamplesHaveAClosedForm(double real, double fake)
    {
        // Kernel [[1, c], [c, 1]]: eigenvalues 1 ∓ c, eigenvectors (1, ∓1)/√2 whatever c is. Lengths do not matter.
        using var scope = NewDisposeScope();
        Assert.Equal((1e-4 * (real - fake) * (real - fake)) - 1, DeterminantalDiversityConfig.Term(Pair(real), Pair(fake)).item<double>(), 1e-12);

        static Tensor Pair(double cosine) => tensor(new double[,] { { 2, 0 }, { 7 * cosine, 7 * Math.Sqrt(1 - (cosine * cosine)) } });
    }

    [Fact]
    public void EigenvectorsCountByTheRealEigenvalues()
    {
        // Real: samples 0 and 1 are alike; generated: 1 and 2. Both have the eigenvalues 0.5, 1, 1.5, weights 0, 0.5, 1. Eigenvectors
        // (0,0,1) and (1,1,0)/√2 against (1,0,0) and (0,1,1)/√2: cosines 0 and ½.
        using var scope = NewDisposeScope();
        (Tensor alike, Tensor other, Tensor apart) = (tensor((double[])[1, 0, 0]), tensor((double[])[0.5, Math.Sqrt(0.75), 0]), tensor((double[])[0, 0, 1]));
        Tensor real = stack([alike, other, apart]);
        Tensor fake = stack([apart, alike, other]);
        Assert.Equal(-0.5, DeterminantalDiversityConfig.Term(real, fake).item<double>(), 1e-12);
        Assert.Equal(-1.5, DeterminantalDiversityConfig.Term(real, real).item<double>(), 1e-12);
    }

    [Fact]
    public void ItsGradientEqualsFiniteDifferences()
    {
        using var scope = NewDisposeScope();
        Tensor real = Numbers.Random(1, 1, 5, 7);
        Tensor fake = Numbers.Random(2, 1, 5, 7).requires_grad_();
        Tensor gradient = autograd.grad([DeterminantalDiversityConfig.Term(real, fake)], [fake])[0];
        Numbers.Close(Numbers.Slope(at => DeterminantalDiversityConfig.Term(real, at), fake), Numbers.Of(gradient), 1e-6);
        // Where D's weights follow G, features of real samples do too.
        gradient = autograd.grad([DeterminantalDiversityConfig.Term(fake, real)], [fake])[0];
        Numbers.Close(Numbers.Slope(at => DeterminantalDiversityConfig.Term(at, real), fake), Numbers.Of(gradient), 1e-6);
    }

    [Fact]
    public void WithFewFeaturesTheSmallerMatrixGivesTheSame()
    {
        // Columns of zeros leave the kernel as it is, and make the features outnumber the samples.
        using var scope = NewDisposeScope();
        Tensor real = Numbers.Random(1, 1, 9, 4);
        Tensor fake = Numbers.Random(2, 1, 9, 4).requires_grad_();
        Tensor padding = zeros(9, 6, ScalarType.Float64);
        Tensor few = DeterminantalDiversityConfig.Term(real, fake);
        Tensor many = DeterminantalDiversityConfig.Term(cat([real, padding], 1), cat([fake, padding], 1));
        Assert.Equal(many.item<double>(), few.item<double>(), 1e-7);
        Numbers.Close(autograd.grad([many], [fake])[0], autograd.grad([few], [fake])[0], 1e-6);
    }

    [Theory]
    [MemberData(nameof(Repeated))]
    public void RepeatedEigenvaluesGiveFiniteTermsAndGradients(string what, double[,] rows)
    {
        Assert.NotEmpty(what);
        using var scope = NewDisposeScope();
        foreach (ScalarType dtype in (ScalarType[])[ScalarType.Float32, ScalarType.Float64])
        {
            Tensor features = tensor(rows).to(dtype).requires_grad_();
            Tensor other = Numbers.Random(3, 1, features.shape).to(dtype).requires_grad_();
            foreach ((Tensor real, Tensor fake) in ((Tensor, Tensor)[])[(features, other), (other, features), (features, features)])
            {
                Tensor term = DeterminantalDiversityConfig.Term(real, fake);
                Assert.True(double.IsFinite(Numbers.Of(term)[0]));
                Tensor[] wanted = ReferenceEquals(real, fake) ? [real] : [real, fake];
                Assert.All(autograd.grad([term], wanted),
                    static gradient => Assert.All(Numbers.Of(gradient), static slope => Assert.InRange(Math.Abs(slope), 0, 1e4)));
            }
        }
    }

    [Fact]
    public void TorchItselfDividesByZeroThere()
    {
        // Why there is a Spectrum.
        using var scope = NewDisposeScope();
        Tensor matrix = diag(tensor((double[])[1, 1, 3])).requires_grad_();
        Tensor loss = linalg.eigh(matrix).Item2[0, 0];
        Assert.Contains(Numbers.Of(autograd.grad([loss], [matrix])[0]), static slope => !double.IsFinite(slope));
        loss = Spectrum.Of(matrix).Vectors[0, 0];
        Assert.All(Numbers.Of(autograd.grad([loss], [matrix])[0]), static slope => Assert.Equal(0, slope));
    }

    [Fact]
    public void WhatDoesNotDependOnTheChoiceOfVectorsIsExactAtRepeatedEigenvalues()
    {
        using var scope = NewDisposeScope();
        Tensor basis = linalg.qr(Numbers.Random(5, 1, 4, 4)).Q;
        Tensor matrix = basis.mm(diag(tensor((double[])[1, 1, 1, 3]))).mm(basis.t());
        Tensor direction = Numbers.Random(6, 1, 4);

        // The eigenvector apart, the mean of the others' eigenvalues, and the projector onto their space.
        foreach (Func<Tensor, Tensor> function in (Func<Tensor, Tensor>[])
        [
            s => Spectrum.Of(s).Vectors.select(1, 3).dot(direction).Squared(),
            static s => Spectrum.Of(s).Values.narrow(0, 0, 3).mean(),
            static s => Spectrum.Of(s).Values.Squared().sum(),
            s => direction.unsqueeze(0).mm(Spectrum.Of(s).Vectors.narrow(1, 0, 3)).Squared().sum(),
        ])
        {
            Tensor leaf = matrix.clone().requires_grad_();
            Tensor gradient = autograd.grad([function(Symmetric(leaf))], [leaf])[0];
            Numbers.Close(Numbers.Slope(at => function(Symmetric(at)), leaf), Numbers.Of(gradient), 1e-6);
        }

        static Tensor Symmetric(Tensor at) => at.Plus(at.t()).Over(2);
    }

    [Theory]
    [InlineData("consensus")]
    [InlineData("symplectic")]
    public void RulesThatNeedSecondDerivativesAreRefused(string rule)
    {
        const string Yaml = "training: {update: simultaneous}\nregularizers: [determinantal-diversity, extragradient]";
        Assert.NotEmpty(ConfigFixture.Load(Yaml).Regularizers);
        Assert.StartsWith(
            $"--set regularizers[0]: has no second derivative, which {rule} needs; remove one of the two",
            ConfigFixture.ErrorOf(Yaml, $"regularizers=[determinantal-diversity, {rule}]"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNotFiniteShowsInTheTermAndThrowsNothing()
    {
        using var scope = NewDisposeScope();
        Tensor broken = zeros(4, 3, ScalarType.Float64).FilledWith(double.NaN);
        Assert.True(double.IsNaN(DeterminantalDiversityConfig.Term(Numbers.Random(1, 1, 4, 3), broken).item<double>()));
    }

    [Fact]
    public void TheRemedyReadsTheLastHiddenLayer()
    {
        var network = new MlpConfig { Widths = [6, 9], Activation = ActivationKind.Tanh };
        using var lab = new Lab(new LabParts { DiscriminatorConfig = network, Regularizers = [new DeterminantalDiversityConfig { Weight = 2 }.Build()] });
        using var scope = NewDisposeScope();
        var batch = new PlayedBatch(Numbers.Random(1, 2, 6, 2), Numbers.Random(2, 2, 6, 3), Numbers.Random(3, 2, 6, 2));
        GeneratorLoss loss = lab.Game.GeneratorLoss(lab.Generator.Store.Frozen, lab.Discriminator.Store.Frozen, batch, lab.Time());
        double expected = 2 * DeterminantalDiversityConfig.Term(Features(batch.Real!.Values), Features(batch.Fake.Values)).item<double>();
        Assert.Equal(expected, Assert.Single(loss.Terms).Value.item<double>(), 1e-9);

        Tensor Features(Tensor samples)
        {
            var features = new Dictionary<string, Tensor>(StringComparer.Ordinal);
            lab.Game.Discriminator.Forward(lab.Discriminator.Store.Frozen, samples, new Pass { Features = features });
            return features["1.tanh"];
        }
    }

    // Rows that are equal but for a thousandth, of features of very different sizes: libtorch's own decomposition in float32 throws or returns NaN
    // for 1 or 2 of 100 such kernels, one of these among them.
    [Fact]
    public void KernelsOfACollapsedGeneratorAreDecomposedToo()
    {
        for (int seed = 110; seed < 130; seed++)
        {
            using var scope = NewDisposeScope();
            using var random = new Generator((ulong)seed);
            Tensor sizes = randn(128, generator: random).Times(3).exp() * rand(128, generator: random).IsBelow(0.6);
            Tensor rows = (sizes * randn(256, 128, generator: random).Times(1e-3).Plus(1)).relu();
            Tensor directions = rows / rows.Squared().sum([1], keepdim: true).sqrt();
            Tensor kernel = directions.t().mm(directions);
            (Tensor exact, _) = linalg.eigh(kernel.to_type(ScalarType.Float64));
            (Tensor values, Tensor vectors) = Spectrum.Of(kernel);

            Numbers.Close(Numbers.Of(exact), Numbers.Of(values.to_type(ScalarType.Float64)), 1e-3);
            Tensor again = vectors.mm(values.diag()).mm(vectors.t());
            Numbers.Close(Numbers.Of(kernel.to_type(ScalarType.Float64)), Numbers.Of(again.to_type(ScalarType.Float64)), 1e-3);
        }
    }
}
