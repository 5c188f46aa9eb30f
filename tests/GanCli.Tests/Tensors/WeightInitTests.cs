using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Inits;
using GanCli.Engine.Random;
using GanCli.Engine.Tensors;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Tensors;

public sealed class WeightInitTests
{
    private static readonly RandomStream Stream = new RandomStreams(3).Init;

    public WeightInitTests() => TorchRuntime.EnsureLoaded();

    [Fact]
    public void UniformFillsItsBounds()
    {
        using var scope = NewDisposeScope();
        Tensor weight = new UniformInit(0.25).Draw([200, 300], Stream);
        Assert.Equal(ScalarType.Float32, weight.dtype);
        double[] values = Numbers.Of(weight);
        Assert.InRange(values.Max(), 0.2499, 0.25);
        Assert.InRange(values.Min(), -0.25, -0.2499);
        Assert.Equal(0, values.Average(), 0.003);
        Assert.Equal(0.0625 / 3, values.Average(static x => x * x), 0.0003);
    }

    [Fact]
    public void NormalHasItsDeviation()
    {
        using var scope = NewDisposeScope();
        double[] values = Numbers.Of(new NormalInit(0.02).Draw([200, 300], Stream));
        Assert.Equal(0, values.Average(), 0.0004);
        Assert.Equal(0.0004, values.Average(static x => x * x), 0.00001);
        Assert.Equal(3 * 0.0004 * 0.0004, values.Average(static x => Math.Pow(x, 4)), 4e-8);
    }

    [Theory]
    [InlineData(128, 128)]
    [InlineData(128, 2)]
    [InlineData(3, 50)]
    [InlineData(1, 7)]
    public void OrthogonalRowsOrColumns(long outputs, long inputs)
    {
        using var scope = NewDisposeScope();
        const double Gain = 1.4;
        Tensor weight = new OrthogonalInit(Gain).Draw([outputs, inputs], Stream).to(ScalarType.Float64);
        Tensor gram = outputs <= inputs ? weight.mm(weight.t()) : weight.t().mm(weight);
        Numbers.Close(eye(Math.Min(outputs, inputs), dtype: ScalarType.Float64).Times(Gain * Gain), gram, 1e-6);
    }

    [Fact]
    public void OrthogonalIsUniform()
    {
        // Over uniformly drawn orthogonal 2×2 matrices each entry has mean 0 and mean square ½; signs fixed by a factorization would show.
        using var scope = NewDisposeScope();
        double[][] draws = [.. Enumerable.Range(0, 2000).Select(static i => Numbers.Of(new OrthogonalInit(1).Draw([2, 2], Stream.ForLane(i))))];
        for (int entry = 0; entry < 4; entry++)
        {
            Assert.Equal(0, draws.Average(draw => draw[entry]), 0.08);
            Assert.Equal(0.5, draws.Average(draw => draw[entry] * draw[entry]), 0.04);
        }
    }

    [Fact]
    public void OrthogonalSeesFurtherAxesAsInputs()
    {
        using var scope = NewDisposeScope();
        Tensor flat = new OrthogonalInit(1).Draw([4, 18], Stream);
        Assert.Equal(Numbers.Of(flat), Numbers.Of(new OrthogonalInit(1).Draw([4, 2, 3, 3], Stream)));
    }

    [Fact]
    public void Formulas()
    {
        var torch = new UniformInit(1 / Math.Sqrt(50));
        Assert.Equal(torch, new DefaultInitConfig().Weight(50, 30));
        Assert.Equal(torch, new DefaultInitConfig().Bias(50));
        Assert.Equal(new UniformInit(Math.Sqrt(6d / 80)), new XavierInitConfig().Weight(50, 30));
        Assert.Equal(new NormalInit(Math.Sqrt(2d / 50)), new HeInitConfig().Weight(50, 30));
        Assert.Equal(new NormalInit(1.5 / Math.Sqrt(50)), new ScaledInitConfig { Gain = 1.5 }.Weight(50, 30));
        Assert.Equal(new ConstantInit(0), new ScaledInitConfig { Gain = 0 }.Weight(50, 30));
        Assert.Equal(new NormalInit(0.3), new NormalInitConfig { Std = 0.3 }.Weight(50, 30));
        Assert.Equal(new OrthogonalInit(0.8), new OrthogonalInitConfig { Gain = 0.8 }.Weight(50, 30));
        InitConfig[] others = [new XavierInitConfig(), new HeInitConfig(), new NormalInitConfig(), new OrthogonalInitConfig(), new ScaledInitConfig()];
        Assert.All(others, static init => Assert.Equal(new ConstantInit(0), init.Bias(50)));
    }

    [Fact]
    public void DefaultHasTheRangeOfPyTorchsLinear()
    {
        using var scope = NewDisposeScope();
        TorchSharp.Modules.Linear module = nn.Linear(40, 2000);
        double[] theirs = [.. Numbers.Of(module.weight), .. Numbers.Of(module.bias!)];
        double[] ours =
        [
            .. Numbers.Of(new DefaultInitConfig().Weight(40, 2000).Draw([2000, 40], Stream)),
            .. Numbers.Of(new DefaultInitConfig().Bias(40).Draw([2000], Stream.ForLane(1))),
        ];
        Assert.Equal(theirs.Max(), ours.Max(), 1e-4);
        Assert.Equal(theirs.Min(), ours.Min(), 1e-4);
    }

    [Fact]
    public void AWeightDoesNotDependOnOthers()
    {
        using WeightStore narrow = Draw(16, 11);
        using WeightStore wide = Draw(32, 11);
        using WeightStore other = Draw(16, 12);
        string[] names = ["0.linear.weight", "0.linear.bias", "output.linear.bias"];
        foreach (string name in names)
        {
            Assert.Equal(Numbers.Of(narrow.Frozen[name]), Numbers.Of(wide.Frozen[name]));
            Assert.NotEqual(Numbers.Of(narrow.Frozen[name]), Numbers.Of(other.Frozen[name]));
        }

        // Uniform in ±1/√3 and ±1/√8: one draw for both would differ by the bounds only.
        Assert.NotEqual(Numbers.Of(narrow.Frozen["0.linear.bias"])[0] * Math.Sqrt(3), Numbers.Of(narrow.Frozen["1.linear.bias"])[0] * Math.Sqrt(8), 1e-4);

        static WeightStore Draw(int second, ulong seed)
        {
            Network network = new MlpConfig { Widths = [8, second, 5] }.Build([3], [2]);
            return WeightStore.Draw(network.Layout, new RandomStreams(seed).Init, 0, ScalarType.Float32, CPU);
        }
    }

    [Fact]
    public void PrecisionDoesNotChangeTheDraw()
    {
        Network network = new MlpConfig { Widths = [8] }.Build([3], [2]);
        using WeightStore single = WeightStore.Draw(network.Layout, Stream, 0, ScalarType.Float32, CPU);
        using WeightStore twice = WeightStore.Draw(network.Layout, Stream, 0, ScalarType.Float64, CPU);
        Assert.Equal(ScalarType.Float64, twice.Flat.dtype);
        Assert.Equal(Numbers.Of(single.Flat), Numbers.Of(twice.Flat));
    }
}
