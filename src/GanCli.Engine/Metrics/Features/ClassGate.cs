using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using GanCli.Engine.Data;
using GanCli.Engine.Random;

namespace GanCli.Engine.Metrics.Features;

/// <summary>What a picture was taken for.</summary>
/// <param name="Label">The likeliest class.</param>
/// <param name="Confidence">How likely the classifier finds it.</param>
/// <param name="LooksReal">Whether the picture lies as near to real pictures of that class as they lie to each other, and the classifier does not rather take
/// it for none of its classes.</param>
internal readonly record struct Judgement(int Label, double Confidence, bool LooksReal);

/// <summary>
/// A classifier names a class for whatever it is shown, noise too. A picture looks real where the classifier finds it likelier to show one of its classes than
/// none (<see cref="Outliers"/>), and its distance to the nearest of some real pictures of the class
/// that it is taken for is at most what a share of other real pictures of that class keep. Distances are of the classifier's features and of coarse pixels,
/// each divided by its deviation within classes: features alone are nearly blind to what no class has, and let a Gaussian blob of pixels pass.
/// </summary>
internal sealed class ClassGate
{
    /// <summary>Share of real pictures that pass, of those that the bound was found with.</summary>
    public const double Share = 0.99;

    /// <summary>Pictures of a class that it takes to say what is like them.</summary>
    public const int FewestPictures = 20;

    // Of each class: pictures to be near to, and as many that tell how near.
    private const int MostOfClass = 500;
    private const int MostPictures = 40_000;
    private const int Lane = 0x750;

    private readonly IClassifies _classifier;
    private readonly int _features;
    private readonly int _width;
    private readonly float[] _scales;
    private readonly float[][] _banks;
    private readonly double[] _bounds;

    /// <param name="space">Of single labelled pictures, with what the gate sees.</param>
    public ClassGate(FeatureSpace space)
    {
        var extractor = (GateExtractor)space.Extractor;
        _classifier = (IClassifies)extractor.Classifier;
        (_features, _width) = (extractor.Classifier.Count, extractor.Count);
        DataSource data = space.Data.Canonical;
        int[][] places = Places(data.TableLabels!, data.Table!.Count, _classifier.Classes);
        float[] rows = space.Kept(new ChosenRows(data.Table, [.. places.SelectMany(static of => of)]));
        float[][] classes = Split(rows, places);
        _scales = Scales(classes);
        _banks = new float[classes.Length][];
        _bounds = new double[classes.Length];
        for (int label = 0; label < classes.Length; label++)
        {
            Scale(classes[label]);
            int half = classes[label].Length / _width / 2;
            _banks[label] = classes[label][..(half * _width)];
            double[] distances = [.. Enumerable.Range(half, half).Select(i => Distance(classes[label].AsSpan(i * _width, _width), label))];

            // Of a class with few pictures nobody knows how near is near: none of its pictures looks real.
            _bounds[label] = 2 * half < FewestPictures ? -1 : Quantiles.Of(distances, Share);
        }
    }

    /// <summary>Numbers of one picture.</summary>
    public int Width => _width;

    /// <summary>Judges a picture.</summary>
    /// <param name="row">As the extractor sees it, [width]; overwritten.</param>
    public Judgement Judge(Span<float> row)
    {
        Span<double> probabilities = stackalloc double[_classifier.Classes];
        double none = _classifier.Classify(row[.._features], probabilities);
        int label = 0;
        for (int i = 1; i < probabilities.Length; i++)
        {
            label = probabilities[i] > probabilities[label] ? i : label;
        }

        Scale(row);
        return new Judgement(label, probabilities[label], none < 0.5 && Distance(row, label) <= _bounds[label]);
    }

    private static int[][] Places(LabelSet labels, int count, int classes)
    {
        List<int>[] of = [.. Enumerable.Range(0, classes).Select(static _ => new List<int>())];
        for (int row = 0; row < count; row++)
        {
            of[labels.Of(row)].Add(row);
        }

        int most = Math.Min(2 * MostOfClass, Math.Max(FewestPictures, MostPictures / classes));
        return [.. of.Select((rows, label) =>
        {
            int kept = Math.Min(most, rows.Count) / 2 * 2;
            new RandomStream(0, StreamId.Evaluation).At(label).ForLane(Lane).Shuffle(CollectionsMarshal.AsSpan(rows), kept);
            return rows.Take(kept).ToArray();
        })];
    }

    private float[][] Split(float[] rows, int[][] places)
    {
        int first = 0;
        return [.. places.Select(of =>
        {
            float[] part = rows[(first * _width)..((first + of.Length) * _width)];
            first += of.Length;
            return part;
        })];
    }

    /// <summary>One over the deviation within classes, of all features together and of all coarse pixels together.</summary>
    private float[] Scales(float[][] classes)
    {
        double[] squares = new double[2];
        long count = 0;
        foreach (float[] rows in classes)
        {
            int pictures = rows.Length / _width;
            count += pictures;
            for (int column = 0; column < _width; column++)
            {
                double sum = 0;
                double square = 0;
                for (int i = 0; i < pictures; i++)
                {
                    double value = rows[(i * _width) + column];
                    (sum, square) = (sum + value, square + (value * value));
                }

                squares[column < _features ? 0 : 1] += pictures == 0 ? 0 : square - (sum * sum / pictures);
            }
        }

        float[] scales = new float[_width];
        for (int column = 0; column < _width; column++)
        {
            double square = squares[column < _features ? 0 : 1];
            scales[column] = square > 0 ? (float)Math.Sqrt(count / square) : 0;
        }

        return scales;
    }

    private void Scale(Span<float> rows)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] *= _scales[i % _width];
        }
    }

    private double Distance(ReadOnlySpan<float> row, int label)
    {
        ReadOnlySpan<float> bank = _banks[label];
        float nearest = float.PositiveInfinity;
        for (int first = 0; first < bank.Length; first += _width)
        {
            nearest = Math.Min(nearest, SquaredDistance(row, bank.Slice(first, _width)));
        }

        return Math.Sqrt(nearest);
    }

    private static float SquaredDistance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        Vector256<float> sums = Vector256<float>.Zero;
        int i = 0;
        for (; i + Vector256<float>.Count <= a.Length; i += Vector256<float>.Count)
        {
            Vector256<float> difference = Vector256.Create(a[i..]) - Vector256.Create(b[i..]);
            sums += difference * difference;
        }

        float rest = 0;
        for (; i < a.Length; i++)
        {
            rest += (a[i] - b[i]) * (a[i] - b[i]);
        }

        return Vector256.Sum(sums) + rest;
    }
}
