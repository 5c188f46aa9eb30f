using GanCli.Engine.Data;
using GanCli.Engine.Metrics;
using GanCli.Engine.Random;

namespace GanCli.Tests.Metrics;

/// <summary>Ceilings where an evaluation takes most of the fresh samples that there are, against a distribution that has no end of them.</summary>
public sealed class ExhaustedCeilingsTests
{
    private const int Count = 400;
    private const int Sets = 8;

    private static readonly FloatRows _reference = Gaussian(900, lane: 1);

    [Theory]
    [InlineData(400)]
    [InlineData(500)]
    [InlineData(900)]
    public void CeilingsStandWhereFreshSamplesScoreAndVaryAsTheyDo(int fresh)
    {
        var truth = new Dictionary<string, List<double>>();
        for (int i = 0; i < 100; i++)
        {
            var data = new Pools(Gaussian(Count, lane: 100 + i));
            var (_, real) = RealSamples.DrawTwice(data, Count, Samples.Stream.At(i));
            Collect(new EvaluationSamples(2, data.Fresh!.ToArray(), real, Samples.Stream.At(i)), truth);
        }

        var ceilings = Enumerable.Range(0, Sets)
            .Select(set => new Evaluator(new Pools(Gaussian(fresh, lane: 1000 + set)), [new FrechetConfig(), new PrdcConfig()]).Perfect(Count, Samples.Stream))
            .ToArray();
        foreach (var (name, numbers) in truth)
        {
            double mean = numbers.Average();
            double deviation = Math.Sqrt(numbers.Average(number => (number - mean) * (number - mean)));
            double expected = Quantiles.Of(numbers, 0.5);
            Assert.Equal(expected, ceilings.Average(scores => scores[name].Median), 4 * 1.25 * deviation * Math.Sqrt((1.0 / Sets) + (1.0 / numbers.Count)));
            double width = Quantiles.Of(numbers, 0.95) - Quantiles.Of(numbers, 0.05);
            Assert.InRange(ceilings.Average(scores => scores[name].High - scores[name].Low) / width, 0.5, 1.6);
        }
    }

    [Fact]
    public void RepeatedRowsAloneWouldScoreWorse()
    {
        var (loose, different) = (new Dictionary<string, List<double>>(), new Dictionary<string, List<double>>());
        for (int i = 0; i < 40; i++)
        {
            var data = new Pools(Gaussian(Count, lane: 100 + i));
            foreach (var (loosely, scores) in new[] { (true, loose), (false, different) })
            {
                var (generated, real) = RealSamples.DrawTwice(data, Count, Samples.Stream.At(i), loosely);
                Assert.Equal(loosely ? 300 : Count, generated.Chunk(2).Select(static row => (row[0], row[1])).Distinct().Count(), loosely ? 40 : 0.0);
                Collect(new EvaluationSamples(2, generated, real, Samples.Stream.At(i)), scores);
            }
        }

        Assert.True(loose["coverage"].Average() < different["coverage"].Average() - 0.03);
        Assert.True(loose["frechet"].Average() > 1.2 * different["frechet"].Average());
    }

    [Theory]
    [InlineData(200, false)]
    [InlineData(201, true)]
    public void HalfOfTheSetIsNotMostOfIt(int count, bool exhausts) =>
        Assert.Equal(exhausts, RealSamples.Exhausts(new Pools(Gaussian(400, lane: 2)), count));

    private static void Collect(EvaluationSamples samples, Dictionary<string, List<double>> scores)
    {
        var values = new Dictionary<string, MetricValue>();
        var data = new Pools(_reference);
        new FrechetConfig().Build(data).Evaluate(samples, values);
        new PrdcConfig().Build(data).Evaluate(samples, values);
        foreach (var (name, value) in values)
        {
            scores.TryAdd(name, []);
            scores[name].Add(value.Number);
        }
    }

    private static FloatRows Gaussian(int count, int lane) => new(Samples.Normal(2 * count, lane), 2);

    private sealed class Pools(RowSet fresh) : DataSource
    {
        public override IReadOnlyList<long> Shape => [2];

        public override RowSet Table => _reference;

        internal override RowSet Fresh => fresh;

        public override void Fill(RandomStream stream, long first, Span<float> rows) => throw new NotSupportedException();
    }
}
