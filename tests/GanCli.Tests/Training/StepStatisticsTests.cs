using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using static TorchSharp.torch;

namespace GanCli.Tests.Training;

public sealed class StepStatisticsTests : IDisposable
{
    private readonly StepStatistics _statistics;

    public StepStatisticsTests()
    {
        TorchRuntime.EnsureLoaded();
        _statistics = new StepStatistics(CPU);
    }

    public void Dispose() => _statistics.Dispose();

    [Fact]
    public void MeansSinceTheLastReset()
    {
        Step(1, 10);
        Step(2, 20);
        Step(6, 60);
        Assert.Equal([("a", 3, 3), ("b", 30, 3)], _statistics.Read());
        Assert.Equal(3, _statistics.Count);
        _statistics.Reset();
        Assert.Equal([("a", 0, 0), ("b", 0, 0)], _statistics.Read());
        Step(5, 7);
        Assert.Equal([("a", 5, 1), ("b", 7, 1)], _statistics.Read());
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void CountsStepsBeforeTheFirstBadOne(double bad)
    {
        Step(1, 1);
        Step(1, 1);
        Step(1, bad);
        Step(1, 1);
        Step(bad, 1);
        Assert.Equal([4, 2], _statistics.Read().Select(static s => s.Finite));
    }

    [Fact]
    public void ContinuesWhereItWasSaved()
    {
        Step(1, 2);
        Step(3, double.NaN);
        (string[] names, Tensor sums, Tensor finite, long count) = _statistics.Save();
        using var other = new StepStatistics(CPU);
        other.Restore(names, sums, finite, count);
        Step(5, 1);
        Step(other, 5, 1);
        Assert.Equal(_statistics.Read(), other.Read());
        Assert.Equal(("a", 3, 3), other.Read()[0]);
        Assert.Equal(1, other.Read()[1].Finite);
    }

    [Fact]
    public void NamesMustComeInOrder()
    {
        Step(1, 2);
        using var scope = NewDisposeScope();
        Assert.Equal(
            "statistic 'b' came where 'a' was expected",
            Assert.Throws<InvalidOperationException>(() => _statistics.Add("b", tensor(1f))).Message);
    }

    [Fact]
    public void AStepThatLeavesOneOutIsRefused()
    {
        Step(1, 2);
        using var scope = NewDisposeScope();
        _statistics.Add("a", tensor(1f));
        Assert.Equal("statistic 'b' did not come", Assert.Throws<InvalidOperationException>(_statistics.Commit).Message);
    }

    [Fact]
    public void ReadingLeavesNoTensors()
    {
        Step(1, 2);
        long before = TorchSharp.DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        _statistics.Read();
        Assert.Equal(before, TorchSharp.DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    private void Step(double a, double b) => Step(_statistics, a, b);

    private static void Step(StepStatistics statistics, double a, double b)
    {
        using var scope = NewDisposeScope();
        statistics.Add("a", tensor((float)a));
        statistics.Add("b", tensor(b));
        statistics.Commit();
    }
}
