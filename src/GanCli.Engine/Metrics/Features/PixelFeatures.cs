using GanCli.Engine.Config;
using GanCli.Engine.Data;

namespace GanCli.Engine.Metrics.Features;

/// <summary>The picture itself.</summary>
[AlsoCalled("raw", "none", "identity")]
[Component("pixels", "The picture's own numbers: cheap where pictures are small, and blind to what they show",
    When = "As a control, and where no network shall judge", Cost = "As many features as a picture has numbers")]
public sealed record PixelFeaturesConfig : ExtractorConfig
{
    public override Extractor Build(DataSource data) => new PixelFeatures(data.Dimension);
}

/// <summary>Each byte as a number in [−1, 1].</summary>
internal sealed class PixelFeatures(int size) : Extractor
{
    public override string Name => "pixels";

    public override int Count => size;

    public override string Hash => FeatureHash.Of(NumberTable.Text($"pixels {size}"));

    public override double Nanoseconds => size;

    public override void Extract(ReadOnlySpan<byte> pictures, Span<float> features)
    {
        for (int i = 0; i < pictures.Length; i++)
        {
            features[i] = ByteRows.Number(pictures[i]);
        }
    }
}
