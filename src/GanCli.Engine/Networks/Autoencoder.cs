using GanCli.Engine.Config;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Networks;

/// <summary>A discriminator that compresses samples to a short code and back: its output is how badly that went, L(v) = mean |v − decoder(encoder(v))|,
/// low for what it has learned to reconstruct. Only a loss that takes outputs for errors can use it: for the others high is real.</summary>
[Component("autoencoder", "For the discriminator of began: an encoder and a decoder; the output is a sample's reconstruction error", Source = "Berthelot et al. 2017")]
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

    public override Network Build(long[] input, long[] output) => new Autoencoder(Encoder.Build(input, [Code]), Decoder.Build([Code], input));
}

/// <summary>Maps [B, …] to reconstruction errors, [B, 1]. Weights, layers and features are those of both parts, as <c>encoder.…</c> and <c>decoder.…</c>.</summary>
/// <param name="encoder">To codes.</param>
/// <param name="decoder">From codes to inputs of the encoder.</param>
public sealed class Autoencoder(Network encoder, Network decoder) : Network
{
    private const string EncoderPrefix = "encoder.";
    private const string DecoderPrefix = "decoder.";

    // The parts must not share their dropout masks.
    private const int DecoderLane = 0x800;

    /// <summary>Numbers in one code.</summary>
    public long CodeSize { get; } = Size(encoder.OutputShape);

    /// <summary>Numbers in one input.</summary>
    public long InputSize { get; } = Size(encoder.InputShape);

    public override WeightLayout Layout { get; } = new(Prefixed(encoder, EncoderPrefix).Concat(Prefixed(decoder, DecoderPrefix)));

    public override long[] InputShape => encoder.InputShape;

    public override long[] OutputShape => [1];

    public override bool MixesSamples => encoder.MixesSamples || decoder.MixesSamples;

    public override IReadOnlyList<LayerDescription> Layers { get; } =
    [
        .. encoder.Layers.Select(static l => l with { Name = EncoderPrefix + l.Name }),
        .. decoder.Layers.Select(static l => l with { Name = DecoderPrefix + l.Name }),
        new LayerDescription("error", [1], 0),
    ];

    /// <summary>The autoencoder with other layers in both parts, each changed by itself.</summary>
    /// <exception cref="NotSupportedException">Another input is asked for, which the decoder would have to give back.</exception>
    public override Network Rewrite(Func<IReadOnlyList<Layer>, IEnumerable<Layer>> change, long[]? input = null) => input is null
        ? new Autoencoder(encoder.Rewrite(change), decoder.Rewrite(change))
        : throw new NotSupportedException("an autoencoder gives back what it was built for");

    public override Tensor Forward(Weights weights, Tensor input, Pass pass)
    {
        Tensor error = (input - Reconstruct(weights, input, pass)).abs().flatten(1).mean([1], keepdim: true);
        pass.Features?.Add("error", error);
        return error;
    }

    /// <summary>What comes back, shaped like <paramref name="input"/>.</summary>
    public Tensor Reconstruct(Weights weights, Tensor input, Pass pass)
    {
        Tensor code = Part(encoder, EncoderPrefix, weights, input, pass);
        return Part(decoder, DecoderPrefix, weights, code, pass with { Noise = pass.Noise.ForLane(pass.Noise.Lane + DecoderLane) });
    }

    private static Tensor Part(Network part, string prefix, Weights weights, Tensor input, Pass pass)
    {
        BufferSink? sink = pass.Sink is null ? null : new BufferSink();
        Dictionary<string, Tensor>? features = pass.Features is null ? null : new Dictionary<string, Tensor>(StringComparer.Ordinal);
        var own = new Weights(part.Layout, part.Layout.Specs.Select(spec => pass.Sink?.Current(weights, prefix + spec.Name) ?? weights[prefix + spec.Name]));
        Tensor output = part.Forward(own, input, pass with { Sink = sink, Features = features });
        foreach ((string name, Tensor value) in sink?.Values ?? new Dictionary<string, Tensor>(StringComparer.Ordinal))
        {
            pass.Sink!.Set(prefix + name, value);
        }

        foreach ((string name, Tensor value) in features ?? [])
        {
            pass.Features!.Add(prefix + name, value);
        }

        return output;
    }

    private static IEnumerable<WeightSpec> Prefixed(Network part, string prefix) => part.Layout.Specs.Select(spec => spec with { Name = prefix + spec.Name });

    private static long Size(long[] shape) => shape.Aggregate(1L, static (a, b) => a * b);
}
