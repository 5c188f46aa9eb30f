using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Random;
using GanCli.Tests.Random;

namespace GanCli.Tests.Data;

public sealed class DataSourceTests
{
    private static readonly RandomStreams Streams = new(17);

    /// <summary>Every formula at its defaults; found by reflection, so a new one is tested by existing.</summary>
    public static TheoryData<Type> All
        => [.. typeof(DataConfig).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(SyntheticDataConfig)))];

    [Theory]
    [MemberData(nameof(All))]
    public void SampleDependsOnItsIndexOnly(Type type)
    {
        foreach (var samples in new int?[] { null, 50 })
        {
            var source = (Create(type) with { Samples = samples }).Build(Streams);
            var dimension = source.Dimension;
            var whole = Draw(source, 0, 600);
            foreach (var (first, count) in new[] { (0, 1), (1, 1), (2, 255), (3, 257), (11, 589), (599, 1), (5, 0) })
            {
                Assert.Equal(whole[(first * dimension)..((first + count) * dimension)], Draw(source, first, count));
            }

            Assert.NotEqual(whole, Draw(source, 600, 600));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void FiniteSetIsFixedAndDrawnFromEvenly(Type type)
    {
        const int Samples = 40;
        var config = Create(type) with { Samples = Samples };
        var source = config.Build(Streams);
        var table = source.Table!.ToArray();
        Assert.Equal(Samples * source.Dimension, table.Length);
        Assert.Equal(table, config.Build(Streams).Table!.ToArray());
        Assert.Equal(table, config.Build(new RandomStreams(99, 17, 99)).Table!.ToArray());
        Assert.NotEqual(table, config.Build(new RandomStreams(17, 18, 17)).Table!.ToArray());
        Assert.Equal(Create(type).Build(Streams).Mixture?.Weights, source.Mixture?.Weights);

        // Held out are the rows that a larger set goes on with.
        Assert.Null(Create(type).Build(Streams).HeldOut);
        Assert.Equal((config with { Samples = 2 * Samples }).Build(Streams).Table!.ToArray(), table.Concat(source.HeldOut!.ToArray()));

        var places = table.Chunk(source.Dimension).Select((row, i) => (row[0], i)).ToDictionary(pair => pair.Item1, pair => pair.i);
        var counts = new int[Samples];
        foreach (var row in Draw(source, 0, 8000).Chunk(source.Dimension))
        {
            counts[places[row[0]]]++;
        }

        // χ² with 39 degrees of freedom exceeds 85 with probability 3e-5.
        Assert.InRange(counts.Sum(count => (count - 200.0) * (count - 200.0) / 200), 10, 85);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void SamplesFollowTheDescribedMixture(Type type)
    {
        var source = Create(type).Build(Streams);
        if (source.Mixture is not { } mixture)
        {
            Assert.Equal(typeof(SwissRollConfig), type);
            return;
        }

        const int Count = 20_000;
        Assert.Equal(1, mixture.Weights.Sum(), 1e-12);
        var sums = new double[source.Dimension];
        var squares = new double[source.Dimension];
        foreach (var row in Draw(source, 0, Count).Chunk(source.Dimension))
        {
            for (var i = 0; i < row.Length; i++)
            {
                sums[i] += row[i];
                squares[i] += (double)row[i] * row[i];
            }
        }

        for (var i = 0; i < source.Dimension; i += 1 + (source.Dimension / 40))
        {
            var mean = Enumerable.Range(0, mixture.Count).Sum(mode => mixture.Weights[mode] * mixture.Means[mode][i]);
            var second = Time(2);
            Assert.Equal(mean, sums[i] / Count, 5 * Math.Sqrt((second - (mean * mean)) / Count));
            Assert.Equal(second, squares[i] / Count, (5 * Math.Sqrt(Math.Max(0, Time(4) - (second * second)) / Count)) + 1e-6);

            double Time(int order) => Enumerable.Range(0, mixture.Count).Sum(mode =>
            {
                var (m, s) = (mixture.Means[mode][i], mixture.Stds[mode][i]);
                return mixture.Weights[mode] * (order == 2 ? (m * m) + (s * s) : (m * m * m * m) + (6 * m * m * s * s) + (3 * s * s * s * s));
            });
        }
    }

    [Fact]
    public void GridIsCentred()
    {
        var mixture = new GridConfig().Build(Streams).Mixture!;
        double[] places = [-4, -2, 0, 2, 4];
        Assert.Equal(places.SelectMany(x => places.Select(y => (x, y))), mixture.Means.Select(mean => (mean[0], mean[1])));
        Assert.All(mixture.Stds, stds => Assert.Equal([0.05, 0.05], stds));
        Assert.Equal([-0.5, 0.5], new GridConfig { Side = 2, Spacing = 1 }.Build(Streams).Mixture!.Means.Select(mean => mean[0]).Distinct());
    }

    [Fact]
    public void TwoGaussiansAreTheSeedExample()
    {
        var mixture = new TwoGaussiansConfig().Build(Streams).Mixture!;
        Assert.Equal([-5.0, 5.0], mixture.Means.Select(mean => mean[0]));
        Assert.Equal([1.0, 1.0], mixture.Stds.Select(std => std[0]));
        Assert.Equal([0.5, 0.5], mixture.Weights);
        var numbers = Draw(new TwoGaussiansConfig().Build(Streams), 0, 200_000);
        Assert.InRange(
            NormalDistribution.KolmogorovSmirnov(
                numbers, x => (NormalDistribution.Cumulative(Clip(x + 5)) + NormalDistribution.Cumulative(Clip(x - 5))) / 2),
            0.2,
            2);

        static double Clip(double x) => Math.Clamp(x, -8, 8);
    }

    [Fact]
    public void HighDimensionalIsVeegans()
    {
        var source = new HighDimensionalConfig().Build(Streams);
        var mixture = source.Mixture!;
        Assert.Equal(1200, source.Dimension);
        Assert.Equal([-1, -0.5, 0, 0.5, -2, -2.5, 10, 0.25, -13, -5.5], mixture.Means.Select(mean => mean.Distinct().Single()));
        Assert.All(mixture.Stds, stds => Assert.Equal(Enumerable.Repeat(1.0, 700).Concat(Enumerable.Repeat(0.0, 500)), stds));
        Assert.Equal(10, mixture.PublishedRadius);
        foreach (var row in Draw(source, 0, 50).Chunk(1200))
        {
            Assert.Single(row[700..].Distinct());
            Assert.Contains(row[700], mixture.Means.Select(mean => (float)mean[0]));
            Assert.Equal(700, row[..700].Distinct().Count(), 3.0);
        }
    }

    [Fact]
    public void SwissRollIsTheSpiralOfGanToy()
    {
        const int Count = 50_000;
        var rows = Draw(new SwissRollConfig { Noise = 0 }.Build(Streams), 0, Count);
        var lengths = new float[Count];
        for (var i = 0; i < Count; i++)
        {
            var (x, y) = (rows[2 * i] * 7.5, rows[(2 * i) + 1] * 7.5);
            var t = Math.Sqrt((x * x) + (y * y));
            Assert.Equal(t * Math.Cos(t), x, 2e-5);
            Assert.Equal(t * Math.Sin(t), y, 2e-5);
            lengths[i] = (float)t;
        }

        Assert.InRange(NormalDistribution.KolmogorovSmirnov(lengths, t => ((t / (1.5 * Math.PI)) - 1) / 2), 0.2, 2);

        var noisy = Draw(new SwissRollConfig().Build(Streams), 0, Count);
        var squares = noisy.Zip(rows, (a, b) => Math.Pow((a - b) * 7.5, 2)).Sum();
        Assert.Equal(0.0625, squares / (2 * Count), 0.0625 * 5 * Math.Sqrt(2.0 / (2 * Count)));
    }

    [Fact]
    public void MixtureTakesOneDeviationOrOneForEachMode()
    {
        var config = new MixtureConfig { Means = [[0, 0, 1], [5, 6, 7]], Stds = [0.1, 0.3], Weights = [3, 1] };
        var mixture = config.Build(Streams).Mixture!;
        Assert.Equal([[0.1, 0.1, 0.1], [0.3, 0.3, 0.3]], mixture.Stds);
        Assert.Equal([0.75, 0.25], mixture.Weights);
        Assert.Equal([[0.2, 0.2, 0.2], [0.2, 0.2, 0.2]], (config with { Stds = [0.2] }).Build(Streams).Mixture!.Stds);
    }

    [Fact]
    public void BadMixturesAreReported()
    {
        var check = new ConfigCheck();
        new MixtureConfig { Means = [[0, 1], [2], []], Stds = [1, 2], Weights = [1, 1] }.Validate(check);
        new HighDimensionalConfig { Samples = 1_000_000 }.Validate(check);
        Assert.Equal(
            [
                ("means.1", "has 1 coordinates where the first mode has 2"),
                ("means.2", "needs at least one coordinate"),
                ("stds", "has 2 numbers for 3 modes; give one, or one for each mode"),
                ("weights", "has 2 numbers for 3 modes"),
                ("samples", "1000000 samples of 1200 numbers are too many to keep in memory; use at most 894784, or null for fresh samples"),
            ],
            check.Faults);
    }

    [Fact]
    public void ChoiceIsExactAtTheBounds()
    {
        var choice = new WeightedChoice([0, 0.25, 0, 0.75, 0]);
        Assert.Equal([1, 1, 3, 3], new[] { 0u, (1u << 30) - 1, 1u << 30, uint.MaxValue }.Select(choice.Choose));
        var tenths = new WeightedChoice([.. Enumerable.Repeat(0.1, 10)]);
        Assert.Equal(9, tenths.Choose(uint.MaxValue));
    }

    private static SyntheticDataConfig Create(Type type) => (SyntheticDataConfig)Activator.CreateInstance(type)!;

    private static float[] Draw(DataSource source, long first, int count)
    {
        var rows = new float[count * source.Dimension];
        source.Fill(Streams.Data, first, rows);
        return rows;
    }
}
