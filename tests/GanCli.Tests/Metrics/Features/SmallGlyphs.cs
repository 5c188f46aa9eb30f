using GanCli.Engine.Data;
using GanCli.Engine.Data.Pictures;
using GanCli.Engine.Metrics.Features;
using GanCli.Engine.Random;

namespace GanCli.Tests.Metrics.Features;

/// <summary>Four characters of 12 × 12, and a classifier of them that is trained once for all tests.</summary>
public sealed class SmallGlyphs
{
    internal static readonly GlyphsConfig Config = new() { Characters = "0147", Size = 12, Pictures = 2400, HeldOut = 400, Noise = 0 };
    internal static readonly ClassifierConfig Classifier = new() { Epochs = 32 };

    private static readonly Lazy<DataSource> Shared = new(static () =>
    {
        DataSource data = Config.Build(new RandomStreams(3));
        FeatureSpace.Of(data, Classifier).Prepare(null);
        return data;
    });

    public DataSource Data { get; } = Shared.Value;

    /// <summary>Numbers of pictures that show nothing, each kind unlike those that the classifier was shown as nothing.</summary>
    internal static IEnumerable<(string Kind, float[] Rows)> Nothing(DataSource data, int count)
    {
        int side = (int)data.Shape[1];
        int size = data.Dimension;
        float[] noise = new float[count * size];
        Samples.Stream.ForLane(77).Uniform(0, noise);
        yield return ("uniform noise", Array.ConvertAll(noise, static number => (2 * number) - 1));
        yield return ("a constant", [.. Enumerable.Range(0, count * size).Select(i => (float)(2.0 * (i / size) / (count - 1)) - 1)]);
        yield return ("checkerboards", [.. Enumerable.Range(0, count * size).Select(i =>
            (((i % size / side / (1 + (i / size % 4))) + (i % side / (1 + (i / size % 4)))) % 2 == 0) ? 1f : -1)]);
        yield return ("salt and pepper", Array.ConvertAll(noise, static number => number < 0.2 ? 1f : -1));
        yield return ("stripes", [.. Enumerable.Range(0, count * size).Select(i => (i % side / (1 + (i / size % 3)) % 2 == 0) ? 1f : -1)]);
        yield return ("the Gaussian of the pixels",
            GanCli.Engine.Metrics.FeaturelessBlob.Of(data, Samples.Stream.ForLane(78))[0].Draw(count, Samples.Stream.ForLane(79)));
    }
}
