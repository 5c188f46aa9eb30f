using GanCli.Engine.Config;
using GanCli.Engine.Game;

namespace GanCli.Engine.Regularizers;

/// <summary>Adds weight · E‖∇D(x̂)‖² to D's loss, x̂ lying between a real and a generated sample.</summary>
[AlsoCalled("0-gp", "zero-gp", "gan-0gp", "zc-gp")]
[Component(
    "zero-centered",
    "D's gradient should vanish between real and generated samples",
    Source = "Thanh-Tung et al. 2019",
    When = "A D that learns the samples by heart",
    Cost = "A further pass of D and its second derivative")]
public sealed record ZeroCenteredConfig : PenaltyConfig
{
    [Option("Factor on the squared gradient", Min = 0, MinExclusive = true, Max = 1e6)]
    public double Weight { get; init; } = 10;

    public override Regularizer Build() => new GradientPenalty(PenaltyPoints.Interpolates, target: 0, Weight);
}
