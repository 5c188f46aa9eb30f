using GanCli.Engine.Config;
using GanCli.Engine.Networks.Inits;
using GanCli.Engine.Networks.Layers;
using static System.FormattableString;

namespace GanCli.Engine.Networks;

/// <summary>The pair of R3GAN (Huang et al. 2024, section 4): residual blocks of 1 × 1, grouped 3 × 3 and 1 × 1 convolutions without any norm, held in
/// check by fix-up first values (Zhang et al. 2019: the last convolution of a block begins at 0); sides double and halve by the filter [1, 2, 1].</summary>
[AlsoCalled("r3", "config-e")]
[Component("r3gan", "Residual blocks without norm, with grouped convolutions, for pictures of 4 to 7 times a power of two",
    Source = "Huang et al. 2024, section 4")]
public sealed record R3ganConfig : ArchitectureConfig
{
    private const double Slope = 0.2;

    private static readonly ScaledInitConfig Plain = new();

    private static readonly double Gain = Math.Sqrt(2 / (1 + (Slope * Slope)));

    [AlsoCalled("channels", "widths", "ngf", "ndf", "nf", "filters", "hidden-channels")]
    [Option("Channels of each resolution, from the coarsest to the picture's own; one number is for all", Min = 1, Max = 8192, MinItems = 1,
        AllowSingle = true)]
    public IReadOnlyList<int> Widths { get; init; } = [64];

    [AlsoCalled("blocks-per-stage", "depth")]
    [Option("Blocks at each resolution", Min = 1, Max = 64)]
    public int Blocks { get; init; } = 2;

    [AlsoCalled("expansion-factor")]
    [Option("Channels inside a block as a multiple of those outside", Min = 1, Max = 8)]
    public int Expansion { get; init; } = 2;

    [AlsoCalled("cardinality", "group-size", "groups")]
    [Option("Channels in a group of the 3 × 3 convolutions; a divisor of those inside a block", Min = 1, Max = 8192)]
    public int GroupWidth { get; init; } = 16;

    public override bool HasLayers => true;

    public override bool IsForPictures => true;

    public override void Validate(ConfigCheck check)
    {
        if (Widths.FirstOrDefault(width => width * Expansion % GroupWidth != 0) is not 0 and var odd)
        {
            check.Fail("group-width", Invariant($"{GroupWidth} does not divide the {odd * Expansion} channels inside a block"));
        }
    }

    public override string? Unfit(long[] input, long[] output) => PictureSize.Unfit("r3gan", input, output)
        ?? (PictureSize.Of((input.Length == 1 ? output : input)[1])!.Value.Doublings + 1 is var stages && Widths.Count > 1 && Widths.Count != stages
            ? Invariant($"widths names {Widths.Count} resolutions, but these pictures have {stages}; give {stages} numbers, or one")
            : null);

    public override Network Build(long[] input, long[] output) => input.Length == 1 ? BuildGenerator(input, output) : BuildDiscriminator(input, output[0]);

    private long Width(int stage) => Widths.Count > 1 ? Widths[stage] : Widths[0];

    private Sequential BuildGenerator(long[] latent, long[] picture)
    {
        PictureSize size = PictureSize.Of(picture[1])!.Value;
        int all = (size.Doublings + 1) * Blocks;
        long[] shape = [Width(0), size.Base, size.Base];
        List<Layer> layers = [new LearnedBasis("input.basis", latent[0], shape)];
        for (int stage = 0; stage <= size.Doublings; stage++)
        {
            if (stage > 0)
            {
                AddChange(layers, Invariant($"{stage}.widen"), shape[0], Width(stage));
                layers.Add(new SmoothUpsample(Invariant($"{stage}.upsample")));
                shape = [Width(stage), 2 * shape[1], 2 * shape[2]];
            }

            AddBlocks(layers, stage, shape, all);
        }

        layers.Add(new Convolution("output.convolution", shape[0], picture[0], new Window(1), Plain, bias: false));
        return new Sequential(latent, layers);
    }

    private Sequential BuildDiscriminator(long[] picture, long outputs)
    {
        PictureSize size = PictureSize.Of(picture[1])!.Value;
        int all = (size.Doublings + 1) * Blocks;
        long[] shape = [Width(size.Doublings), picture[1], picture[2]];
        List<Layer> layers = [new Convolution("input.convolution", picture[0], shape[0], new Window(1), Plain, bias: false)];
        for (int stage = size.Doublings; stage >= 0; stage--)
        {
            AddBlocks(layers, size.Doublings - stage, shape, all);
            if (stage > 0)
            {
                layers.Add(new SmoothDownsample(Invariant($"{size.Doublings - stage}.downsample")));
                AddChange(layers, Invariant($"{size.Doublings - stage}.widen"), shape[0], Width(stage - 1));
                shape = [Width(stage - 1), shape[1] / 2, shape[2] / 2];
            }
        }

        var whole = new Window(size.Base, Groups: checked((int)shape[0]));
        layers.Add(new Convolution("output.basis", shape[0], shape[0], whole, Plain, bias: false));
        layers.Add(new Reshape("flatten", [shape[0]]));
        layers.Add(new Linear("output.linear", shape[0], outputs, Plain));
        return new Sequential(picture, layers);
    }

    private static void AddChange(List<Layer> layers, string name, long inputs, long outputs)
    {
        if (inputs != outputs)
        {
            layers.Add(new Convolution(name, inputs, outputs, new Window(1), Plain, bias: false));
        }
    }

    /// <param name="layers">Are added to.</param>
    /// <param name="stage">Number of the resolution in its network.</param>
    /// <param name="shape">Of maps there.</param>
    /// <param name="all">Blocks of the whole network, L: fix-up scales all but the last of a block's m = 3 convolutions by L^(−1/(2m − 2)).</param>
    private void AddBlocks(List<Layer> layers, int stage, long[] shape, int all)
    {
        long inside = shape[0] * Expansion;
        var init = new ScaledInitConfig { Gain = Gain * Math.Pow(all, -0.25) };
        for (int block = 0; block < Blocks; block++)
        {
            layers.Add(Residual.Of(Invariant($"{stage}.block-{block}"), new Sequential(shape,
            [
                new Convolution("0.convolution", shape[0], inside, new Window(1), init),
                new Activation("0.leaky-relu", ActivationKind.LeakyRelu, Slope),
                new Convolution("1.convolution", inside, inside, Window.Same(3) with { Groups = checked((int)inside / GroupWidth) }, init),
                new Activation("1.leaky-relu", ActivationKind.LeakyRelu, Slope),
                new Convolution("2.convolution", inside, shape[0], new Window(1), new ScaledInitConfig { Gain = 0 }, bias: false),
            ])));
        }
    }
}
