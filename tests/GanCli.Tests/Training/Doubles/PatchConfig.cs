using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Inits;
using GanCli.Engine.Networks.Layers;

namespace GanCli.Tests.Training.Doubles;

/// <summary>A discriminator that judges patches: it gives pictures a map of scores.</summary>
internal sealed record PatchConfig : ArchitectureConfig
{
    private static readonly NormalInitConfig Init = new() { Std = 0.3 };

    public override bool HasLayers => true;

    public override Network Build(long[] input, long[] output) => new Sequential(
        input,
        [
            new Convolution("0.convolution", input[0], 4, new Window(3), Init, bias: false),
            new Activation("0.tanh", ActivationKind.Tanh, 0),
            new Convolution("output.convolution", 4, 1, new Window(3), Init, bias: false),
        ]);
}
