using GanCli.Engine.Config;

namespace GanCli.Engine.Regularizers;

/// <summary>Adds weight · E[(‖∇D(x + δ)‖ − 1)²] to D's loss, x being real and δ half the data's standard deviation times numbers uniform in [0, 1).</summary>
[Component(
    "dragan",
    "D's gradient should have size 1 around real samples",
    Source = "Kodali et al. 2017, algorithm 1",
    When = "A vanilla loss that collapses where D is steep around the data",
    Cost = "A further pass of D and its second derivative")]
public sealed record DraganConfig : PenaltyConfig
{
    [Option("Factor λ on the squared deviation", Min = 0, MinExclusive = true, Max = 1e6)]
    public double Weight { get; init; } = 10;

    public override Regularizer Build() => new GradientPenalty(PenaltyPoints.AroundData, target: 1, Weight);
}
