using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Tensors;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Networks;

/// <summary>The layer against a loop, and its derivatives against differences.</summary>
public sealed class MinibatchDiscriminationTests
{
    public MinibatchDiscriminationTests() => TorchRuntime.EnsureLoaded();

    [Theory]
    [InlineData(1, ScalarType.Float32, false)]
    [InlineData(2, ScalarType.Float32, true)]
    [InlineData(9, ScalarType.Float32, false)]
    [InlineData(40, ScalarType.Float32, true)]
    [InlineData(9, ScalarType.Float64, false)]
    [InlineData(9, ScalarType.Float64, true)]
    public void ItEqualsALoop(int batch, ScalarType dtype, bool mean)
    {
        using var scope = NewDisposeScope();
        const int A = 5, B = 3, C = 4;
        (Tensor x, Tensor t) = (Numbers.Random(1, 1, batch, A), Numbers.Random(2, 0.6, A, B, C));
        Tensor output = Forward(x.to(dtype), t.to(dtype), mean);

        double[] row = Numbers.Of(x), cube = Numbers.Of(t);
        var expected = new double[batch, A + B];
        for (int i = 0; i < batch; i++)
        {
            for (int a = 0; a < A; a++)
            {
                expected[i, a] = row[(i * A) + a];
            }

            for (int b = 0; b < B; b++)
            {
                for (int j = 0; j < batch; j++)
                {
                    expected[i, A + b] += j == i ? 0 : Math.Exp(-Enumerable.Range(0, C).Sum(c => Math.Abs(M(i, b, c) - M(j, b, c)))) / (mean ? batch - 1 : 1);
                }
            }
        }

        Numbers.Close(tensor(expected), output.to(ScalarType.Float64), dtype == ScalarType.Float32 ? 1e-5 : 1e-13);

        double M(int i, int b, int c) => Enumerable.Range(0, A).Sum(a => row[(i * A) + a] * cube[(((a * B) + b) * C) + c]);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void SamplesInAnotherOrderGiveTheSameInThatOrder(ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        (Tensor x, Tensor t) = (Numbers.Random(1, 1, 11, 5).to(dtype), Numbers.Random(2, 0.6, 5, 3, 4).to(dtype));
        Tensor order = tensor((long[])[3, 10, 0, 7, 1, 9, 2, 8, 6, 4, 5]);
        Numbers.Close(Forward(x, t, mean: false)[order], Forward(x[order], t, mean: false), dtype == ScalarType.Float32 ? 1e-5 : 1e-13);
    }

    /// <summary>Sums, first and second derivatives, in chunks of one row and of all.</summary>
    [Fact]
    public void ChunksChangeNothing()
    {
        using var scope = NewDisposeScope();
        Tensor rows = Numbers.Random(1, 1, 13, 6).requires_grad_();
        foreach ((Tensor whole, Tensor parts) in Derivatives(rows, long.MaxValue).Zip(Derivatives(rows, 1)))
        {
            Numbers.Close(whole, parts, 1e-13);
        }
    }

    /// <summary>What is written for float32 in this process's memory, against torch in float64.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(40)]
    public void SinglePrecisionIsDoublePrecisionRounded(int batch)
    {
        using var scope = NewDisposeScope();
        Tensor rows = Numbers.Random(1, 1, batch, 6);

        // Equal rows: their distance has no slope.
        rows[batch - 1].copy_(rows[0]);
        foreach ((Tensor exact, Tensor rounded) in Derivatives(rows.clone().requires_grad_(), long.MaxValue)
            .Zip(Derivatives(rows.to(ScalarType.Float32).requires_grad_(), long.MaxValue)))
        {
            Assert.True(allclose(exact, rounded.to(ScalarType.Float64), 1e-5, 1e-5));
        }
    }

    [Fact]
    public void DerivativesEqualDifferences()
    {
        using var scope = NewDisposeScope();
        Tensor rows = Numbers.Random(1, 1, 7, 6);
        Tensor pull = Numbers.Random(2, 1, 7, 3);
        Tensor push = Numbers.Random(3, 1, 7, 6);
        double[] first = Numbers.Slope(Pulled, rows);
        double[] second = Numbers.Slope(at => (First(at.requires_grad_(), false) * push).sum(), rows);
        Tensor leaf = rows.requires_grad_();
        Numbers.Close(first, Numbers.Of(First(leaf, false)), 1e-7);
        Numbers.Close(second, Numbers.Of(autograd.grad([(First(leaf, true) * push).sum()], [leaf])[0]), 1e-7);

        Tensor Pulled(Tensor at) => (PairwiseSimilarity.Of(at, 3) * pull).sum();
        Tensor First(Tensor at, bool createGraph) => autograd.grad([Pulled(at)], [at], retain_graph: createGraph, create_graph: createGraph)[0];
    }

    [Fact]
    public void ALayerAdaptsToItsInputAndOnlyASinkTakesTheMeanSimilarity()
    {
        using var scope = NewDisposeScope();
        var layer = (MinibatchDiscrimination)new MinibatchDiscrimination("m", 1, 3, 4, mean: true).For([2, 5]);
        Assert.Equal([5, 5], layer.OutputShape([2, 5]));
        Assert.True(layer.MixesSamples);
        Assert.Equal([10, 3, 4], layer.Weights[0].Shape);
        Weights weights = WeightsOf(layer, Numbers.Random(2, 0.3, 10, 3, 4));
        var sink = new BufferSink();
        Tensor input = Numbers.Random(1, 1, 6, 2, 5);
        Tensor output = layer.Forward(weights, input, new Pass { Training = true, Sink = sink });

        // Of maps it is the similarity of all their numbers, the same everywhere.
        Tensor flat = layer.Forward(weights, input.flatten(1), Pass.Evaluation).narrow(1, 10, 3);
        Numbers.Close(cat([input, flat.unsqueeze(2).expand(6, 3, 5)], 1), output, 1e-15);
        Assert.Equal(output.narrow(1, 2, 3).mean().item<double>(), sink.Values["m.similarity"].item<double>(), 1e-14);
        Assert.Equal(0, weights["m.similarity"].item<double>());
    }

    private static Tensor[] Derivatives(Tensor rows, long limit)
    {
        Tensor sums = PairwiseSimilarity.Of(rows, 3, limit);
        Tensor weights = Numbers.Random(4, 1, rows.shape[0], 3).to(rows.dtype);
        Tensor once = autograd.grad([(sums * weights).sum()], [rows], retain_graph: true)[0];
        Tensor first = autograd.grad([(sums * weights).sum()], [rows], retain_graph: true, create_graph: true)[0];
        Tensor second = autograd.grad([first.Squared().sum()], [rows])[0];
        return [sums, once, first, second];
    }

    private static Tensor Forward(Tensor x, Tensor t, bool mean)
    {
        var layer = new MinibatchDiscrimination("m", t.shape[0], (int)t.shape[1], (int)t.shape[2], mean);
        return layer.Forward(WeightsOf(layer, t), x, Pass.Evaluation);
    }

    private static Weights WeightsOf(MinibatchDiscrimination layer, Tensor t) =>
        new(new WeightLayout(layer.Weights), [t, zeros(1, t.dtype)]);
}
