using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Networks;
using GanCli.Engine.Random;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Metrics.Features;

/// <summary>Convolutions that were never trained.</summary>
[AlsoCalled("random-features", "random-convolutions", "untrained")]
[Component("random", "A small convolutional network with fixed random weights: needs no labels, and sees shapes but no meaning",
    Source = "Naeem et al. 2020, section 4", When = "Where pictures have no labels", Cost = "64 features")]
public sealed record RandomFeaturesConfig : ExtractorConfig
{
    [Option("Seed of the weights", Min = 0)]
    public long Seed { get; init; }

    public override Extractor Build(DataSource data) => new RandomFeatures(data.Shape, (ulong)Seed);
}

/// <summary>A network of He's random weights. The same on every machine up to the rounding of its sums.</summary>
internal sealed class RandomFeatures(IReadOnlyList<long> shape, ulong seed) : Extractor
{
    private const int Lane = 0x730;
    private readonly Sequential _body = PictureNet.Body(shape);
    private WeightStore? _store;

    public override string Name => "random";

    public override int Count => PictureNet.Features;

    public override string Hash => FeatureHash.Of(NumberTable.Text($"random {PictureNet.Version} {string.Join('x', shape)} {seed}"));

    public override double Nanoseconds => 0.05 * PictureNet.MultiplyAdds(shape);

    public override void Prepare(IProgress<Preparation>? progress = null)
    {
        TorchRuntime.EnsureLoaded();
        _store ??= WeightStore.Draw(_body.Layout, new RandomStream(seed, StreamId.Init), Lane, ScalarType.Float32, CPU);
    }

    public override void Extract(ReadOnlySpan<byte> pictures, Span<float> features) => PictureNet.Extract(_body, _store!.Frozen, pictures, features);
}
