using GanCli.Engine.Random;
using GanCli.Engine.Tensors;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Tensors;

public sealed class WeightsTests
{
    private static readonly WeightLayout Layout = new(
    [
        new WeightSpec("a.mean", [2], new ConstantInit(7), IsParameter: false),
        new WeightSpec("a.weight", [2, 3], new ConstantInit(1)),
        new WeightSpec("b.mean", [1], new ConstantInit(8), IsParameter: false),
        new WeightSpec("b.weight", [2], new ConstantInit(2)),
    ]);

    public WeightsTests() => TorchRuntime.EnsureLoaded();

    [Fact]
    public void ParametersComeFirstInTheOrderOfTheLayers()
    {
        Assert.Equal(["a.weight", "b.weight", "a.mean", "b.mean"], Layout.Specs.Select(static s => s.Name));
        Assert.Equal([6, 2], Layout.ParameterSizes);
        Assert.Equal(8, Layout.ParameterCount);
        Assert.Equal(3, Layout.IndexOf("b.mean"));
        Assert.Equal("no weight is called 'c'", Assert.Throws<KeyNotFoundException>(static () => Layout.IndexOf("c")).Message);
    }

    [Fact]
    public void NamesMustDiffer() =>
        Assert.Throws<ArgumentException>(static () => new WeightLayout([.. Layout.Specs, new WeightSpec("a.weight", [1], new ConstantInit(0))]));

    [Fact]
    public void LeavesFrozenAndFlatShareMemory()
    {
        using WeightStore store = Draw();
        using (NewDisposeScope())
        using (no_grad())
        {
            store.Flat.copy_(tensor([0d, 1, 2, 3, 4, 5, 6, 7]));
            Assert.Equal([0, 1, 2, 3, 4, 5], Numbers.Of(store.Leaves["a.weight"]));
            Assert.Equal([6, 7], Numbers.Of(store.Frozen["b.weight"]));
            store.Leaves["b.weight"].FilledWith(9);
            Assert.Equal([0, 1, 2, 3, 4, 5, 9, 9], Numbers.Of(store.Flat));
        }

        Assert.All(store.Leaves.Parameters, static t => Assert.True(t.requires_grad && t.is_leaf));
        Assert.All(store.Frozen.All.ToArray(), static t => Assert.False(t.requires_grad));
        Assert.Equal([2, 3], store.Leaves["a.weight"].shape);
    }

    [Fact]
    public void FromFlatLetsGradientsThrough()
    {
        using WeightStore store = Draw();
        using var scope = NewDisposeScope();
        Tensor flat = tensor([0d, 1, 2, 3, 4, 5, 6, 7]).requires_grad_();
        Weights weights = Weights.FromFlat(Layout, flat, store.Frozen.Buffers);
        Assert.Equal([7, 7], Numbers.Of(weights["a.mean"]));
        Tensor value = weights["a.weight"].Squared().sum().Times(2).Plus(weights["b.weight"].sum());
        Assert.Equal([0, 4, 8, 12, 16, 20, 1, 1], Numbers.Of(autograd.grad([value], [flat])[0]));
        Assert.Equal(Numbers.Of(flat), Numbers.Of(weights.Flatten()));
    }

    [Fact]
    public void SinksCollectAndOnlyAdvanceChanges()
    {
        using WeightStore store = Draw();
        using var scope = NewDisposeScope();
        var sink = new BufferSink();
        Assert.Equal([7, 7], Numbers.Of(sink.Current(store.Frozen, "a.mean")));
        sink.Set("a.mean", tensor([1d, 2d]));
        Assert.Equal([1, 2], Numbers.Of(sink.Current(store.Frozen, "a.mean")));
        Assert.Equal([7, 7], Numbers.Of(store.Frozen["a.mean"]));
        Weights with = store.Leaves.With(sink);
        Assert.Equal([1, 2], Numbers.Of(with["a.mean"]));
        Assert.Same(store.Leaves["a.weight"], with["a.weight"]);
        store.Advance(sink);
        Assert.Equal([1, 2], Numbers.Of(store.Frozen["a.mean"]));
        Assert.Equal([1, 2], Numbers.Of(store.Leaves["a.mean"]));
        Assert.Equal([8], Numbers.Of(store.Leaves["b.mean"]));
    }

    [Fact]
    public void CopiesDoNotShareMemory()
    {
        using WeightStore store = Draw();
        using WeightStore copy = WeightStore.From(store.Leaves);
        using var scope = NewDisposeScope();
        store.Flat.zero_();
        store.Frozen["b.mean"].zero_();
        Assert.Equal([1, 1, 1, 1, 1, 1, 2, 2], Numbers.Of(copy.Flat));
        Assert.Equal([8], Numbers.Of(copy.Frozen["b.mean"]));
    }

    [Fact]
    public void AverageMovesParametersAndBuffers()
    {
        using WeightStore store = Draw();
        using WeightStore target = Draw();
        using var scope = NewDisposeScope();
        target.Flat.FilledWith(5);
        target.Frozen["b.mean"].FilledWith(4);
        store.LerpTowards(target, 0.25);
        Assert.Equal([2, 2, 2, 2, 2, 2, 2.75, 2.75], Numbers.Of(store.Flat));
        Assert.Equal([7], Numbers.Of(store.Frozen["b.mean"]));
        Assert.Equal([7, 7], Numbers.Of(store.Frozen["a.mean"]));
    }

    [Theory]
    [InlineData("a.weight", double.NaN)]
    [InlineData("b.mean", double.PositiveInfinity)]
    public void OneBadNumberIsSeen(string name, double value)
    {
        using WeightStore store = Draw();
        Assert.True(store.IsFinite());
        using (NewDisposeScope())
        {
            store.Frozen[name].view(-1).narrow(0, 0, 1).FilledWith(value);
        }

        Assert.False(store.IsFinite());
    }

    [Fact]
    public void ANumberOfTensorsThatDoesNotFitIsRefused()
    {
        using WeightStore store = Draw();
        Assert.Throws<ArgumentException>(() => new Weights(Layout, store.Frozen.Parameters));
    }

    [Fact]
    public void DisposeReleasesEverything()
    {
        long before = TorchSharp.DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        Draw().Dispose();
        Assert.Equal(before, TorchSharp.DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    private static WeightStore Draw() => WeightStore.Draw(Layout, new RandomStreams(1).Init, 0, ScalarType.Float64, CPU);
}
