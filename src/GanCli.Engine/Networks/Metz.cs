using GanCli.Engine.Config;
using GanCli.Engine.Networks.Inits;
using GanCli.Engine.Networks.Layers;
using static System.FormattableString;

namespace GanCli.Engine.Networks;

/// <summary>The small pair that Metz et al. 2017 collapse stacked digits with (appendix): G maps a latent to 64 maps of 4 × 4 and doubles them to 28 × 28 by
/// 3 × 3 kernels of 32, 16 and 8 channels; D halves with 3 × 3 kernels and has a quarter or half of these channels.</summary>
[AlsoCalled("stacked-mnist-net", "unrolled-gan-net")]
[Component("metz", "The small pair that unrolled GANs were tried with on stacked digits, 28 × 28", Source = "Metz et al. 2017, appendix")]
public sealed record MetzConfig : ArchitectureConfig
{
    private const int Side = 28;

    private static readonly long[] Generated = [64, 32, 16, 8];

    [AlsoCalled("ratio", "scale", "d-ratio")]
    [Option("Channels of the discriminator's first convolution; the others have 2 and 4 times as many: 2 is the paper's quarter of G, 4 its half", Min = 1,
        Max = 512)]
    public int Channels { get; init; } = 2;

    [AlsoCalled("normalization", "batch-norm", "use-bn")]
    [Option("Normalization after each convolution but the outermost: batch, pixel or none")]
    public PictureNorm Norm { get; init; } = PictureNorm.Batch;

    [AlsoCalled("initializer", "weight-init", "initialization")]
    [Option("How first weights are drawn")]
    public InitConfig Init { get; init; } = new NormalInitConfig();

    public override bool HasBatchNorm => Norm == PictureNorm.Batch;

    public override string? NormKey => "norm";

    public override bool HasLayers => true;

    public override bool IsForPictures => true;

    public override string? Unfit(long[] input, long[] output) => PictureSize.Unfit("metz", input, output)
        ?? ((input.Length == 1 ? output : input)[1] is var side and not Side
            ? Invariant($"metz is for pictures of {Side} × {Side}, and these are {side} wide; set kind to dcgan, or pad them")
            : null);

    public override Network Build(long[] input, long[] output) => input.Length == 1 ? BuildGenerator(input, output[0]) : BuildDiscriminator(input, output[0]);

    private Sequential BuildGenerator(long[] latent, long colours)
    {
        List<Layer> layers = [new Linear("input.linear", latent[0], Generated[0] * 4 * 4, Init), new Reshape("input.reshape", [Generated[0], 4, 4])];
        for (int i = 0; i < Generated.Length; i++)
        {
            if (i > 0)
            {
                // 4 → 7 → 14 → 28.
                layers.Add(new TransposedConvolution(
                    Invariant($"{i}.convolution"), Generated[i - 1], Generated[i], Window.Halving(3), Init, bias: !HasBatchNorm, further: i > 1 ? 1 : 0));
            }

            Norm.Add(layers, Invariant($"{i}.norm"), Generated[i]);
            layers.Add(new Activation(Invariant($"{i}.relu"), ActivationKind.Relu, 0));
        }

        layers.Add(new Convolution("output.convolution", Generated[^1], colours, Window.Same(3), Init));
        layers.Add(new Activation("output.tanh", ActivationKind.Tanh, 0));
        return new Sequential(latent, layers);
    }

    private Sequential BuildDiscriminator(long[] picture, long outputs)
    {
        const double Slope = 0.3;
        var layers = new List<Layer>();
        long channels = picture[0];
        for (int i = 0; i < 3; i++)
        {
            layers.Add(new Convolution(Invariant($"{i}.convolution"), channels, (long)Channels << i, Window.Halving(3), Init, bias: i == 0 || !HasBatchNorm));
            channels = (long)Channels << i;
            if (i > 0)
            {
                Norm.Add(layers, Invariant($"{i}.norm"), channels);
            }

            layers.Add(new Activation(Invariant($"{i}.leaky-relu"), ActivationKind.LeakyRelu, Slope));
        }

        // 28 → 14 → 7 → 4.
        long last = channels * 4 * 4;
        return new Sequential(picture, [.. layers, new Reshape("flatten", [last]), new Linear("output.linear", last, outputs, Init)]);
    }
}
