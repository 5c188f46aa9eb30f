using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using GanCli.Engine.Tensors;
using GanCli.Runs;

namespace GanCli.Engine.Metrics.Features;

/// <summary>Weights of a classifier, and how often it is right.</summary>
internal sealed class TrainedClassifier
{
    private readonly float[] _matrix;
    private readonly float[] _bias;

    /// <param name="shape">[channels, height, width].</param>
    /// <param name="classes">Their names.</param>
    /// <param name="weights">Of <see cref="PictureNet.Classifier"/>; they must stay.</param>
    /// <param name="accuracy">Share of the tested pictures that it names rightly.</param>
    /// <param name="tested">Pictures that it was tested with, which its training did not see.</param>
    /// <param name="chance">Share of the most frequent class among them.</param>
    public TrainedClassifier(IReadOnlyList<long> shape, IReadOnlyList<string> classes, Weights weights, double accuracy, int tested, double chance)
    {
        (Shape, Classes, Accuracy, Tested, Chance) = (shape, classes, accuracy, tested, chance);
        WeightLayout layout = PictureNet.Body(shape).Layout;
        Body = new Weights(layout, layout.Specs.Select(spec => weights[spec.Name]));
        _matrix = HostMemory.Of(weights["output.linear.weight"]).ToArray();
        _bias = HostMemory.Of(weights["output.linear.bias"]).ToArray();
        Tensors = [.. weights.Layout.Specs.Select(spec => (spec.Name, spec.Shape, HostMemory.Of(weights[spec.Name]).ToArray()))];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((_, _, float[] numbers) in Tensors)
        {
            hash.AppendData(MemoryMarshal.AsBytes(numbers.AsSpan()));
        }

        Hash = Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public IReadOnlyList<long> Shape { get; }

    public IReadOnlyList<string> Classes { get; }

    public double Accuracy { get; }

    public int Tested { get; }

    /// <summary>What naming always the same class scores at best.</summary>
    public double Chance { get; }

    /// <summary>Of all its weights.</summary>
    public string Hash { get; }

    /// <summary>The weights down to the features.</summary>
    public Weights Body { get; }

    /// <summary>All weights by name.</summary>
    public IReadOnlyList<(string Name, long[] Shape, float[] Numbers)> Tensors { get; }

    /// <summary>How good it is, in words.</summary>
    public string Standing => Tested == 0 ? "not tested: no pictures are held out"
        : string.Create(CultureInfo.InvariantCulture, $"{100 * Accuracy:0.0}% of {Tested:N0} held-out pictures right");

    /// <summary>Why what it names is no finding, in words; null where it is clearly better than one who always names the most frequent class: Wilson's 95%
    /// interval of its accuracy lies above that one's.</summary>
    public string? Ignorance => Tested == 0 ? "no pictures are held out that would show what the classifier knows"
        : WilsonInterval.Of((int)Math.Round(Accuracy * Tested), Tested).Low > Chance ? null
        : string.Create(CultureInfo.InvariantCulture,
            $"the classifier is right in {100 * Accuracy:0.#}% of {Tested:N0} held-out pictures, guessing gives {100 * Chance:0.#}%");

    /// <summary>What is wrong with it, in words: it is nearer to one who knows nothing than to one who is always right.</summary>
    public string? Doubt => Tested == 0 || Accuracy >= (1 + Chance) / 2 ? null : string.Create(CultureInfo.InvariantCulture,
        $"the classifier names only {100 * Accuracy:0}% of {Tested:N0} held-out pictures rightly ({100 * Chance:0}% by naming always the same class): what it "
            + $"says of generated ones means little; train it on more pictures, or take extractor: random");

    /// <summary>softmax(W f + b) over the classes; and the probability of none of them, over all.</summary>
    public double Classify(ReadOnlySpan<float> features, Span<double> probabilities)
    {
        double largest = double.NegativeInfinity;
        for (int i = 0; i < probabilities.Length; i++)
        {
            probabilities[i] = Score(features, i);
            largest = Math.Max(largest, probabilities[i]);
        }

        double none = Math.Exp(Score(features, probabilities.Length) - largest);
        double sum = 0;
        for (int i = 0; i < probabilities.Length; i++)
        {
            probabilities[i] = Math.Exp(probabilities[i] - largest);
            sum += probabilities[i];
        }

        for (int i = 0; i < probabilities.Length; i++)
        {
            probabilities[i] /= sum;
        }

        return double.IsInfinity(none) ? 1 : none / (none + sum);
    }

    private double Score(ReadOnlySpan<float> features, int output)
    {
        double score = _bias[output];
        for (int j = 0; j < features.Length; j++)
        {
            score += (double)_matrix[(output * features.Length) + j] * features[j];
        }

        return score;
    }
}
