using GanCli.Engine.Config;
using GanCli.Engine.Tensors;

namespace GanCli.Engine.Priors;

/// <summary>Standard normal latents.</summary>
[Component("gaussian", "Independent standard normal numbers")]
public sealed record GaussianPriorConfig : PriorConfig
{
    public override Prior Build(RandomStreams streams) => throw new NotImplementedException();
}
