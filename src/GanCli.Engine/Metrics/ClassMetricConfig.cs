using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Metrics.Features;

namespace GanCli.Engine.Metrics;

/// <summary>A measure of what a classifier says of labelled pictures.</summary>
public abstract record ClassMetricConfig : MetricConfig
{
    [AlsoCalled("classifier")]
    [Option("What tells classes apart: a classifier; null takes one with its defaults", ObservesOnly = true)]
    public ExtractorConfig? Extractor { get; init; }

    /// <summary>What tells classes apart.</summary>
    private protected ExtractorConfig Classifier => Extractor ?? new ClassifierConfig();

    public sealed override string? Unfit(DataSource data) =>
        !ExtractorConfig.ArePictures(data) ? "the data are not pictures"
        : !Classifier.NamesClasses ? $"the extractor {Catalog.KindOf(Classifier)} names no classes; take classifier, or leave extractor out"
        : Classifier.Unfit(data);
}
