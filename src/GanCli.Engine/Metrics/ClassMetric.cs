using GanCli.Engine.Metrics.Features;

namespace GanCli.Engine.Metrics;

/// <summary>A measure of what a classifier says. What one says that knows no more than one who guesses is not counted: all classes are held by its word, or
/// one.</summary>
/// <param name="space">Of the samples, with the classifier as its extractor.</param>
internal abstract class ClassMetric(FeatureSpace space) : Metric
{
    internal sealed override FeatureSpace Space => space;

    public sealed override string? NotCounted => space.Extractor.Ignorance;

    public sealed override int SamplesUsed(int generated, int pairs) => generated;
}
