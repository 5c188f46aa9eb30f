using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Inits;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Random;
using GanCli.Engine.Tensors;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Networks;

public sealed class LayerTests
{
    private static readonly RandomStreams Streams = new(4);

    public LayerTests() => TorchRuntime.EnsureLoaded();

    public static TheoryData<ActivationKind, Func<double, double>> Activations => new()
    {
        { ActivationKind.None, static x => x },
        { ActivationKind.Relu, static x => Math.Max(0, x) },
        { ActivationKind.LeakyRelu, static x => x > 0 ? x : 0.3 * x },
        { ActivationKind.Tanh, Math.Tanh },
        { ActivationKind.Elu, static x => x > 0 ? x : Math.Exp(x) - 1 },
        { ActivationKind.Selu, static x => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * (Math.Exp(x) - 1)) },
        { ActivationKind.Silu, static x => x / (1 + Math.Exp(-x)) },
        { ActivationKind.Softplus, static x => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))) },
        { ActivationKind.Sigmoid, static x => 1 / (1 + Math.Exp(-x)) },
    };

    [Theory]
    [MemberData(nameof(Activations), DisableDiscoveryEnumeration = true)]
    public void ActivationsFollowTheirFormulas(ActivationKind kind, Func<double, double> formula)
    {
        using var scope = NewDisposeScope();
        double[] points = [-100, -30, -5, -2.5, -1, -0.125, 0, 0.25, 1, 3, 21, 30, 100];
        Tensor input = tensor(points).view(1, -1);
        var layer = new Activation("f", kind, 0.3);
        double[] values = Numbers.Of(layer.Forward(Empty(), input, Pass.Evaluation));
        Assert.Equal(points, Numbers.Of(input));
        double[] single = Numbers.Of(layer.Forward(Empty(), input.to(ScalarType.Float32), Pass.Evaluation));
        for (int i = 0; i < points.Length; i++)
        {
            double expected = formula(points[i]);
            Assert.Equal(expected, values[i], 1e-14 * Math.Max(1, Math.Abs(expected)));
            Assert.Equal(expected, single[i], 1e-6 * Math.Max(1, Math.Abs(expected)));
        }
    }

    [Fact]
    public void EveryElementWiseActivationIsTested() =>
        Assert.Equal(Enum.GetValues<ActivationKind>().Except([ActivationKind.Maxout]), Activations.Select(static row => row.Data.Item1));

    [Fact]
    public void MaxoutIsNotElementWise() => Assert.Equal(
        "Maxout is not element-wise",
        Assert.Throws<InvalidOperationException>(
            static () => new Activation("f", ActivationKind.Maxout, 0).Forward(Empty(), zeros(1), Pass.Evaluation)).Message);

    [Fact]
    public void LinearIsALoop()
    {
        using var scope = NewDisposeScope();
        var layer = new Linear("0", 3, 4, new NormalInitConfig());
        Tensor[] tensors = [Numbers.Random(1, 1, 4, 3), Numbers.Random(2, 1, 4)];
        Tensor input = Numbers.Random(3, 1, 5, 3);
        double[] values = Numbers.Of(layer.Forward(new Weights(new WeightLayout(layer.Weights), tensors), input, Pass.Evaluation));
        (double[] w, double[] b, double[] x) = (Numbers.Of(tensors[0]), Numbers.Of(tensors[1]), Numbers.Of(input));
        for (int row = 0; row < 5; row++)
        {
            for (int output = 0; output < 4; output++)
            {
                double sum = b[output];
                for (int i = 0; i < 3; i++)
                {
                    sum += x[(row * 3) + i] * w[(output * 3) + i];
                }

                Assert.Equal(sum, values[(row * 4) + output], 1e-14);
            }
        }

        Assert.Equal([4], layer.OutputShape([3]));
    }

    [Fact]
    public void MaxoutIsALoop()
    {
        using var scope = NewDisposeScope();
        var layer = new MaxoutPool("m", 5);
        Tensor input = Numbers.Random(3, 1, 4, 15);
        double[] x = Numbers.Of(input);
        Tensor output = layer.Forward(Empty(), input, Pass.Evaluation);
        Assert.Equal([4, 3], output.shape);
        Assert.Equal([3], layer.OutputShape([15]));
        Assert.Equal(x.Chunk(5).Select(static piece => piece.Max()), Numbers.Of(output));
    }

    [Fact]
    public void BatchNormIsPyTorchs()
    {
        using var scope = NewDisposeScope();
        var layer = new BatchNorm("n", 4);
        Assert.True(layer.MixesSamples);
        using WeightStore store = WeightStore.Draw(new WeightLayout(layer.Weights), Streams.Init, 0, ScalarType.Float64, CPU);
        using TorchSharp.Modules.BatchNorm1d module = nn.BatchNorm1d(4, dtype: ScalarType.Float64);
        using (no_grad())
        {
            store.Flat.copy_(Numbers.Random(9, 2, 8));
            module.weight!.copy_(store.Frozen["n.weight"]);
            module.bias!.copy_(store.Frozen["n.bias"]);
        }

        for (int pass = 0; pass < 3; pass++)
        {
            Tensor input = Numbers.Random(pass, 3, 6, 4).Plus(2).requires_grad_();
            Tensor upstream = Numbers.Random(20 + pass, 1, 6, 4);
            var sink = new BufferSink();
            Tensor ours = layer.Forward(store.Leaves, input, new Pass { Training = true, Sink = sink });
            Tensor theirs = Theirs(input);
            Numbers.Close(theirs, ours, 1e-13);
            IList<Tensor> expected = autograd.grad([(theirs * upstream).sum()], [input, module.weight!, module.bias!]);
            IList<Tensor> actual = autograd.grad([(ours * upstream).sum()], [input, .. store.Leaves.Parameters]);
            for (int i = 0; i < expected.Count; i++)
            {
                Numbers.Close(expected[i], actual[i], 1e-12);
            }

            store.Advance(sink);
            Numbers.Close(module.running_mean!, store.Frozen["n.running-mean"], 1e-14);
            Numbers.Close(module.running_var!, store.Frozen["n.running-variance"], 1e-14);
        }

        module.eval();
        Tensor unseen = Numbers.Random(7, 3, 5, 4);
        Numbers.Close(Theirs(unseen), layer.Forward(store.Frozen, unseen, Pass.Evaluation), 1e-13);

        // What the module does, less the count of its passes, which it keeps with a scalar that nobody holds.
        Tensor Theirs(Tensor input) => nn.functional.batch_norm(
            input, module.running_mean!, module.running_var!, module.weight, module.bias, module.training, module.momentum!.Value, module.eps);
    }

    [Fact]
    public void TwoPassesIntoOneSinkAdvanceTwice()
    {
        using var scope = NewDisposeScope();
        var layer = new BatchNorm("n", 2);
        using WeightStore store = WeightStore.Draw(new WeightLayout(layer.Weights), Streams.Init, 0, ScalarType.Float64, CPU);
        var sink = new BufferSink();
        layer.Forward(store.Frozen, tensor(new double[,] { { 1, 2 }, { 3, 6 } }), new Pass { Training = true, Sink = sink });
        layer.Forward(store.Frozen, tensor(new double[,] { { 0, 8 }, { 4, 8 } }), new Pass { Training = true, Sink = sink });
        Assert.Equal([0, 0], Numbers.Of(store.Frozen["n.running-mean"]));
        store.Advance(sink);

        // Means 2, 4 then 2, 8; unbiased variances 2, 8 then 8, 0.
        Numbers.Close([(0.2 * 0.9) + 0.2, (0.4 * 0.9) + 0.8], Numbers.Of(store.Frozen["n.running-mean"]), 1e-14);
        Numbers.Close([(1.1 * 0.9) + 0.8, 1.7 * 0.9], Numbers.Of(store.Frozen["n.running-variance"]), 1e-14);
    }

    [Fact]
    public void LayerNormFollowsItsFormula()
    {
        using var scope = NewDisposeScope();
        var layer = new LayerNorm("n", 5);
        Tensor[] tensors = [Numbers.Random(1, 1, 5), Numbers.Random(2, 1, 5)];
        Tensor input = Numbers.Random(3, 2, 6, 5);
        Tensor mean = input.mean([1], keepdim: true);
        Tensor variance = (input - mean).Squared().mean([1], keepdim: true);
        Tensor expected = ((input - mean) / variance.Plus(1e-5).sqrt() * tensors[0]).Plus(tensors[1]);
        var weights = new Weights(new WeightLayout(layer.Weights), tensors);
        Numbers.Close(expected, layer.Forward(weights, input, new Pass { Training = true }), 1e-13);
        Assert.False(layer.MixesSamples);
    }

    [Fact]
    public void DropoutDropsItsShareAndScalesTheRest()
    {
        using var scope = NewDisposeScope();
        var layer = new Dropout("d", 0.3, 0);
        var pass = new Pass { Training = true, Noise = Streams.Regularizer };
        Tensor input = ones(200, 100, dtype: ScalarType.Float64);
        double[] values = Numbers.Of(layer.Forward(Empty(), input, pass));
        Assert.Equal(0.3, values.Count(static v => v == 0) / 20_000d, 0.012);
        Assert.All(values, static v => Assert.True(v == 0 || Math.Abs(v - (1 / 0.7)) < 1e-7));
        Assert.Equal(values, Numbers.Of(layer.Forward(Empty(), input, pass)));
        Assert.NotEqual(values, Numbers.Of(layer.Forward(Empty(), input, pass with { Noise = Streams.Regularizer.At(1) })));
        Assert.NotEqual(values, Numbers.Of(new Dropout("e", 0.3, 1).Forward(Empty(), input, pass)));
        Assert.Same(input, layer.Forward(Empty(), input, Pass.Evaluation));
    }

    [Fact]
    public void ScaleMultiplies()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([0.25, -0.5], Numbers.Of(new Scale("s", 0.25).Forward(Empty(), tensor([1d, -2d]), Pass.Evaluation)));
    }

    private static Weights Empty() => new(new WeightLayout([]), []);
}
