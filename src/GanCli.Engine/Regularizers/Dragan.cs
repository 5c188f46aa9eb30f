using GanCli.Engine.Config;
using GanCli.Engine.Game;

namespace GanCli.Engine.Regularizers;

/// <summary>How DRAGAN finds its points around real samples.</summary>
public enum DraganForm
{
    /// <summary>x + δ, δ normal.</summary>
    Paper,

    /// <summary>One random place for each sample on the way from x to x + δ, δ uniform.</summary>
    Program,
}

/// <summary>Adds weight · E[(‖∇D(x̂)‖ − 1)²] to D's loss, x̂ lying near a real sample x. The paper and its authors' program differ in x̂:
/// the paper's equation 1 has x̂ = x + δ with δ ~ N(0, c I) and leaves c to the user; the program has x̂ = x + α δ with one α for each sample,
/// uniform in [0, 1), and δ = ½ s u, where s is the standard deviation of all numbers of the batch and u uniform in [0, 1) in every axis, so that
/// it looks to one side of the data only. The authors call the program older than the penalty of the paper (their repository, issue 6), so the
/// paper's form is the default here, with √c = ½ s, the size that the program gives its noise.</summary>
[AlsoCalled("dragan-gp")]
[Component(
    "dragan",
    "D's gradient should have size 1 around real samples",
    Source = "Kodali et al. 2017, eq. 1; form: program is their published program, which differs",
    When = "A vanilla loss that collapses where D is steep around the data",
    Cost = "A further pass of D and its second derivative")]
public sealed record DraganConfig : PenaltyConfig
{
    [AlsoCalled("lambda", "coefficient")]
    [Option("Factor λ on the squared deviation", Min = 0, MinExclusive = true, Max = 1e6)]
    public double Weight { get; init; } = 10;

    [Option("paper: at x + δ, δ normal; program: as the authors' program, at x + α δ, δ uniform in [0, size) and one α a sample uniform in [0, 1)")]
    public DraganForm Form { get; init; } = DraganForm.Paper;

    [Option("Size of δ in standard deviations of all numbers of the batch", Min = 0, MinExclusive = true, Max = 1e6)]
    public double Spread { get; init; } = GradientPenalty.DefaultSpread;

    public override Regularizer Build() =>
        new GradientPenalty(Form == DraganForm.Paper ? PenaltyPoints.AroundData : PenaltyPoints.NearData, target: 1, Weight, spread: Spread);
}
