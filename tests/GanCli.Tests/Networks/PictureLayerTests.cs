using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Inits;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Random;
using GanCli.Engine.Tensors;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Networks;

/// <summary>Layers of pictures against loops in double precision.</summary>
public sealed class PictureLayerTests
{
    private static readonly InitConfig Init = new NormalInitConfig { Std = 0.5 };

    public PictureLayerTests() => TorchRuntime.EnsureLoaded();

    public static TheoryData<Window> Windows => new(
        new Window(3, 1, 1), new Window(3, 2, 1), new Window(4, 2, 1), new Window(5, 2, 2), new Window(1), new Window(3, 1, 1, Groups: 2), new Window(2, 2, 0));

    [Theory]
    [MemberData(nameof(Windows))]
    public void AConvolutionIsALoop(Window window)
    {
        using var scope = NewDisposeScope();
        const int C = 4;
        const int O = 6;
        var layer = new Convolution("c", C, O, window, Init);
        Weights weights = Draw(layer);
        Tensor input = Numbers.Random(1, 1, 2, C, 8, 7);
        Tensor output = layer.Forward(weights, input, Pass.Evaluation);
        Assert.Equal([2, .. layer.OutputShape([C, 8, 7])], output.shape);
        (double[] x, double[] w, double[] b) = (Numbers.Of(input), Numbers.Of(weights["c.weight"]), Numbers.Of(weights["c.bias"]));
        (int k, int inside) = (window.Kernel, C / window.Groups);
        double[] expected = Loop(output.shape, at =>
        {
            double sum = b[at[1]];
            int first = at[1] / (O / window.Groups) * inside;
            for (int c = 0; c < inside; c++)
            {
                for (int i = 0; i < k; i++)
                {
                    for (int j = 0; j < k; j++)
                    {
                        (int y, int z) = ((at[2] * window.Stride) + i - window.Padding, (at[3] * window.Stride) + j - window.Padding);
                        sum += y is < 0 or >= 8 || z is < 0 or >= 7 ? 0
                            : x[(((((at[0] * C) + first + c) * 8) + y) * 7) + z] * w[(((((at[1] * inside) + c) * k) + i) * k) + j];
                    }
                }
            }

            return sum;
        });
        Numbers.Close(expected, Numbers.Of(output), 1e-14);
    }

    /// <summary>⟨K x, y⟩ = ⟨x, Kᵀ y⟩ for the convolution K with the same kernels.</summary>
    [Theory]
    [InlineData(3, 2, 1, 1)]
    [InlineData(4, 2, 1, 0)]
    [InlineData(5, 2, 2, 1)]
    [InlineData(3, 1, 1, 0)]
    [InlineData(3, 2, 1, 0)]
    public void ATransposedConvolutionIsTheTranspose(int kernel, int stride, int padding, int further)
    {
        using var scope = NewDisposeScope();
        var window = new Window(kernel, stride, padding);
        var transposed = new TransposedConvolution("t", 5, 3, window, Init, bias: false, further);
        Weights weights = Draw(transposed);
        Tensor y = Numbers.Random(2, 1, 2, 5, 4, 6);
        Tensor back = transposed.Forward(weights, y, Pass.Evaluation);
        Assert.Equal([2, .. transposed.OutputShape([5, 4, 6])], back.shape);
        Tensor x = Numbers.Random(3, 1, back.shape);
        var convolution = new Convolution("t", 3, 5, window, Init, bias: false);
        Tensor forth = convolution.Forward(weights, x, Pass.Evaluation);
        Assert.Equal(y.shape, forth.shape);
        Assert.Equal((x * back).sum().item<double>(), (forth * y).sum().item<double>(), 1e-11);
    }

    [Fact]
    public void ABiasIsAdded()
    {
        using var scope = NewDisposeScope();
        var transposed = new TransposedConvolution("t", 2, 3, Window.Halving(4), new DefaultInitConfig());
        Weights weights = Draw(transposed);
        Tensor output = transposed.Forward(weights, zeros([1, 2, 3, 3], ScalarType.Float64), Pass.Evaluation);
        Numbers.Close(weights["t.bias"].view(1, 3, 1, 1).expand(1, 3, 6, 6), output, 1e-15);
    }

    [Fact]
    public void ResamplingFollowsItsFormulas()
    {
        using var scope = NewDisposeScope();
        Tensor input = Numbers.Random(4, 1, 2, 3, 4, 6);
        double[] x = Numbers.Of(input);
        double At(int[] at, int y, int z) => y is < 0 or >= 4 || z is < 0 or >= 6 ? 0 : x[(((((at[0] * 3) + at[1]) * 4) + y) * 6) + z];

        Check(new Upsample("u"), [3, 8, 12], at => At(at, at[2] / 2, at[3] / 2));
        Check(new Downsample("d"), [3, 2, 3], at => Around(at, static (i, j) => i >= 0 && j >= 0 ? 0.25 : 0));
        Check(new SmoothDownsample("s"), [3, 2, 3], at => Around(at, static (i, j) => (2 - Math.Abs(i)) * (2 - Math.Abs(j)) / 16.0));
        Check(new SmoothUpsample("s"), [3, 8, 12], at =>
        {
            (int y, int z) = (at[2] / 2, at[3] / 2);
            (int below, int beside) = (at[2] % 2, at[3] % 2);
            return (At(at, y, z) + At(at, y + below, z) + At(at, y, z + beside) + At(at, y + below, z + beside)) / 4;
        });
        Tensor sum = new SumPool("p").Forward(None(), input, Pass.Evaluation);
        Assert.Equal([2, 3], sum.shape);
        Numbers.Close(x.Chunk(24).Select(static map => map.Sum()).ToArray(), Numbers.Of(sum), 1e-14);

        double Around(int[] at, Func<int, int, double> weight)
        {
            double total = 0;
            for (int i = -1; i < 2; i++)
            {
                for (int j = -1; j < 2; j++)
                {
                    total += weight(i, j) * At(at, (2 * at[2]) + i, (2 * at[3]) + j);
                }
            }

            return total;
        }

        void Check(Layer layer, long[] shape, Func<int[], double> formula)
        {
            Assert.Equal(shape, layer.OutputShape([3, 4, 6]));
            Tensor output = layer.Forward(None(), input, Pass.Evaluation);
            Assert.Equal([2, .. shape], output.shape);

            // The smooth kernel rests in single precision; its numbers are sums of powers of two.
            Numbers.Close(Loop(output.shape, formula), Numbers.Of(output), 1e-14);
        }
    }

    [Fact]
    public void PixelNormDividesByTheRootMeanSquare()
    {
        using var scope = NewDisposeScope();
        Tensor input = Numbers.Random(5, 3, 2, 4, 3, 3);
        double[] squares = Numbers.Of(new PixelNorm("p").Forward(None(), input, Pass.Evaluation).Squared().mean([1]));
        Assert.All(squares, static square => Assert.Equal(1, square, 1e-6));
        Tensor still = new PixelNorm("p").Forward(None(), zeros([1, 4, 2, 2], ScalarType.Float64), Pass.Evaluation);
        Assert.All(Numbers.Of(still), static value => Assert.Equal(0, value));
    }

    [Fact]
    public void BatchNormOfPicturesIsThatOfAllPlaces()
    {
        using var scope = NewDisposeScope();
        var layer = (BatchNorm)new BatchNorm("n", 1).For([3, 4, 5]);
        Weights weights = Draw(layer).With("n.weight", Numbers.Random(6, 1, 3)).With("n.bias", Numbers.Random(7, 1, 3));
        Tensor input = Numbers.Random(8, 2, 6, 3, 4, 5);

        // The same numbers as vectors, whose formula has tests of its own.
        Tensor vectors = input.permute(0, 2, 3, 1).reshape(-1, 3);
        (BufferSink sink, BufferSink ofVectors) = (new BufferSink(), new BufferSink());
        for (int pass = 0; pass < 2; pass++)
        {
            Tensor expected = layer.Forward(weights, vectors, new Pass { Training = true, Sink = ofVectors }).view(6, 4, 5, 3).permute(0, 3, 1, 2);
            Numbers.Close(expected, layer.Forward(weights, input, new Pass { Training = true, Sink = sink }), 1e-12);
        }

        Numbers.Close(ofVectors.Values["n.running-mean"], sink.Values["n.running-mean"], 1e-13);
        Numbers.Close(ofVectors.Values["n.running-variance"], sink.Values["n.running-variance"], 1e-13);

        // Nothing was written.
        Assert.All(Numbers.Of(weights["n.running-mean"]), static value => Assert.Equal(0, value));
        Weights moved = weights.With(sink);
        Numbers.Close(
            layer.Forward(moved, vectors, Pass.Evaluation).view(6, 4, 5, 3).permute(0, 3, 1, 2), layer.Forward(moved, input, Pass.Evaluation), 1e-12);
    }

    [Fact]
    public void AResidualBlockAddsItsShortcut()
    {
        using var scope = NewDisposeScope();
        var body = new Sequential([2, 4, 4], [new Convolution("a", 2, 3, Window.Same(3), Init), new Downsample("d")]);
        var shortcut = new Sequential([2, 4, 4], [new Downsample("d"), new Convolution("b", 2, 3, new Window(1), Init)]);
        var block = Residual.Of("block", body, shortcut);
        Weights weights = Draw(block);
        Tensor input = Numbers.Random(9, 1, 2, 2, 4, 4);
        Tensor expected = body.Forward(weights.Within("block.body."), input, Pass.Evaluation)
            .Plus(shortcut.Forward(weights.Within("block.shortcut."), input, Pass.Evaluation));
        Numbers.Close(expected, block.Forward(weights, input, Pass.Evaluation), 1e-15);
        Assert.Equal([3, 2, 2], block.OutputShape([2, 4, 4]));
        Assert.Throws<NotSupportedException>(() => block.For([2, 5, 5]));
    }

    private static Weights Draw(Layer layer) =>
        WeightStore.Draw(new WeightLayout(layer.Weights), new RandomStreams(3).Init, 0, ScalarType.Float64, CPU).Frozen;

    private static Weights None() => new(new WeightLayout([]), []);

    private static double[] Loop(long[] shape, Func<int[], double> at)
    {
        var numbers = new double[shape.Aggregate(1L, static (a, b) => a * b)];
        for (int i = 0; i < numbers.Length; i++)
        {
            (int rest, var place) = (i, new int[shape.Length]);
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                (rest, place[axis]) = (rest / (int)shape[axis], rest % (int)shape[axis]);
            }

            numbers[i] = at(place);
        }

        return numbers;
    }
}
