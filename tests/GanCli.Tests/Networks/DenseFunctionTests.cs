using GanCli.Engine.Kernels;
using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Random;
using GanCli.Engine.Tensors;
using GanCli.Tests.Support;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Networks;

/// <summary>A dense layer as one operation of autograd against the same layer made of torch's operations in double precision.</summary>
[Collection(Alone.Name)]
public sealed class DenseFunctionTests
{
    private const double Tolerance = 1e-5;

    public static TheoryData<double?, int> Layers { get; } = new()
    {
        { null, 128 }, { 0, 128 }, { 0.2, 128 }, { 0.2, 67 },
    };

    public DenseFunctionTests() => TorchRuntime.EnsureLoaded();

    [Theory]
    [MemberData(nameof(Layers))]
    public void FirstDerivatives(double? slope, int width) => Compare(slope, width, static (output, x, w, b) =>
        [output, .. autograd.grad([(output * Pattern(output)).sum()], [x, w, b])]);

    [Theory]
    [MemberData(nameof(Layers))]
    public void SecondDerivatives(double? slope, int width) => Compare(slope, width, static (output, x, w, b) =>
    {
        // All three first derivatives matter, and the gradient that comes in is a function of the weights too.
        IList<Tensor> first = autograd.grad([(output * output).sum()], [x, w, b], retain_graph: true, create_graph: true);
        return [.. autograd.grad([first.Select(static g => (g * Pattern(g)).sum()).Aggregate(static (s, t) => s.Plus(t))], [x, w, b])];
    });

    [Theory]
    [MemberData(nameof(Layers))]
    public void SecondDerivativesByTheInputAlone(double? slope, int width) => Compare(slope, width, static (output, x, w, b) =>
    {
        Tensor penalty = autograd.grad([(output * output).sum()], [x], retain_graph: true, create_graph: true)[0].Squared().sum();
        return [.. autograd.grad([penalty], [x, w, b])];
    });

    [Theory]
    [MemberData(nameof(Layers))]
    public void ThirdDerivatives(double? slope, int width) => Compare(slope, width, static (output, x, w, b) =>
    {
        Tensor penalty = autograd.grad([(output * output).sum()], [x], retain_graph: true, create_graph: true)[0].Squared().sum();
        IList<Tensor> second = autograd.grad([penalty], [x, w], retain_graph: true, create_graph: true);
        return [.. autograd.grad([second.Select(static g => (g * Pattern(g)).sum()).Aggregate(static (s, t) => s.Plus(t))], [x, w, b])];
    });

    [Fact]
    public void AnInputWithoutGradientsCostsNoProduct()
    {
        using var scope = NewDisposeScope();
        (Tensor x, Tensor w, Tensor b) = Leaves(ScalarType.Float32, 128);
        Tensor output = DenseFunction.Apply(x.detach(), w, b, 0);

        IList<Tensor> gradients = autograd.grad([output.sum()], [w, b]);

        Assert.Equal([16L, 128L], gradients[0].shape);
        Assert.False(DenseFunction.Apply(x.detach(), w.detach(), b.detach(), 0).requires_grad);
    }

    [Fact]
    public void MemoryDoesNotGrow()
    {
        using var scope = NewDisposeScope();
        (Tensor x, Tensor w, Tensor b) = Leaves(ScalarType.Float32, 128);
        long Live()
        {
            using (NewDisposeScope())
            {
                Tensor output = DenseFunction.Apply(x, w, b, 0.2);
                IList<Tensor> inner = autograd.grad([(output * output).sum()], [x, w, b], retain_graph: true, create_graph: true);
                autograd.grad([inner[0].Squared().sum().Plus(inner[1].Squared().sum()).Plus(inner[2].Squared().sum())], [w, b]);
            }

            return Tensor.TotalCount;
        }

        Live();
        long before = Live();
        for (int i = 0; i < 20; i++)
        {
            Live();
        }

        Assert.Equal(before, Live());
    }

    [Fact]
    public void GradientsChangeNoBitOfALargePass()
    {
        Assert.SkipUnless(MatrixProduct.IsSupported, "no fused multiply-add here");
        using var scope = NewDisposeScope();
        Network network = new MlpConfig { Widths = [128, 128] }.Build([64], [128]);
        using WeightStore weights = WeightStore.Draw(network.Layout, new RandomStreams(3).Init, 0, ScalarType.Float32, CPU);
        Tensor input = Draw(ScalarType.Float32, 3, 512, 64);

        Tensor traced = network.Forward(weights.Leaves, input, Pass.Evaluation);
        Tensor untraced = network.Forward(weights.Frozen, input, Pass.Evaluation);

        Assert.True(traced.requires_grad);
        Assert.False(untraced.requires_grad);
        Assert.Equal(Numbers.Of(untraced), Numbers.Of(traced.detach()));
    }

    private static void Compare(double? slope, int width, Func<Tensor, Tensor, Tensor, Tensor, Tensor[]> work)
    {
        Assert.SkipUnless(MatrixProduct.IsSupported, "no fused multiply-add here");
        using var scope = NewDisposeScope();
        (Tensor x, Tensor w, Tensor b) = Leaves(ScalarType.Float32, width);
        (Tensor x64, Tensor w64, Tensor b64) = Leaves(ScalarType.Float64, width);
        Tensor plain = nn.functional.linear(x64, w64, b64);
        Tensor[] expected = work(slope is { } s ? where(plain.IsAbove(0), plain, plain.Times(s)) : plain, x64, w64, b64);

        Tensor[] actual = work(DenseFunction.Apply(x, w, b, slope), x, w, b);

        Assert.Equal(expected.Length, actual.Length);
        foreach ((Tensor e, Tensor a) in expected.Zip(actual))
        {
            double size = e.abs().max().item<double>();
            double error = (e - a.to(ScalarType.Float64)).abs().max().item<double>();
            Assert.True(error <= Tolerance * Math.Max(size, 1e-3), FormattableString.Invariant($"{error} of {size}"));
        }
    }

    /// <summary>Weights of a sum that are neither all alike nor random.</summary>
    private static Tensor Pattern(Tensor like) =>
        tensor([.. Enumerable.Range(0, (int)like.numel()).Select(static i => Math.Sin(0.7 * i))]).to(like.dtype).view(like.shape);

    private static (Tensor X, Tensor W, Tensor B) Leaves(ScalarType dtype, int width)
    {
        return (Draw(dtype, 0, 96, width).requires_grad_(), Draw(dtype, 1, 16, width).requires_grad_(), Draw(dtype, 2, 16).requires_grad_());
    }

    private static Tensor Draw(ScalarType dtype, int lane, params long[] shape)
    {
        var numbers = new float[shape.Aggregate(1L, static (p, q) => p * q)];
        new RandomStreams(7).Data.ForLane(lane).Normal(0, numbers);
        return HostMemory.Copy(numbers, shape).to(dtype);
    }
}
