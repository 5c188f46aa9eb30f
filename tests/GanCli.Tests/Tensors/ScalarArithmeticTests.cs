using System.Diagnostics;
using GanCli.Engine.Tensors;
using GanCli.Tests.Support;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanCli.Tests.Tensors;

// Alone: nothing may be collected while scalars are bare.
[Collection(Alone.Name)]
public sealed class ScalarArithmeticTests
{
    private const double X = 0.3;

    private static readonly Dictionary<string, (Func<Tensor, Tensor> Held, Func<Tensor, Tensor> Bare)> Operations = new(StringComparer.Ordinal)
    {
        ["Plus, tensor"] = (static a => a.Plus(a.exp()), static a => a + a.exp()),
        ["Plus, scaled"] = (static a => a.Plus(a.exp(), X), static a => a.add(a.exp(), X)),
        ["Plus, number"] = (static a => a.Plus(X), static a => X + a),
        ["PlusInPlace, tensor"] = (static a => a.clone().PlusInPlace(a.exp()), static a => a.clone().add_(a.exp())),
        ["PlusInPlace, scaled"] = (static a => a.clone().PlusInPlace(a.exp(), X), static a => a.clone().add_(a.exp(), X)),
        ["PlusInPlace, number"] = (static a => a.clone().PlusInPlace(X), static a => a.clone().add_(X)),
        ["Minus"] = (static a => a.Minus(X), static a => a - X),
        ["OneMinus"] = (static a => a.OneMinus(), static a => 1 - a),
        ["Times"] = (static a => a.Times(X), static a => X * a),
        ["TimesInPlace"] = (static a => a.clone().TimesInPlace(X), static a => a.clone().mul_(X)),
        ["Over"] = (static a => a.Over(X), static a => a / X),
        ["OverInPlace"] = (static a => a.clone().OverInPlace(X), static a => a.clone().div_(X)),
        ["Squared"] = (static a => a.Squared(), static a => a.square()),
        ["PlusProduct"] = (static a => a.PlusProduct(a, a.exp(), X), static a => a.addcmul(a, a.exp(), X)),
        ["PlusProductInPlace"] = (static a => a.clone().PlusProductInPlace(a, a.exp(), X), static a => a.clone().addcmul_(a, a.exp(), X)),
        ["PlusQuotient"] = (static a => a.PlusQuotient(a, a.exp(), X), static a => a.addcdiv(a, a.exp(), X)),
        ["PlusQuotientInPlace"] = (static a => a.clone().PlusQuotientInPlace(a, a.exp(), X), static a => a.clone().addcdiv_(a, a.exp(), X)),
        ["AtLeast"] = (static a => a.AtLeast(X), static a => a.clamp_min(X)),
        ["AtMost"] = (static a => a.AtMost(X), static a => a.clamp_max(X)),
        ["Within"] = (static a => a.Within(-X, X), static a => a.clamp(-X, X)),
        ["WithinInPlace"] = (static a => a.clone().WithinInPlace(-X, X), static a => a.clone().clamp_(-X, X)),
        ["IsAbove"] = (static a => a.IsAbove(X), static a => a > X),
        ["IsAtLeast"] = (static a => a.IsAtLeast(X), static a => a >= X),
        ["IsBelow"] = (static a => a.IsBelow(X), static a => a < X),
        ["IsEqualTo"] = (static a => a.IsEqualTo(X), static a => a.eq(X)),
        ["FilledWith"] = (static a => empty_like(a).FilledWith(X), static a => full_like(a, X)),
        ["FilledWith, rows"] = (static a => a.clone().FilledWith(X, a.argsort()[..3]), static a => a.clone().index_fill_(0, a.argsort()[..3], X)),
        ["LeakyRelu"] = (static a => a.LeakyRelu(X), static a => functional.leaky_relu(a, X)),
        ["LeakyReluInPlace"] = (static a => a.clone().LeakyReluInPlace(X), static a => functional.leaky_relu(a.clone(), X, inplace: true)),
        ["Elu"] = (static a => a.Elu(), static a => functional.elu(a, 1)),
        ["Softplus"] = (static a => a.Softplus(2), static a => functional.softplus(a, 1, 2)),
        ["Number"] = (static a => tensor(a[1].Number()), static a => a[1].to(ScalarType.Float64)),
    };

    public ScalarArithmeticTests() => TorchRuntime.EnsureLoaded();

    public static TheoryData<string> Names => new(Operations.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void IsTorchSharpsOwnOperationToTheLastBit(string name)
    {
        using var scope = NewDisposeScope();
        using var uncollected = new NoCollections();
        foreach (ScalarType dtype in new[] { ScalarType.Float32, ScalarType.Float64 })
        {
            Tensor a = Argument(dtype);
            Tensor held = Operations[name].Held(a);
            Tensor bare = Operations[name].Bare(a);

            Assert.Equal(bare.dtype, held.dtype);
            Assert.Equal(bare.shape, held.shape);
            Assert.True(held.bytes.SequenceEqual(bare.bytes), $"{dtype}");
        }
    }

    [Fact]
    public void CollectionsInMidCallDoNoHarm()
    {
        using var outer = NewDisposeScope();
        Tensor a = Argument(ScalarType.Float64);
        (Func<Tensor, Tensor> Operation, byte[] Expected)[] operations =
            [.. Operations.Values.Select(operation => (operation.Held, operation.Held(a).bytes.ToArray()))];

        bool done = false;
        var collector = new Thread(() =>
        {
            while (!Volatile.Read(ref done))
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        try
        {
            var clock = Stopwatch.StartNew();
            while (clock.Elapsed.TotalSeconds < 1.5)
            {
                using var scope = NewDisposeScope();
                foreach ((Func<Tensor, Tensor> operation, byte[] expected) in operations)
                {
                    Assert.True(operation(a).bytes.SequenceEqual(expected));
                }
            }
        }
        finally
        {
            Volatile.Write(ref done, true);
            collector.Join();
        }
    }

    private static Tensor Argument(ScalarType dtype) => linspace(-3, 3, 21, dtype: dtype);
}
