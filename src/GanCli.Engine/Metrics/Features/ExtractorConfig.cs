using GanCli.Engine.Config;
using GanCli.Engine.Data;

namespace GanCli.Engine.Metrics.Features;

/// <summary>What turns a picture into a row of features, in which pictures are compared: pixels say little of what a picture shows.</summary>
/// <remarks>A new one is a record of its options beside the <see cref="Extractor"/> that it builds, in a file of its own. Distances of different extractors
/// have nothing in common: the extractor is part of every value's name.</remarks>
[AlsoCalled("features", "feature-extractors", "embeddings")]
[ComponentFamily("extractor", "extractors")]
public abstract record ExtractorConfig : ComponentConfig
{
    /// <summary>Whether it also tells which class a picture shows.</summary>
    public virtual bool NamesClasses => false;

    /// <summary>Why it has no features of such pictures, or null when it has.</summary>
    /// <param name="data">Pictures, [channels, height, width] of a known range.</param>
    public virtual string? Unfit(DataSource data) => null;

    /// <summary>Builds it. Costs nothing: what takes long is for <see cref="Extractor.Prepare"/>.</summary>
    /// <param name="data">Pictures for which <see cref="Unfit"/> finds no fault.</param>
    public abstract Extractor Build(DataSource data);

    /// <summary>What is taken where none is named: a classifier where pictures have labels, else random convolutions, which know nothing but see
    /// shapes.</summary>
    public static ExtractorConfig Default(DataSource data) => data.Classes is null ? new RandomFeaturesConfig() : new ClassifierConfig();

    /// <summary>Whether samples are pictures: of a known range, [channels, height, width].</summary>
    public static bool ArePictures(DataSource data) => data.Range is not null && data.Shape is [_, _, _];
}
