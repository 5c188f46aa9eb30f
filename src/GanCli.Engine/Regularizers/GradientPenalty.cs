using GanCli.Engine.Config;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
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

    /// <summary>Real samples moved by noise.</summary>
    AroundData,
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

    [Option("Factor on the squared deviation", Min = 0, MinExclusive = true, Max = 1e6)]
    public double Weight { get; init; } = 10;

    [Option("Only larger gradients are penalized")]
    public bool OneSided { get; init; }

    public override Regularizer Build() => new GradientPenalty(Where, Target, Weight, OneSided);
}

/// <summary>The mechanism behind all penalties on D's gradient.</summary>
internal sealed class GradientPenalty(PenaltyPoints where, double target, double weight, bool oneSided = false) : Regularizer
{
    /// <summary>Below the root, so that its derivative stays finite where D is flat; far below what float32 resolves at norms of order one.</summary>
    private const double Floor = 1e-12;

    /// <summary>Noise around data in units of their standard deviation (Kodali et al. 2017).</summary>
    private const double Spread = 0.5;

    public override bool ChangesGeneratorLoss => false;

    public override bool AddsTermOfInputGradients => true;

    public override SampleKinds InputGradients => where switch
    {
        PenaltyPoints.Real => SampleKinds.Real,
        PenaltyPoints.Fake => SampleKinds.Fake,
        PenaltyPoints.Both => SampleKinds.Both,
        _ => SampleKinds.None,
    };

    public override Tensor DiscriminatorTerm(DiscriminatorView view)
    {
        Tensor penalty = where switch
        {
            PenaltyPoints.Real => MeanOf(view.InputGradients.Value.Real!),
            PenaltyPoints.Fake => MeanOf(view.InputGradients.Value.Fake!),
            PenaltyPoints.Both => MeanOf(view.InputGradients.Value.Real!).Plus(MeanOf(view.InputGradients.Value.Fake!)),
            PenaltyPoints.Interpolates => MeanOf(view.GradientAt(Between(view))),
            _ => MeanOf(view.GradientAt(Around(view))),
        };
        return penalty.Times(weight);
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

    private static Tensor Between(DiscriminatorView view)
    {
        long[] shape = [.. view.Real.shape.Select(static (size, axis) => axis == 0 ? size : 1)];
        Tensor share = view.Moment.Noise.UniformTensor(shape, view.Real);
        return view.Fake.Plus(share * (view.Real - view.Fake));
    }

    private static Tensor Around(DiscriminatorView view)
    {
        Tensor real = view.Real.detach();
        return real.Plus(real.std(unbiased: false).Times(Spread) * view.Moment.Noise.UniformTensor(real.shape, real));
    }
}
