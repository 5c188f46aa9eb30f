using GanCli.Engine.Random;

namespace GanCli.Engine.Metrics.Features;

/// <summary>A featureless blob of pictures, seen through an extractor.</summary>
/// <param name="blob">Its word.</param>
/// <param name="features">Of its pictures, [n × count].</param>
/// <param name="count">Features of one.</param>
internal sealed class SeenBlob(FeaturelessBlob blob, float[] features, int count) : FeaturelessBlob
{
    public override string Name => blob.Name;

    public override string Hash => HashOf([features]);

    /// <summary>Different pictures in random order; all there are where more are asked for.</summary>
    public override float[] Draw(int samples, RandomStream random) =>
        RealSamples.Pick(new Data.FloatRows(features, count), Math.Min(samples, features.Length / count), random);
}
