using System.Numerics;
using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Kernels;
using GanCli.Engine.Tensors;
using static GanCli.Engine.Kernels.Registers;
using static TorchSharp.torch;

namespace GanCli.Engine.Regularizers;

/// <summary>Where D's gradient is penalized.</summary>
public enum PenaltyPoints
{
    /// <summary>Between a real and a generated sample, one random place for each pair.</summary>
    Interpolates,
    Real,
    Fake,

    /// <summary>The penalty at real samples plus that at generated ones.</summary>
    Both,

    /// <summary>Real samples moved by normal noise: x + δ, δ ~ N(0, (spread · s)²), s being the standard deviation of all numbers of the batch.</summary>
    AroundData,

    /// <summary>On the way from a real sample to a moved one, one random place for each: x + α · spread · s · u, α and all of u uniform in [0, 1).</summary>
    NearData,
}

/// <summary>Adds weight · E[(‖∇D‖ − target)²] to D's loss, ‖∇D‖ being the norm of D's gradient by one sample, over all its axes. The named
/// penalties of the literature are this one with their numbers.</summary>
[Component(
    "gradient-penalty",
    "Keeps the size of D's gradient by its input at a target: the mechanism of which wgan-gp, r1, r2, zero-centered and dragan are settings",
    Source = "Gulrajani et al. 2017, eq. 3",
    When = "To try a variant that has no name",
    Cost = "A second derivative of D: a D update costs two to three times as much")]
public sealed record GradientPenaltyConfig : PenaltyConfig
{
    [Option("Where the gradient is taken")]
    public PenaltyPoints Where { get; init; } = PenaltyPoints.Interpolates;

    [Option("Size that the gradient should have", Min = 0, Max = 1e6)]
    public double Target { get; init; } = 1;

    [AlsoCalled("lambda", "lambda-gp", "gp-weight", "coefficient")]
    [Option("Factor on the squared deviation", Min = 0, MinExclusive = true, Max = 1e6)]
    public double Weight { get; init; } = 10;

    [Option("Only larger gradients are penalized")]
    public bool OneSided { get; init; }

    public override Regularizer Build() => new GradientPenalty(Where, Target, Weight, OneSided);
}

/// <summary>The mechanism behind all penalties on D's gradient.</summary>
/// <param name="where">Where D's gradient is taken.</param>
/// <param name="target">Norm that it should have, at least 0.</param>
/// <param name="weight">Factor on the squared deviation.</param>
/// <param name="oneSided">Only larger norms count.</param>
/// <param name="spread">Size of the noise around data in units of their standard deviation.</param>
internal sealed class GradientPenalty(
    PenaltyPoints where, double target, double weight, bool oneSided = false, double spread = GradientPenalty.DefaultSpread)
        : Regularizer, IPenalizesInputGradients
{
    /// <summary>That of the authors' program (Kodali et al. 2017).</summary>
    public const double DefaultSpread = 0.5;

    /// <summary>Below the root, so that its derivative stays finite where D is flat; far below what float32 resolves at norms of order one.</summary>
    private const double Floor = 1e-12;

    public SampleKinds InputGradients => where switch
    {
        PenaltyPoints.Real => SampleKinds.Real,
        PenaltyPoints.Fake => SampleKinds.Fake,
        PenaltyPoints.Both => SampleKinds.Both,
        _ => SampleKinds.None,
    };

    public Tensor DiscriminatorTerm(DiscriminatorView view)
    {
        Tensor penalty = where switch
        {
            PenaltyPoints.Real => MeanOf(view.InputGradients.Value.Real!),
            PenaltyPoints.Fake => MeanOf(view.InputGradients.Value.Fake!),
            PenaltyPoints.Both => MeanOf(view.InputGradients.Value.Real!).Plus(MeanOf(view.InputGradients.Value.Fake!)),
            _ => MeanOf(view.GradientAt(view.Real.With(Points(view.Real.Values, view.Fake.Values, view.Time)))),
        };
        return penalty.Times(weight);
    }

    public Tensor Points(Tensor real, Tensor fake, StepTime time) => where switch
    {
        PenaltyPoints.Interpolates => Between(real, fake, time),
        PenaltyPoints.AroundData => Around(real, time),
        PenaltyPoints.NearData => Towards(real, time),
        _ => throw new InvalidOperationException($"{where} are the samples themselves"),
    };

    public (Tensor Value, Tensor ByGradient) Differentiate(Tensor gradients)
    {
        long samples = gradients.size(0);
        if (HostMemory.IsHostFloat32(gradients))
        {
            Tensor slopes = empty_like(gradients);
            return (HostMemory.Number((float)Differentiate(HostMemory.Of(gradients), (int)samples, HostMemory.Of(slopes))), slopes);
        }

        using var withGrad = enable_grad();
        Tensor leaf = gradients.detach().requires_grad_();
        Tensor value = MeanOf(leaf).Times(weight);
        return (value.detach(), autograd.grad([value], [leaf])[0]);
    }

    private double Differentiate(ReadOnlySpan<float> gradients, int samples, Span<float> slopes)
    {
        double share = weight / samples;
        if (target == 0)
        {
            double norm = Sums.Norm(gradients);
            Scale(gradients, (float)(2 * share), slopes);
            return share * norm * norm;
        }

        int size = gradients.Length / samples;
        double value = 0;
        for (int at = 0; at < gradients.Length; at += size)
        {
            ReadOnlySpan<float> one = gradients.Slice(at, size);
            double length = Sums.Norm(one);
            double norm = Math.Sqrt((length * length) + Floor);
            double excess = oneSided ? Math.Max(norm - target, 0) : norm - target;
            value += share * excess * excess;
            Scale(one, (float)(2 * share * excess / norm), slopes.Slice(at, size));
        }

        return value;
    }

    private static void Scale(ReadOnlySpan<float> numbers, float factor, Span<float> result)
    {
        for (int i = 0; i < numbers.Length; i += Vector<float>.Count)
        {
            Store(Load(numbers, i) * factor, result, i);
        }
    }

    /// <summary>E[(‖∇D‖ − target)²] for the gradients of a batch, [B, …].</summary>
    private Tensor MeanOf(Tensor gradients)
    {
        Tensor squares = gradients.Squared();
        if (target == 0)
        {
            return squares.sum().Over(gradients.shape[0]);
        }

        Tensor excess = squares.flatten(1).sum(1).Plus(Floor).sqrt().Minus(target);
        return (oneSided ? excess.relu() : excess).Squared().mean();
    }

    private static Tensor Between(Tensor real, Tensor fake, StepTime time)
    {
        Tensor share = time.Noise.UniformTensor(OneEach(real), real);
        return fake.Plus(share * (real - fake));
    }

    private Tensor Around(Tensor real, StepTime time)
    {
        Tensor still = real.detach();
        return still.Plus(Size(still) * time.Noise.NormalTensor(still.shape, still));
    }

    private Tensor Towards(Tensor real, StepTime time)
    {
        Tensor still = real.detach();
        Tensor share = time.Noise.ForLane(time.Noise.Lane + 1).UniformTensor(OneEach(still), still);
        return still.Plus(share * (Size(still) * time.Noise.UniformTensor(still.shape, still)));
    }

    /// <summary>Of the noise: a scalar for the whole batch, as in the authors' program.</summary>
    private Tensor Size(Tensor real) => real.std(unbiased: false).Times(spread);

    private static long[] OneEach(Tensor samples) => [.. samples.shape.Select(static (size, axis) => axis == 0 ? size : 1)];
}
