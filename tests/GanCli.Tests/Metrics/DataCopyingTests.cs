using GanCli.Engine.Data;
using GanCli.Engine.Metrics;
using GanCli.Engine.Random;
using MathNet.Numerics.Statistics;

namespace GanCli.Tests.Metrics;

public sealed class DataCopyingTests
{
    private static readonly DataSource Ring = new RingConfig { Samples = 2000, Std = 0.1 }.Build(new RandomStreams(0));

    // Of the six pairs (2, 4, 4 against 3, 5) two have the larger distance first… 4 > 3 twice.
    [Fact]
    public void HandMadeDistances()
    {
        const double Deviation = 1.7320508075688772;
        Assert.Equal((2 - (3 - 0.5)) / Deviation, DataCopying.Z([2, 4, 4], [3, 5]), 1e-12);
        Assert.Equal((3 - (3 - 0.5)) / Deviation, DataCopying.Z([3, 3, 3], [3, 3]), 1e-12);
    }

    // Exact null: every order of 4 + 3 distances is as likely. Half a pair is added to the mean of 0 by the correction.
    [Fact]
    public void MeanAndVarianceOverAllOrders()
    {
        var scores = new List<double>();
        for (var set = 0; set < 128; set++)
        {
            float[] generated = [.. Enumerable.Range(0, 7).Where(bit => (set >> bit & 1) == 1).Select(bit => (float)bit)];
            if (generated.Length == 4)
            {
                scores.Add(DataCopying.Z(generated, [.. Enumerable.Range(0, 7).Where(bit => (set >> bit & 1) == 0).Select(bit => (float)bit)]));
            }
        }

        Assert.Equal(35, scores.Count);
        Assert.Equal(0.5 / Math.Sqrt(4 * 3 * 8 / 12.0), scores.Average(), 1e-12);
        Assert.Equal(1, scores.PopulationVariance(), 1e-12);
    }

    [Fact]
    public void CopiesFreshSamplesAndStrays()
    {
        var metric = new DataCopyingConfig().Build(Ring);
        var training = Ring.Table!.ToArray();
        Assert.InRange(Value(training), -100, -10);
        float[] nearCopies = [.. training.Zip(Samples.Normal(training.Length, 1, 1e-4), (number, noise) => number + noise)];
        Assert.InRange(Value(nearCopies), -100, -10);
        float[] strays = [.. training.Zip(Samples.Normal(training.Length, 1, 0.5), (number, noise) => number + noise)];
        Assert.InRange(Value(strays), 5, 100);
        double[] fresh = [.. Enumerable.Range(0, 20).Select(lane => Value(Samples.Draw(new RingConfig { Std = 0.1 }.Build(new RandomStreams(0)), 2000, lane)))];
        Assert.All(fresh, value => Assert.InRange(value, -3, 3));

        double Value(float[] generated) => Samples.Evaluate(metric, 2, generated)["data-copying"].Number;
    }

    // A generator that copies one mode of eight and is true elsewhere shows in its cells.
    [Fact]
    public void CellsFindCopiesOfOnePart()
    {
        var fresh = Samples.Draw(new RingConfig { Std = 0.1 }.Build(new RandomStreams(0)), 2000, 1);
        float[] part = [.. fresh.Chunk(2).Where(row => !InPart(row)).Concat(Ring.Table!.ToArray().Chunk(2).Where(InPart)).SelectMany(row => row)];
        var (mixed, clean) = (Value(part), Value(fresh));
        Assert.True(mixed < clean - 0.8, $"{mixed} against {clean}");

        static bool InPart(float[] row) => row[0] > 0.8;

        static double Value(float[] generated) => Samples.Evaluate(new DataCopyingConfig().Build(Ring), 2, generated)["data-copying"].Number;
    }

    [Fact]
    public void PerfectScoreIsThatOfHeldOutRowsAndNotOfTrainingRows()
    {
        var score = new Evaluator(Ring, [new DataCopyingConfig()]).Perfect(1000, Samples.Stream)["data-copying"];
        Assert.Equal(0, score.Median, 0.25);

        // Ten cells of one weight: a tenth of a sum of ten standard normal numbers, quantiles at 1.645/√10.
        Assert.InRange(score.Low, -1, -0.2);
        Assert.InRange(score.High, 0.2, 1);
    }

    [Fact]
    public void DataWithoutHeldOutRowsDoNotFit()
    {
        var config = new DataCopyingConfig();
        Assert.Null(config.Unfit(Ring));
        Assert.Equal("training never sees a sample twice, so there is nothing to copy", config.Unfit(new Noise(2)));
        Assert.Equal(
            "no rows are held out of training to compare with: set held-out of the data, to 0.2 for instance",
            config.Unfit(new FiniteSource([1, 2, 3], [1])));
    }
}
