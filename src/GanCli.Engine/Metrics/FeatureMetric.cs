using GanCli.Engine.Metrics.Features;

namespace GanCli.Engine.Metrics;

/// <summary>A measure of points, taken of pictures' features. Its values bear the extractor's name: <c>precision[classifier]</c>.</summary>
/// <param name="measure">Of points with as many numbers as there are features.</param>
/// <param name="space">The features.</param>
internal sealed class FeatureMetric(Metric measure, FeatureSpace space) : Metric
{
    public override IReadOnlyList<MetricInfo> Values { get; } = [.. measure.Values.Select(info => info with
    {
        Name = NameOf(info.Name, space),
        Label = $"{LabelOf(info)} ({space.Extractor.Name})",
        Help = $"{info.Help}; here of pictures' features, by the extractor {space.Extractor.Name}",
    })];

    internal override FeatureSpace Space => space;

    public override int MaxSamples => measure.MaxSamples;

    public override int SamplesUsed(int generated, int pairs) => measure.SamplesUsed(generated, pairs);

    public override double Cost(int samples) => measure.Cost(samples);

    public override void Evaluate(EvaluationSamples samples, IDictionary<string, MetricValue> results)
    {
        var values = new Dictionary<string, MetricValue>(StringComparer.Ordinal);
        measure.Evaluate(samples, values);
        foreach ((string name, MetricValue value) in values)
        {
            results[NameOf(name, space)] = value;
        }
    }

    // Over a network's features a squared Fréchet distance is known by another name.
    private static string NameOf(string name, FeatureSpace space) => $"{(name is Frechet.Key ? "fid" : name)}[{space.Extractor.Name}]";

    private static string LabelOf(MetricInfo info) => info.Name is Frechet.Key ? "FID" : info.Label;
}
