using GanCli.Engine.Config;
using GanCli.Engine.Networks.Inits;
using GanCli.Engine.Networks.Layers;
using static System.FormattableString;

namespace GanCli.Engine.Networks;

/// <summary>The residual pair of Miyato et al. 2018 (appendix B.4, for CIFAR-10): the generator's blocks double sides behind batch norm; the discriminator
/// has none, halves sides down to 7 or 8, goes on with two more blocks, and sums each channel over all places.</summary>
[AlsoCalled("sngan", "residual")]
[Component("resnet", "Residual blocks, for pictures of 4 to 7 times a power of two", Source = "Miyato et al. 2018, appendix B.4")]
public sealed record ResnetConfig : ArchitectureConfig
{
    // The discriminator's blocks that leave sides alone begin at a side below this.
    private const long Coarse = 9;

    [AlsoCalled("channels", "ngf", "ndf", "nf", "filters", "hidden-channels", "widths")]
    [Option("Channels of every block: 256 in the paper's generator, 128 in its discriminator", Min = 1, Max = 8192)]
    public int Width { get; init; } = 128;

    [AlsoCalled("normalization", "batch-norm", "use-bn")]
    [Option("Normalization in the generator's blocks: batch, pixel or none; the discriminator has none")]
    public PictureNorm Norm { get; init; } = PictureNorm.Batch;

    [AlsoCalled("initializer", "weight-init", "initialization")]
    [Option("How first weights are drawn")]
    public InitConfig Init { get; init; } = new XavierInitConfig();

    public override bool HasBatchNorm => Norm == PictureNorm.Batch;

    public override bool DiscriminatorHasBatchNorm => false;

    public override string? NormKey => "norm";

    public override bool HasLayers => true;

    public override bool IsForPictures => true;

    public override string? Unfit(long[] input, long[] output) => PictureSize.Unfit("resnet", input, output);

    public override Network Build(long[] input, long[] output) => input.Length == 1 ? BuildGenerator(input, output) : BuildDiscriminator(input, output[0]);

    private Sequential BuildGenerator(long[] latent, long[] picture)
    {
        PictureSize size = PictureSize.Of(picture[1])!.Value;
        long[] shape = [Width, size.Base, size.Base];
        List<Layer> layers = [new Linear("input.linear", latent[0], Width * size.Base * size.Base, Init), new Reshape("input.reshape", shape)];
        for (int i = 0; i < size.Doublings; i++)
        {
            var body = new List<Layer>();
            Norm.Add(body, "0.norm", Width);
            body.Add(new Activation("0.relu", ActivationKind.Relu, 0));
            body.Add(new Upsample("0.upsample"));
            body.Add(new Convolution("0.convolution", Width, Width, Window.Same(3), Init, bias: !HasBatchNorm));
            Norm.Add(body, "1.norm", Width);
            body.Add(new Activation("1.relu", ActivationKind.Relu, 0));
            body.Add(new Convolution("1.convolution", Width, Width, Window.Same(3), Init));
            Layer[] shortcut = [new Upsample("upsample"), new Convolution("convolution", Width, Width, new Window(1), Init)];
            layers.Add(Residual.Of(Invariant($"{i}.block"), new Sequential(shape, body), new Sequential(shape, shortcut)));
            shape = [Width, 2 * shape[1], 2 * shape[2]];
        }

        Norm.Add(layers, "output.norm", Width);
        layers.Add(new Activation("output.relu", ActivationKind.Relu, 0));
        layers.Add(new Convolution("output.convolution", Width, picture[0], Window.Same(3), Init));
        layers.Add(new Activation("output.tanh", ActivationKind.Tanh, 0));
        return new Sequential(latent, layers);
    }

    private Sequential BuildDiscriminator(long[] picture, long outputs)
    {
        var layers = new List<Layer>();
        long[] shape = picture;
        int plain = 2;
        for (int i = 0; shape[1] >= Coarse || plain > 0; i++)
        {
            bool halves = shape[1] >= Coarse;
            plain -= halves ? 0 : 1;
            layers.Add(DiscriminatorBlock(Invariant($"{i}.block"), shape, halves, isFirst: i == 0));
            shape = layers[^1].OutputShape(shape);
        }

        layers.Add(new Activation("output.relu", ActivationKind.Relu, 0));
        layers.Add(new SumPool("output.sum"));
        layers.Add(new Linear("output.linear", Width, outputs, Init));
        return new Sequential(picture, layers);
    }

    /// <summary>The first one leaves out the rectifier before its first convolution, since pictures are no features.</summary>
    private Residual DiscriminatorBlock(string name, long[] shape, bool halves, bool isFirst)
    {
        var body = new List<Layer>();
        if (!isFirst)
        {
            body.Add(new Activation("0.relu", ActivationKind.Relu, 0));
        }

        body.Add(new Convolution("0.convolution", shape[0], Width, Window.Same(3), Init));
        body.Add(new Activation("1.relu", ActivationKind.Relu, 0));
        body.Add(new Convolution("1.convolution", Width, Width, Window.Same(3), Init));
        var shortcut = new List<Layer>();
        if (halves || shape[0] != Width)
        {
            shortcut.Add(new Convolution("convolution", shape[0], Width, new Window(1), Init));
        }

        if (halves)
        {
            body.Add(new Downsample("downsample"));

            // Before a 1 × 1 convolution or after it is the same, and cheaper where channels become more.
            shortcut.Insert(isFirst ? 0 : 1, new Downsample("downsample"));
        }

        return Residual.Of(name, new Sequential(shape, body), shortcut.Count > 0 ? new Sequential(shape, shortcut) : null);
    }
}
