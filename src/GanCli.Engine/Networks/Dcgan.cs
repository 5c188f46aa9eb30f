using GanCli.Engine.Config;
using GanCli.Engine.Networks.Inits;
using GanCli.Engine.Networks.Layers;
using static System.FormattableString;

namespace GanCli.Engine.Networks;

public enum UpsamplingKind
{
    [AlsoCalled("deconv", "deconvolution", "conv-transpose")]
    Transposed,
    [AlsoCalled("nearest", "upsample", "upsampling")]
    Resize,
}

/// <summary>The convolutional pair of Radford et al. 2016: the generator doubles the sides of its maps until they are the picture's, the discriminator
/// halves them; strided convolutions, a norm and a rectifier between. For 28 × 28 × 3 and widths [64, 32] it is the "dc32" of stacked digits.</summary>
[AlsoCalled("cnn", "conv", "convolutional", "conv-net")]
[Component("dcgan", "Strided convolutions, for pictures of 4 to 7 times a power of two", Source = "Radford et al. 2016")]
public sealed record DcganConfig : ArchitectureConfig
{
    private const int Widest = 512;

    [AlsoCalled("channels", "ngf", "ndf", "nf", "filters", "hidden-channels", "width")]
    [Option("Channels of each resolution, from the coarsest to the finest; one number is the finest's, and each coarser one has twice as many, up to 512",
        Min = 1, Max = 8192, MinItems = 1, AllowSingle = true)]
    public IReadOnlyList<int> Widths { get; init; } = [64];

    [AlsoCalled("fc", "dense", "fully-connected", "hidden-units")]
    [Option("Widths of dense layers between the latent or the score and the coarsest resolution, from the latent's or the picture's side (InfoGAN: 1024)",
        Min = 1, Max = 65536)]
    public IReadOnlyList<int> Hidden { get; init; } = [];

    [AlsoCalled("normalization", "batch-norm", "use-bn")]
    [Option("Normalization after each layer but the outermost: batch, pixel or none")]
    public PictureNorm Norm { get; init; } = PictureNorm.Batch;

    [AlsoCalled("upsample", "up", "upscaling")]
    [Option("How the generator doubles sides: transposed convolutions, or nearest neighbours and a 3 × 3 convolution")]
    public UpsamplingKind Upsampling { get; init; } = UpsamplingKind.Transposed;

    [AlsoCalled("kernel-size", "filter-size")]
    [Option("Side of the kernels that double or halve", Min = 3, Max = 5)]
    public int Kernel { get; init; } = 4;

    [AlsoCalled("negative-slope")]
    [Option("Slope of the discriminator's rectifiers below zero; the generator's have none", Min = 0, Max = 1)]
    public double LeakySlope { get; init; } = 0.2;

    [AlsoCalled("initializer", "weight-init", "initialization")]
    [Option("How first weights are drawn")]
    public InitConfig Init { get; init; } = new NormalInitConfig();

    public override bool HasBatchNorm => Norm == PictureNorm.Batch;

    public override string? NormKey => "norm";

    public override bool HasLayers => true;

    public override bool IsForPictures => true;

    public override string? Unfit(long[] input, long[] output)
    {
        if (PictureSize.Unfit("dcgan", input, output) is { } unfit)
        {
            return unfit;
        }

        int stages = SizeOf(input, output).Doublings;
        return stages == 0 ? "pictures of less than 8 × 8 have no side to halve; set kind to mlp"
            : Widths.Count > 1 && Widths.Count != stages
                ? Invariant($"widths names {Widths.Count} resolutions, but these pictures have {stages} below their own; give {stages} numbers, or one")
            : null;
    }

    public override Network Build(long[] input, long[] output) => input.Length == 1 ? BuildGenerator(input, output) : BuildDiscriminator(input, output);

    private static PictureSize SizeOf(long[] input, long[] output) => PictureSize.Of(input.Length == 1 ? output[1] : input[1])!.Value;

    /// <summary>Channels of each resolution below the picture's own, from the coarsest.</summary>
    private long[] Channels(int stages) => Widths.Count > 1 ? [.. Widths.Select(static width => (long)width)]
        : [.. Enumerable.Range(0, stages).Select(stage => Math.Max(Widths[0], Math.Min(Widest, (long)Widths[0] << (stages - 1 - stage))))];

    private Sequential BuildGenerator(long[] latent, long[] picture)
    {
        PictureSize size = SizeOf(latent, picture);
        long[] channels = Channels(size.Doublings);
        long[] coarsest = [channels[0], size.Base, size.Base];
        var layers = new List<Layer>();
        long wide = AddHidden(layers, latent[0], ActivationKind.Relu, 0);
        layers.AddRange([new Linear("input.linear", wide, channels[0] * size.Base * size.Base, Init), new Reshape("input.reshape", coarsest)]);
        for (int i = 0; i < channels.Length; i++)
        {
            string name = Invariant($"{i}");
            Norm.Add(layers, $"{name}.norm", channels[i]);
            layers.Add(new Activation($"{name}.relu", ActivationKind.Relu, 0));
            bool last = i == channels.Length - 1;
            AddDoubling(layers, last ? "output" : Invariant($"{i + 1}"), channels[i], last ? picture[0] : channels[i + 1], last);
        }

        layers.Add(new Activation("output.tanh", ActivationKind.Tanh, 0));
        return new Sequential(latent, layers);
    }

    private Sequential BuildDiscriminator(long[] picture, long[] output)
    {
        PictureSize size = SizeOf(picture, output);
        long[] channels = [.. Channels(size.Doublings).Reverse()];
        var layers = new List<Layer>();
        for (int i = 0; i < channels.Length; i++)
        {
            string name = Invariant($"{i}");
            layers.Add(new Convolution(
                $"{name}.convolution", i == 0 ? picture[0] : channels[i - 1], channels[i], Window.Halving(Kernel), Init, bias: i == 0 || !HasBatchNorm));
            if (i > 0)
            {
                Norm.Add(layers, $"{name}.norm", channels[i]);
            }

            layers.Add(new Activation($"{name}.leaky-relu", ActivationKind.LeakyRelu, LeakySlope));
        }

        long flat = channels[^1] * size.Base * size.Base;
        layers.Add(new Reshape("flatten", [flat]));
        long last = AddHidden(layers, flat, ActivationKind.LeakyRelu, LeakySlope);
        layers.Add(new Linear("output.linear", last, output[0], Init));
        return new Sequential(picture, layers);
    }

    /// <summary>Dense layers, each with its norm and rectifier; returns how many numbers they give.</summary>
    private long AddHidden(List<Layer> layers, long inputs, ActivationKind rectifier, double slope)
    {
        for (int i = 0; i < Hidden.Count; i++)
        {
            string name = Invariant($"hidden.{i}");
            layers.Add(new Linear($"{name}.linear", inputs, Hidden[i], Init));
            Norm.Add(layers, $"{name}.norm", Hidden[i]);
            layers.Add(new Activation($"{name}.rectifier", rectifier, slope));
            inputs = Hidden[i];
        }

        return inputs;
    }

    private void AddDoubling(List<Layer> layers, string name, long inputs, long outputs, bool last)
    {
        bool bias = last || !HasBatchNorm;
        if (Upsampling == UpsamplingKind.Resize)
        {
            layers.Add(new Upsample($"{name}.upsample"));
            layers.Add(new Convolution($"{name}.convolution", inputs, outputs, Window.Same(3), Init, bias));
            return;
        }

        // Of an odd kernel the strided convolution gives an odd side and the even one above it the same.
        layers.Add(new TransposedConvolution($"{name}.convolution", inputs, outputs, Window.Halving(Kernel), Init, bias, further: Kernel % 2));
    }
}
