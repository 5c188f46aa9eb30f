using GanCli.Engine.Networks.Inits;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Networks;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Training;

/// <summary>Spectral normalization needs nothing but buffers and sinks: a test double does it.</summary>
public sealed class SpectralNormalizationTests
{
    [Fact]
    public void EstimateConvergesToTheLargestSingularValue()
    {
        using var lab = new Lab(new LabParts { Discriminator = Discriminator(mixes: false) });
        using var scope = NewDisposeScope();
        Tensor input = Numbers.Random(1, 1, 8, 2);
        for (int i = 0; i < 300; i++)
        {
            var sink = new BufferSink();
            lab.Game.Discriminator.Forward(lab.Discriminator.Store.Frozen, input, new Pass { Training = true, Sink = sink });
            lab.Discriminator.Store.Advance(sink);
        }

        Weights weights = lab.Discriminator.Store.Frozen;
        double sigma = weights["1.u"].dot(weights["1.weight"].mv(weights["1.v"])).item<double>();
        Assert.Equal(1, sigma / linalg.svdvals(weights["1.weight"])[0].item<double>(), 0.01);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void OneIterationForEachUpdateOfD(bool mixes)
    {
        using var lab = new Lab(new LabParts { Discriminator = Discriminator(mixes) });
        using var scope = NewDisposeScope();
        Weights weights = lab.Discriminator.Store.Frozen;
        (Tensor matrix, Tensor u) = (weights["0.weight"].clone(), weights["0.u"].clone());
        lab.Run(1);
        Tensor v = nn.functional.normalize(matrix.t().mv(u), dim: 0);
        Numbers.Close(v, weights["0.v"], 1e-14);
        Numbers.Close(nn.functional.normalize(matrix.mv(v), dim: 0), weights["0.u"], 1e-14);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PassesWithoutASinkAdvanceNothing(bool training)
    {
        using var lab = new Lab(new LabParts { Discriminator = Discriminator(mixes: false) });
        using var scope = NewDisposeScope();
        double[] before = lab.State();
        lab.Game.Discriminator.Forward(lab.Discriminator.Store.Frozen, Numbers.Random(1, 1, 8, 2), new Pass { Training = training });
        Assert.Equal(before, lab.State());
    }

    [Fact]
    public void PenaltiesSeeTheVectorsOfTheirUpdate()
    {
        var penalty = new Penalty();
        using var lab = new Lab(new LabParts { Discriminator = Discriminator(mixes: false), Regularizers = [penalty] });
        lab.Run(1);
        Assert.Equal(penalty.Main, penalty.Again);
        Assert.Equal(4, lab.Game.Discriminator.Layout.Specs.Count(static spec => !spec.IsParameter && (spec.Name.EndsWith(".u", StringComparison.Ordinal) || spec.Name.EndsWith(".v", StringComparison.Ordinal))));
    }

    private static Sequential Discriminator(bool mixes)
    {
        var layers = new List<Layer> { new SpectralLinear("0", 2, 16), new Activation("tanh", ActivationKind.Tanh, 0), new SpectralLinear("1", 16, 12) };
        if (mixes)
        {
            layers.Add(new BatchNorm("norm", 12));
        }

        layers.Add(new Linear("2", 12, 1, new NormalInitConfig { Std = 0.1 }));
        return new Sequential([2], layers);
    }

    /// <summary>Evaluates D on the real samples once more.</summary>
    private sealed class Penalty : Regularizer
    {
        public double[] Main { get; private set; } = [];

        public double[] Again { get; private set; } = [];

        public override Tensor? DiscriminatorTerm(DiscriminatorView view)
        {
            Main = Numbers.Of(view.RealOutput);
            Tensor both = view.Game.Discriminator.Forward(view.Weights, cat([view.Real, view.Fake]), view.Pass);
            Again = Numbers.Of(both.flatten())[..Main.Length];
            return null;
        }
    }
}
