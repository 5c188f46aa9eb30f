using GanCli.Engine.Optimizers;
using GanCli.Engine.Tensors;
using GanCli.Tests.Support;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace GanCli.Tests.Optimizers;

// Alone: nothing may be collected while TorchSharp's optimizers go about their bare scalars.
[Collection(Alone.Name)]
public sealed class OptimizerTests
{
    private const double Rate = 0.02;

    /// <summary>More than two registers of any width, and a remainder.</summary>
    private const int Size = 37;

    private const int Steps = 20;

    public OptimizerTests() => TorchRuntime.EnsureLoaded();

    public static TheoryData<Pair> Pairs => new((Pair[])
    [
        new(new AdamConfig { Lr = Rate }, static p => optim.Adam([p], Rate, 0.5, 0.999, 1e-8)),
        new(new AdamConfig { Lr = Rate, Beta1 = 0, Beta2 = 0.9, Epsilon = 1e-3 }, static p => optim.Adam([p], Rate, 0, 0.9, 1e-3)),
        new(new AdamWConfig { Lr = Rate, Beta1 = 0.9, WeightDecay = 0.3 }, static p => optim.AdamW([p], Rate, 0.9, 0.999, 1e-8, 0.3)),
        new(new RmsPropConfig { Lr = Rate, Alpha = 0.9, Epsilon = 1e-6 }, static p => optim.RMSProp([p], Rate, 0.9, 1e-6)),
        new(new SgdConfig { Lr = Rate }, static p => optim.SGD([p], Rate)),
        new(new SgdConfig { Lr = Rate, Momentum = 0.8 }, static p => optim.SGD([p], Rate, 0.8)),
        new(new SgdConfig { Lr = Rate, Momentum = 0.8, Nesterov = true }, static p => optim.SGD([p], Rate, 0.8, nesterov: true)),
    ]);

    [Theory]
    [MemberData(nameof(Pairs), DisableDiscoveryEnumeration = true)]
    public void EqualsPyTorchOnAQuadratic(Pair pair)
    {
        Compare(ScalarType.Float64, 1e-12);
        Compare(ScalarType.Float32, 1e-5);

        void Compare(ScalarType dtype, double tolerance)
        {
            using var scope = NewDisposeScope();
            using var uncollected = new NoCollections();
            Quadratic quadratic = Quadratic.Random(dtype, Size);
            Tensor ours = quadratic.Start.clone();
            Optimizer optimizer = pair.Ours.Build();
            using OptimizerState state = optimizer.NewState(ours);
            var theirs = new Parameter(quadratic.Start.clone());
            using optim.Optimizer reference = pair.Theirs(theirs);
            for (int step = 0; step < 50; step++)
            {
                optimizer.Step(ours, quadratic.Gradient(ours), state, Rate);
                reference.zero_grad();
                quadratic.Value(theirs).backward();
                reference.step();
            }

            Assert.Equal(50, state.Step);
            Assert.True(Numbers.Deviation(Numbers.Of(quadratic.Start), Numbers.Of(ours)) > 0.01);
            Numbers.Close(theirs, ours, tolerance);
        }
    }

    /// <summary>In single precision, to the last bit, through every way that an update can take.</summary>
    [Theory]
    [MemberData(nameof(Pairs), DisableDiscoveryEnumeration = true)]
    public void BothVersionsAgree(Pair pair)
    {
        Compare(ScalarType.Float64, 1e-12);
        Compare(ScalarType.Float32, 0);

        void Compare(ScalarType dtype, double tolerance)
        {
            using var scope = NewDisposeScope();
            Quadratic quadratic = Quadratic.Random(dtype, Size);
            Optimizer optimizer = pair.Ours.Build();
            (Tensor expected, OptimizerState memory) = InPlace(quadratic.Start.clone());

            // Adam and RMSProp go through contiguous numbers of single precision by themselves, in place and Adam as a function as long as no gradient is asked
            // for; every other column goes by torch's operations.
            Tensor[] columns = stack([quadratic.Start, quadratic.Start], 1).unbind(1).ToArray();
            Assert.False(columns[0].is_contiguous());
            Check(InPlace(columns[0]));
            Check(Pure(traced: false));
            Check(Pure(traced: true));

            (Tensor Weights, OptimizerState State) InPlace(Tensor weights)
            {
                OptimizerState state = Fresh();
                for (int step = 0; step < Steps; step++)
                {
                    optimizer.Step(weights, quadratic.Gradient(weights.contiguous()), state, Rate);
                }

                return (weights, state);
            }

            (Tensor Weights, OptimizerState State) Pure(bool traced)
            {
                Tensor weights = quadratic.Start.clone();
                OptimizerState fresh = Fresh();
                OptimizerState state = fresh;
                for (int step = 0; step < Steps; step++)
                {
                    weights = weights.detach().requires_grad_(traced);
                    Tensor before = weights.detach().clone();
                    (Tensor after, OptimizerState next) = optimizer.Update(weights, quadratic.Gradient(weights), state, Rate);
                    Assert.Equal(traced, after.requires_grad);
                    Assert.Equal(Numbers.Of(before), Numbers.Of(weights));
                    Assert.Equal(step, state.Step);
                    (weights, state) = (after, new OptimizerState(next.Step, [.. next.Slots.Select(static slot => slot.detach())]));
                }

                Assert.All(fresh.Slots.SelectMany(Numbers.Of), static value => Assert.Equal(0, value));
                return (weights, state);
            }

            OptimizerState Fresh() => new(0, [.. optimizer.Slots.Select(_ => zeros_like(quadratic.Start))]);

            void Check((Tensor Weights, OptimizerState State) actual)
            {
                Assert.Equal(Steps, actual.State.Step);
                Numbers.Close(expected, actual.Weights, tolerance);
                foreach ((Tensor first, Tensor second) in memory.Slots.Zip(actual.State.Slots))
                {
                    Numbers.Close(first, second, tolerance);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Pairs), DisableDiscoveryEnumeration = true)]
    public void GradientsFlowThroughSeveralSteps(Pair pair)
    {
        using var scope = NewDisposeScope();
        Quadratic quadratic = Quadratic.Random(ScalarType.Float64, 6);
        Optimizer optimizer = pair.Ours.Build();
        Tensor warm = quadratic.Start.clone();
        using OptimizerState state = optimizer.NewState(warm);
        for (int step = 0; step < 5; step++)
        {
            optimizer.Step(warm, quadratic.Gradient(warm), state, Rate);
        }

        Tensor leaf = warm.clone().requires_grad_();
        Numbers.Close(Numbers.Slope(After, warm), Numbers.Of(autograd.grad([After(leaf)], [leaf])[0]), 1e-7);

        // The sine bends the gradient, so that more than a quadratic's constant curvature takes part.
        Tensor After(Tensor weights)
        {
            OptimizerState now = state;
            for (int step = 0; step < 4; step++)
            {
                (weights, now) = optimizer.Update(weights, quadratic.Gradient(weights).Plus(weights.sin()), now, 0.1);
            }

            return (weights * quadratic.Start).sum().Plus((weights * weights * weights).sum());
        }
    }

    [Theory]
    [MemberData(nameof(Pairs), DisableDiscoveryEnumeration = true)]
    public void UnusedWeightsHaveFiniteGradients(Pair pair)
    {
        using var scope = NewDisposeScope();
        Optimizer optimizer = pair.Ours.Build();
        Tensor weights = tensor([1d, 2d]).requires_grad_();
        using OptimizerState state = optimizer.NewState(weights.detach());
        Tensor gradient = weights.Squared() * tensor([0d, 1d]);
        (Tensor after, _) = optimizer.Update(weights, gradient, state, 0.1);
        double[] slope = Numbers.Of(autograd.grad([after.sum()], [weights])[0]);
        double decay = pair.Ours is AdamWConfig adamW ? 1 - (0.1 * adamW.WeightDecay) : 1;
        Assert.Equal(decay, slope[0], 1e-15);
        Assert.True(double.IsFinite(slope[1]));
    }

    /// <summary>An optimizer of ours and the same of TorchSharp's.</summary>
    public sealed record Pair(OptimizerConfig Ours, Func<Parameter, optim.Optimizer> Theirs)
    {
        public override string ToString() => Ours.ToString();
    }

    private sealed record Quadratic(Tensor Matrix, Tensor Linear, Tensor Start)
    {
        public static Quadratic Random(ScalarType dtype, int size)
        {
            Tensor root = Numbers.Random(1, 1, size, size);
            return new Quadratic(root.mm(root.t()).Over(size / 2d).to(dtype), Numbers.Random(2, 2, size).to(dtype), Numbers.Random(3, 2, size).to(dtype));
        }

        public Tensor Value(Tensor weights) => weights.dot(Matrix.mv(weights)).Over(2) - Linear.dot(weights);

        public Tensor Gradient(Tensor weights) => Matrix.mv(weights) - Linear;
    }
}
