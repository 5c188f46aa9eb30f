using GanCli.Engine.Config;

namespace GanCli.Engine.Optimizers;

/// <summary>Adam (Kingma and Ba 2015).</summary>
[Component("adam", "Adaptive moments", Source = "Kingma and Ba 2015")]
public sealed record AdamConfig : OptimizerConfig
{
    [Option("Decay of the first moment", Min = 0, Max = 1, MaxExclusive = true)]
    public double Beta1 { get; init; } = 0.5;

    [Option("Decay of the second moment", Min = 0, Max = 1, MaxExclusive = true)]
    public double Beta2 { get; init; } = 0.999;

    [Option("Added to the root of the second moment", Min = 0, MinExclusive = true)]
    public double Epsilon { get; init; } = 1e-8;

    public override Optimizer Build() => throw new NotImplementedException();
}
