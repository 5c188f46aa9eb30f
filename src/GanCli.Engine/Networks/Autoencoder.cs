using GanCli.Engine.Config;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Networks;

/// <summary>A discriminator that compresses samples to a short code and back: its output is how badly that went, L(v) = mean |v − decoder(encoder(v))|,
/// low for what it has learned to reconstruct. Only a loss that takes outputs for errors can use it: for the others high is real.</summary>
[AlsoCalled("ae")]
[Component("autoencoder", "For the discriminator of began: an encoder and a decoder; the output is a sample's reconstruction error",
    Source = "Berthelot et al. 2017")]
public sealed record AutoencoderConfig : ArchitectureConfig
{
    [Option("Numbers in a code; fewer than in what the discriminator sees", Min = 1, Max = 65536)]
    public int Code { get; init; } = 1;

    [Option("Maps samples to codes")]
    public ArchitectureConfig Encoder { get; init; } = new MlpConfig { Widths = [128] };

    [Option("Maps codes to samples")]
    public ArchitectureConfig Decoder { get; init; } = new MlpConfig { Widths = [128] };

    public override bool GivesErrors => true;

    public override bool HasBatchNorm => Encoder.HasBatchNorm || Decoder.HasBatchNorm;

    public override void Validate(ConfigCheck check)
    {
        foreach ((string key, ArchitectureConfig part) in (ReadOnlySpan<(string, ArchitectureConfig)>)[("encoder", Encoder), ("decoder", Decoder)])
        {
            if (part.GivesErrors)
            {
                check.Fail(key, $"an autoencoder's output is one number, an error; choose {Generators}");
            }
        }
    }

    public override string? Conflict(ExperimentConfig experiment) =>
        ReferenceEquals(experiment.Generator, this) ? $"an autoencoder's output is one number, an error, and no sample; set generator.kind to {Generators}"
        : ReferenceEquals(experiment.Discriminator, this) && !experiment.Loss.TakesErrors
            ? $"its output is an error, low on real samples, where this loss takes high outputs for real; set loss.kind to {experiment.Loss.KindsForErrors}"
        : HasBatchNorm && Packs.TooFew(experiment) is { } way ? $"batch norm needs several samples in a batch{way}"
        : null;

    public override string? Unfit(long[] input, long[] output) => Encoder.Unfit(input, [Code]) ?? Decoder.Unfit([Code], input);

    public override Network Build(long[] input, long[] output) => new Autoencoder(Encoder.Build(input, [Code]), Decoder.Build([Code], input));
}

/// <summary>Maps [B, …] to reconstruction errors, [B, 1].</summary>
/// <param name="encoder">To codes.</param>
/// <param name="decoder">From codes to inputs of the encoder.</param>
public sealed class Autoencoder(Network encoder, Network decoder) : Composite(new Part("encoder", encoder), new Part("decoder", decoder))
{
    /// <summary>Numbers in one code.</summary>
    public long CodeSize { get; } = Size(encoder.OutputShape);

    /// <summary>Numbers in one input.</summary>
    public long InputSize { get; } = Size(encoder.InputShape);

    public override long[] InputShape => Parts[0].Network.InputShape;

    public override long[] OutputShape => [1];

    public override IReadOnlyList<LayerDescription> Layers => [.. base.Layers, new LayerDescription("error", [1], 0)];

    public override Tensor Forward(Weights weights, Tensor input, Pass pass)
    {
        Tensor error = (input - Reconstruct(weights, input, pass)).abs().flatten(1).mean([1], keepdim: true);
        pass.Features?.Add("error", error);
        return error;
    }

    /// <summary>What comes back, shaped like <paramref name="input"/>.</summary>
    public Tensor Reconstruct(Weights weights, Tensor input, Pass pass) => Parts[1].Forward(weights, Parts[0].Forward(weights, input, pass), pass);

    protected override Composite With(IReadOnlyList<Part> parts) => new Autoencoder(parts[0].Network, parts[1].Network);

    private static long Size(long[] shape) => shape.Aggregate(1L, static (a, b) => a * b);
}
