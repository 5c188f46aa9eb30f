using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Metrics.Features;
using GanCli.Engine.Random;

namespace GanCli.Engine.Metrics;

/// <summary>Inception score by a classifier of the data's own classes.</summary>
[AlsoCalled("is", "inception", "mnist-score", "classifier-score")]
[Component("inception-score",
    "How sure a classifier is of each picture, and how evenly its words are spread over the classes; compares with nothing real",
    Source = "Salimans et al. 2016, eq. 1; caveats: Barratt and Sharma 2018",
    When = "To compare with published scores by a like classifier; class-coverage tells more")]
public sealed record InceptionScoreConfig : ClassMetricConfig
{
    [Option("Parts of the samples whose scores are averaged, as is the custom; each estimates the classes' shares by itself", Min = 1, Max = 1000,
        ObservesOnly = true)]
    public int Splits { get; init; } = 10;

    public override int Order => 45;

    public override bool ByDefault => false;

    public override Metric Build(DataSource data) =>
        new InceptionScore(FeatureSpace.Of(data, Classifier), FeatureSpace.Of(data.Single, Classifier), data.Channels, Splits);
}

/// <summary>exp(E KL(p(y|x) ‖ p(y))) = exp(H(p(y)) − E H(p(y|x))), mean over splits. Of a stack y is the combination of the channels' classes, which are
/// judged by themselves: entropies of the channels add up, and p(y) is the mean of their products.</summary>
internal sealed class InceptionScore : ClassMetric
{
    private readonly IClassifies _classifier;
    private readonly int _width;
    private readonly int _channels;
    private readonly int _splits;

    /// <param name="space">Of the samples.</param>
    /// <param name="single">Of single pictures, the same where samples are no stacks.</param>
    /// <param name="channels">Pictures in a sample.</param>
    /// <param name="splits">Parts whose scores are averaged.</param>
    public InceptionScore(FeatureSpace space, FeatureSpace single, int channels, int splits)
        : base(space)
    {
        (_channels, _splits) = (channels, splits);
        (_classifier, _width) = ((IClassifies)single.Extractor, single.Extractor.Count);
        int classes = (int)Math.Pow(_classifier.Classes, channels);
        Values =
        [
            new($"inception-score[{space.Extractor.Name}]", $"Inception score ({space.Extractor.Name})", Better.Higher)
            {
                Least = 1,
                Help = FormattableString.Invariant(
                    $"exp of the mean KL(p(y|x) || p(y)) of the classifier's words, mean over {splits} splits: from 1 to {classes}, the number of classes; ")
                    + "noise of which the classifier is sure scores too, and so does one picture of each class over and over; grows with the samples of a "
                    + "split; not comparable with scores by another network or of another number of samples",
            },
        ];
    }

    public override IReadOnlyList<MetricInfo> Values { get; }

    public override double Cost(int samples) => samples * _channels * (_width + 40.0) * _classifier.Classes;

    public override void Evaluate(EvaluationSamples samples, IDictionary<string, MetricValue> results) =>
        results[Values[0].Name] = Score(samples.Generated, samples.Count);

    // Of pictures that the classifier was trained with it is surer.
    public override int? EvaluatePerfect(int samples, RandomStream random, IDictionary<string, MetricValue> results)
    {
        float[] rows = new float[samples * _width * _channels];
        Space.Source.Fill(random, 0, rows);
        results[Values[0].Name] = Score(rows, samples);
        return samples;
    }

    private double Score(float[] rows, int count)
    {
        int splits = Math.Min(_splits, count);
        double sum = 0;
        for (int split = 0; split < splits; split++)
        {
            (int first, int last) = ((int)((long)split * count / splits), (int)((split + 1L) * count / splits));
            int width = _width * _channels;
            sum += Split(rows.AsSpan(first * width, (last - first) * width), last - first);
        }

        return sum / splits;
    }

    private double Split(ReadOnlySpan<float> rows, int count)
    {
        int classes = _classifier.Classes;
        double[] probabilities = new double[classes];
        double[] shares = [];
        double within = 0;
        for (int i = 0; i < count; i++)
        {
            double[] joint = [1];
            for (int channel = 0; channel < _channels; channel++)
            {
                _classifier.Classify(rows.Slice(((i * _channels) + channel) * _width, _width), probabilities);
                within += Entropy(probabilities) / count;
                joint = Product(joint, probabilities);
            }

            shares = shares.Length == 0 ? new double[joint.Length] : shares;
            for (int label = 0; label < joint.Length; label++)
            {
                shares[label] += joint[label] / count;
            }
        }

        // Rounding may take the difference just below zero.
        return Math.Exp(Math.Max(0, Entropy(shares) - within));
    }

    private static double[] Product(double[] first, double[] second)
    {
        double[] product = new double[first.Length * second.Length];
        for (int i = 0; i < product.Length; i++)
        {
            product[i] = first[i / second.Length] * second[i % second.Length];
        }

        return product;
    }

    private static double Entropy(double[] probabilities)
    {
        double sum = 0;
        foreach (double p in probabilities)
        {
            sum -= p > 0 ? p * Math.Log(p) : 0;
        }

        return sum;
    }
}
