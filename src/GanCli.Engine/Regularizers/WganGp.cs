using GanCli.Engine.Config;
using GanCli.Engine.Game;

namespace GanCli.Engine.Regularizers;

/// <summary>Adds weight · E[(‖∇D(x̂)‖ − 1)²] to D's loss, x̂ lying between a real and a generated sample, one random place for each pair.</summary>
[AlsoCalled("gp", "gradient-penalty-wgan", "interpolated-gradient-penalty")]
[Component(
    "wgan-gp",
    "D's gradient should have size 1 between real and generated samples",
    Source = "Gulrajani et al. 2017, eq. 3",
    When = "The wasserstein loss, with several updates of D a step (training.d-steps: 5)",
    Cost = "A further pass of D and its second derivative, in each of D's updates")]
public sealed record WganGpConfig : PenaltyConfig
{
    [AlsoCalled("lambda", "lambda-gp", "gp-weight", "gp-lambda", "coefficient", "gamma")]
    [Option("Factor λ on the squared deviation; 10 on images, 0.1 in the authors' 2-D toys", Min = 0, MinExclusive = true, Max = 1e6)]
    public double Weight { get; init; } = 10;

    public override Regularizer Build() => new GradientPenalty(PenaltyPoints.Interpolates, target: 1, Weight);
}
