using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Networks;
using GanCli.Engine.Tensors;
using GanCli.Runs;

namespace GanCli.Engine.Metrics.Features;

/// <summary>A classifier of the data's own classes.</summary>
[AlsoCalled("cnn", "labels", "digits")]
[Component("classifier", "A small convolutional network trained to tell the data's classes apart: its features, and which class a picture shows",
    Source = "stacked MNIST's protocol, Metz et al. 2017; features: Heusel et al. 2017, section 3", When = "Where pictures have labels",
    Cost = "Trained once in some minutes, then kept in the user's cache folder, or in GAN_CACHE")]
public sealed record ClassifierConfig : ExtractorConfig
{
    [Option("Times that every picture is seen; small sets more often, for 400 updates", Min = 1, Max = 1000)]
    public int Epochs { get; init; } = 6;

    [AlsoCalled("path", "checkpoint", "weights")]
    [Option("A classifier that gan train-classifier --out wrote, so that machines and people measure with the same; null trains one of its own", IsPath = true)]
    public string? File { get; init; }

    public override bool NamesClasses => true;

    public override string? Unfit(DataSource data) => data.Classes is null ? "the pictures have no labels that a classifier could learn"
        : data.Classes.Count < 2 ? "a classifier needs two classes or more"
        : data.Single is not { Table: not null, TableLabels: not null }
            ? "the data do not say what each of their pictures is"
        : null;

    public override Extractor Build(DataSource data)
    {
        Classifier classifier = Classifier.Of(data.Single, this);
        return data.Channels > 1 ? new ChannelwiseExtractor(classifier, data.Channels) : classifier;
    }
}

/// <summary>An extractor that also tells classes apart.</summary>
internal interface IClassifies
{
    /// <summary>Classes of one part of a picture.</summary>
    int Classes { get; }

    /// <summary>How likely each class is.</summary>
    /// <param name="features">Of one part of a picture, as it extracts them.</param>
    /// <param name="probabilities">Destination, [<see cref="Classes"/>]; they sum to one.</param>
    /// <returns>How likely it shows none of them.</returns>
    double Classify(ReadOnlySpan<float> features, Span<double> probabilities);
}

/// <summary>A trained classifier: its last layer but one gives the features.</summary>
internal sealed class Classifier : Extractor, IClassifies
{
    // One for all that measure the same data by it.
    private static readonly ConditionalWeakTable<DataSource, ConcurrentDictionary<ClassifierConfig, Classifier>> Classifiers = [];

    private readonly DataSource _data;
    private readonly ClassifierConfig _config;
    private readonly Sequential _body;
    private TrainedClassifier? _trained;

    private Classifier(DataSource data, ClassifierConfig config)
    {
        (_data, _config) = (data, config);
        _body = PictureNet.Body(data.Shape);
    }

    public override string Name => "classifier";

    public override int Count => PictureNet.Features;

    public int Classes => _data.Classes!.Count;

    public override string Hash => Trained.Hash;

    public override string Standing => Trained.Standing;

    public override string? Doubt => Trained.Doubt;

    public override string? Ignorance => Trained.Ignorance;

    // What libtorch's convolutions reach on one core: about 20 to 30 milliards of multiplications a second.
    public override double Nanoseconds => 0.05 * PictureNet.MultiplyAdds(_data.Shape);

    private TrainedClassifier Trained => _trained ?? throw new InvalidOperationException("the classifier was not prepared");

    public static Classifier Of(DataSource data, ClassifierConfig config) =>
        Classifiers.GetOrCreateValue(data.Canonical).GetOrAdd(config, asked => new Classifier(data.Canonical, asked));

    public override void Prepare(IProgress<Preparation>? progress = null)
    {
        if (_trained is null)
        {
            TorchRuntime.EnsureLoaded();
            _trained = _config.File is { } path
                ? ClassifierFile.Read(path, _data.Shape, _data.Classes!)
                : ClassifierFile.Cached(CacheFolder.Path, _data, _config.Epochs, progress);
        }
    }

    public override void Extract(ReadOnlySpan<byte> pictures, Span<float> features) => PictureNet.Extract(_body, Trained.Body, pictures, features);

    public double Classify(ReadOnlySpan<float> features, Span<double> probabilities) => Trained.Classify(features, probabilities);
}
