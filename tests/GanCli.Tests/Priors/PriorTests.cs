using GanCli.Engine.Config;
using GanCli.Engine.Priors;
using GanCli.Engine.Random;
using GanCli.Tests.Random;

namespace GanCli.Tests.Priors;

public sealed class PriorTests
{
    private const int Count = 100_000;

    private static readonly RandomStreams Streams = new(31);

    /// <summary>Every prior at its defaults; found by reflection, so a new one is tested by existing.</summary>
    public static TheoryData<Type> All => [.. typeof(PriorConfig).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(PriorConfig)))];

    [Theory]
    [MemberData(nameof(All))]
    public void LatentDependsOnItsIndexOnly(Type type)
    {
        foreach (var dimension in new[] { 1, 2, 3, 64 })
        {
            var prior = Build(type, dimension);
            Assert.Equal(dimension, prior.Learned?.OutputShape([prior.Dimension]).Single() ?? prior.Dimension);
            var width = prior.Dimension;
            var whole = Draw(prior, 0, 700);
            foreach (var (first, count) in new[] { (0, 1), (1, 1), (2, 255), (3, 257), (311, 389), (699, 1), (5, 0) })
            {
                Assert.Equal(whole[(first * width)..((first + count) * width)], Draw(prior, first, count));
            }

            Assert.NotEqual(whole, Draw(prior, 700, 700));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void LatentsAreFiniteFarOut(Type type)
        => Assert.All(Draw(Build(type, 3), (1L << 34) + 1, 1000), number => Assert.True(float.IsFinite(number)));

    [Theory]
    [MemberData(nameof(All))]
    public void DefaultsAreValid(Type type)
    {
        var check = new ConfigCheck();
        ((PriorConfig)Activator.CreateInstance(type)!).Validate(check);
        Assert.Empty(check.Faults);
    }

    [Fact]
    public void GaussianIsTheStreamsNormal()
    {
        var expected = new float[300];
        Streams.Latent.Normal(0, expected);
        Assert.Equal(expected, Draw(new GaussianPriorConfig { Dimension = 3 }.Build(Streams), 0, 100));
    }

    [Fact]
    public void UniformFillsItsRange()
    {
        var numbers = Draw(new UniformPriorConfig { Dimension = 1, Low = -3, High = 1 }.Build(Streams), 0, Count);
        Assert.InRange(NormalDistribution.KolmogorovSmirnov(numbers, x => (x + 3) / 4), 0.2, 2);

        var check = new ConfigCheck();
        new UniformPriorConfig { Low = 1, High = 1 }.Validate(check);
        Assert.Equal([("high", "must be greater than low")], check.Faults);
    }

    [Theory]
    [InlineData(null, 4.0)]
    [InlineData(1.0, 1.0)]
    public void SphereHasOneRadiusAndNoPreferredDirection(double? radius, double expected)
    {
        const int Dimension = 16;
        var numbers = Draw(new SpherePriorConfig { Dimension = Dimension, Radius = radius }.Build(Streams), 0, Count);
        var fourth = 0.0;
        foreach (var row in numbers.Chunk(Dimension))
        {
            Assert.Equal(expected, Math.Sqrt(row.Sum(x => (double)x * x)), 1e-5);
            fourth += Math.Pow(row[3] / expected, 4);
        }

        // One squared coordinate of the unit sphere is Beta(½, (d − 1)/2): E x² = 1/d, E x⁴ = 3/(d (d + 2)), E x⁸ = 105/(d (d + 2) (d + 4) (d + 6)).
        const double D = Dimension;
        var (mean, eighth) = (3 / (D * (D + 2)), 105 / (D * (D + 2) * (D + 4) * (D + 6)));
        Assert.Equal(mean, fourth / Count, 5 * Math.Sqrt((eighth - (mean * mean)) / Count));
        Assert.Equal(0, numbers.Where((_, i) => i % Dimension == 3).Sum(x => x / expected) / Count, 5 * Math.Sqrt(1 / D / Count));
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(1.0)]
    [InlineData(2.0)]
    public void TruncatedGaussianFollowsItsDistribution(double threshold)
    {
        var numbers = Draw(new TruncatedGaussianPriorConfig { Dimension = 2, Threshold = threshold }.Build(Streams), 0, Count / 2);
        Assert.All(numbers, x => Assert.True(Math.Abs(x) <= threshold));
        var low = NormalDistribution.Cumulative(-threshold);
        Assert.InRange(
            NormalDistribution.KolmogorovSmirnov(numbers, x => (NormalDistribution.Cumulative(x) - low) / (1 - (2 * low))), 0.2, 2);
    }

    [Fact]
    public void TruncatedGaussianRefusesIndicesThatAttemptsNeed()
        => Assert.Throws<ArgumentOutOfRangeException>(
            () => Draw(new TruncatedGaussianPriorConfig { Dimension = 64 }.Build(Streams), (1L << 30) - 1, 2));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void MixtureHasSeparateEquallyLikelyParts(int dimension)
    {
        const int Components = 3;
        var config = new MixturePriorConfig { Dimension = dimension, Components = Components, Spread = 6, Std = 0.1 };
        var rows = Draw(config.Build(Streams), 0, 30_000).Chunk(dimension).ToArray();

        // Parts are told apart by the first row of each: all lie within 10 σ of one of the three found so.
        var parts = new List<(float[] First, List<float[]> Rows)>();
        foreach (var row in rows)
        {
            var part = parts.Find(part => Distance(part.First, row) < 1.5);
            if (part.Rows is null)
            {
                parts.Add(part = (row, []));
            }

            part.Rows.Add(row);
        }

        Assert.Equal(Components, parts.Count);
        foreach (var (_, members) in parts)
        {
            Assert.Equal(10_000, members.Count, 5 * Math.Sqrt(30_000 * 2 / 9.0));
            var centre = Enumerable.Range(0, dimension).Select(i => members.Average(row => (double)row[i])).ToArray();
            var radius = Math.Sqrt(centre.Sum(x => x * x));
            Assert.True(dimension == 1 && Math.Abs(radius) < 0.01 || Math.Abs(radius - 6) < 0.01, $"a centre at {radius}");
            var variance = members.Sum(row => row.Zip(centre, (x, m) => (x - m) * (x - m)).Sum()) / members.Count / dimension;
            Assert.Equal(0.01, variance, 0.01 * 5 * Math.Sqrt(2.0 / members.Count / dimension));
        }
    }

    [Fact]
    public void MixtureCentresComeFromTheInitSeed()
    {
        var config = new MixturePriorConfig { Dimension = 8, Std = 0 };
        Assert.NotEqual(
            Draw(config.Build(new RandomStreams(1, 2, 3)), 0, 1), Draw(config.Build(new RandomStreams(9, 2, 3)), 0, 1));
        Assert.Equal(Draw(config.Build(new RandomStreams(1, 2, 3)), 0, 1), Draw(config.Build(new RandomStreams(1, 5, 6)), 0, 1));
    }

    [Theory]
    [InlineData(0.3, false, 0f)]
    [InlineData(0.5, true, -1f)]
    [InlineData(0.0, false, 0f)]
    [InlineData(1.0, false, 0f)]
    public void BernoulliHasItsProbability(double p, bool signed, float other)
    {
        var numbers = Draw(new BernoulliPriorConfig { Dimension = 1, P = p, Signed = signed }.Build(Streams), 0, Count);
        Assert.All(numbers, x => Assert.True(x == 1 || x == other));
        Assert.Equal(p, numbers.Count(x => x == 1) / (double)Count, 5 * Math.Sqrt(p * (1 - p) / Count));
    }

    private static Prior Build(Type type, int dimension)
    {
        var config = (PriorConfig)Activator.CreateInstance(type)! with { Dimension = dimension };
        return config.Build(Streams);
    }

    private static float[] Draw(Prior prior, long first, int count)
    {
        var rows = new float[count * prior.Dimension];
        prior.Fill(Streams.Latent, first, rows);
        return rows;
    }

    private static double Distance(float[] left, float[] right) => Math.Sqrt(left.Zip(right, (a, b) => (a - b) * (a - b)).Sum());
}
