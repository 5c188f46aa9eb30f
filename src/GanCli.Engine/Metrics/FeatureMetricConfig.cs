using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Metrics.Features;

namespace GanCli.Engine.Metrics;

/// <summary>A measure that compares points, and pictures by their features.</summary>
public abstract record FeatureMetricConfig : MetricConfig
{
    [AlsoCalled("features", "feature-extractor", "embedding")]
    [Option("By what pictures are compared (gan list extractors); null takes classifier where they have labels, else random. Only for pictures",
        ObservesOnly = true)]
    public ExtractorConfig? Extractor { get; init; }

    public sealed override string? Unfit(DataSource data)
    {
        if (!ExtractorConfig.ArePictures(data))
        {
            return Extractor is null ? UnfitPoints(data) ?? UnfitShape(data.Dimension, data.Table?.Count)
                : "extractor is for pictures, and these samples are none; leave it out";
        }

        ExtractorConfig extractor = Extractor ?? ExtractorConfig.Default(data);
        return extractor.Unfit(data) is { } reason ? $"extractor {Catalog.KindOf(extractor)}: {reason}" : UnfitSpace(FeatureSpace.Of(data, extractor));
    }

    public sealed override Metric Build(DataSource data)
    {
        if (!ExtractorConfig.ArePictures(data))
        {
            return Measure(data.Dimension, MetricInfo.UnitOf(data));
        }

        FeatureSpace space = FeatureSpace.Of(data, Extractor ?? ExtractorConfig.Default(data));
        return new FeatureMetric(Measure(space.Extractor.Count, "units of the features"), space);
    }

    /// <summary>Builds the measure.</summary>
    /// <param name="dimension">Numbers of a point, or features of a picture.</param>
    /// <param name="unit">What distances are measured in, in words.</param>
    private protected abstract Metric Measure(int dimension, string unit);

    /// <summary>Why it cannot be computed on such points, beyond their number and dimension.</summary>
    private protected virtual string? UnfitPoints(DataSource data) => null;

    /// <summary>Why it cannot be computed in so many dimensions, with so many rows.</summary>
    /// <param name="dimension">Numbers of a point, or features of a picture.</param>
    /// <param name="rows">Rows of a finite set; null: as many as asked for.</param>
    private protected virtual string? UnfitShape(int dimension, int? rows) => null;

    private string? UnfitSpace(FeatureSpace space) => UnfitShape(space.Extractor.Count, space.Pools.Reference.Count);
}
