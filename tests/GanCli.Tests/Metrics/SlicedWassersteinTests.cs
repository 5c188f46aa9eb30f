using GanCli.Engine.Metrics;

namespace GanCli.Tests.Metrics;

public sealed class SlicedWassersteinTests
{
    [Fact]
    public void InOneDimensionItIsTheMeanDifferenceOfSortedSamples()
    {
        Assert.Equal((1 + 2 + 0.5) / 3, Distance(1, [3, 1, 2], [5, 0, 2.5f]), 1e-6);

        var (generated, real) = (Samples.Normal(777, 1), Samples.Normal(777, 2, 2, 1));
        var expected = generated.Order().Zip(real.Order(), (a, b) => Math.Abs((double)a - b)).Average();
        Assert.Equal(expected, Distance(1, generated, real), 1e-9);
    }

    [Fact]
    public void EqualSetsInAnotherOrderAreAtNoDistance()
    {
        var samples = Samples.Normal(300, 1);
        Assert.Equal(0, Distance(3, samples, Samples.Shuffle(samples, 3, 1)));
    }

    // A shift by t moves every projection by θ·t: the mean over the circle is 2/π of its length.
    [Fact]
    public void ShiftInThePlane()
    {
        var samples = Samples.Normal(400, 1);
        var shifted = samples.Select((number, i) => number + (i % 2 == 0 ? 3f : 4f)).ToArray();
        Assert.Equal(5 * 2 / Math.PI, Distance(2, shifted, samples, 20_000), 0.05);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(21)]
    public void AgreesWithPlainLoopsOverTheSameDirections(int dimension)
    {
        const int Count = 200;
        const int Directions = 5;
        var (generated, real) = (Samples.Normal(Count * dimension, 1), Samples.Normal(Count * dimension, 2, 1.5));
        double expected = 0;
        for (var slice = 0; slice < Directions; slice++)
        {
            var direction = new float[dimension];
            Samples.Stream.ForLane(99).Normal(slice * dimension, direction);
            var length = Math.Sqrt(direction.Sum(x => (double)x * x));
            expected += Projections(generated).Zip(Projections(real), (a, b) => Math.Abs(a - b)).Average() / Directions;

            IEnumerable<double> Projections(float[] rows) =>
                Enumerable.Range(0, Count).Select(i => direction.Select((x, j) => x / length * rows[(i * dimension) + j]).Sum()).Order();
        }

        Assert.Equal(expected, Distance(dimension, generated, real, Directions), 1e-6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public void SortsLikeTheLibrary(int count)
    {
        float[] numbers = [.. Samples.Normal(count, 1, 1e3)];
        if (count == 1000)
        {
            float[] special = [0f, -0f, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue, 1f, 1f, 1e-30f, -1e30f];
            special.CopyTo(numbers, 500);
        }

        float[] expected = [.. numbers.Order()];
        FloatSort.Ascending(numbers, new float[count]);
        Assert.Equal(expected, numbers);
    }

    private static double Distance(int dimension, float[] generated, float[] real, int directions = 64) =>
        Samples.Evaluate(new SlicedWasserstein(dimension, directions), dimension, generated, real)["sliced-wasserstein"].Number;
}
