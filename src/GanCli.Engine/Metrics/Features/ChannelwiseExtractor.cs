using GanCli.Engine.Data;

namespace GanCli.Engine.Metrics.Features;

/// <summary>Features of each channel by itself, one after another: a stack of grey pictures shows as many things as it has channels.</summary>
/// <param name="channel">For one channel.</param>
/// <param name="channels">How many there are.</param>
internal sealed class ChannelwiseExtractor(Extractor channel, int channels) : Extractor
{
    /// <summary>For one channel.</summary>
    public Extractor Channel => channel;

    public override string Name => channel.Name;

    public override int Count => channels * channel.Count;

    public override string Hash => channel.Hash;

    public override string? Standing => channel.Standing;

    public override string? Doubt => channel.Doubt;

    public override string? Ignorance => channel.Ignorance;

    public override double Nanoseconds => channels * channel.Nanoseconds;

    public override void Prepare(IProgress<Preparation>? progress = null) => channel.Prepare(progress);

    // Channels lie one after another, and so do their features.
    public override void Extract(ReadOnlySpan<byte> pictures, Span<float> features) => channel.Extract(pictures, features);
}
