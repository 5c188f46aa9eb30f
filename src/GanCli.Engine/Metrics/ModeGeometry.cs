using System.Numerics;
using System.Runtime.CompilerServices;
using GanCli.Engine.Data;

namespace GanCli.Engine.Metrics;

/// <summary>Which mode of a mixture a sample belongs to, and whether it lies within that mode.</summary>
/// <remarks>
/// Each mode is an ellipsoid that follows its standard deviations; the distance of a sample is measured in radii of the mode's ellipsoid,
/// so that "within its nearest mode" and "within any mode" are the same thing. With equal round modes this is the Euclidean distance.
/// <para>A dimension in which a mode has no noise is measured by the root mean square of its other standard deviations, and does not count
/// towards the degrees of freedom of the radius: true data have no deviation there, so they score as everywhere else, and a generator is
/// forgiven what would pass for noise. A mode without any noise takes what agrees with its centre to about five digits: true data up to
/// their rounding to single precision.</para>
/// </remarks>
internal sealed class ModeGeometry
{
    /// <summary>1 − e^(−4.5): the probability within three standard deviations in two dimensions.</summary>
    public static readonly double Ceiling = 1 - Math.Exp(-4.5);

    // Noise below the resolution of a single-precision number is none.
    private const double NoiseResolution = 1.2e-7;
    private const double PointResolution = 1e-5;

    private readonly int _dimension;
    private readonly int _paddedCount;

    // A vector of modes after another, each coordinate by coordinate; see At.
    private readonly double[] _centres;
    private readonly double[] _scales;

    // One over the standard deviation, 0 without noise: [mode × dimension].
    private readonly double[] _precisions;

    public ModeGeometry(MixtureDescription mixture, ModeRadius radius)
    {
        Count = mixture.Count;
        _dimension = mixture.Means[0].Length;
        _paddedCount = (Count + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;
        _centres = new double[_dimension * _paddedCount];
        _scales = new double[_dimension * _paddedCount];
        _precisions = new double[Count * _dimension];
        NoisyDimensions = new int[Count];
        SquaredRadii = new double[Count];

        // Exactly 9 in two dimensions, whatever the quantile's last digit.
        var quantiles = new Dictionary<int, double> { [0] = 9, [2] = 9 };
        for (var mode = 0; mode < Count; mode++)
        {
            Describe(mode, mixture, radius, quantiles);
        }
    }

    /// <summary>Number of modes.</summary>
    public int Count { get; }

    /// <summary>For each mode, the number of dimensions in which it has noise.</summary>
    public int[] NoisyDimensions { get; }

    /// <summary>For each mode, its squared radius in standard deviations.</summary>
    public double[] SquaredRadii { get; }

    /// <summary>Finds the nearest mode of each sample.</summary>
    /// <param name="rows">Samples, [n × dimension].</param>
    /// <param name="modes">Receives the index of each sample's nearest mode; of equally near ones the first.</param>
    /// <param name="within">Receives whether the sample lies within that mode (strictly).</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Assign(ReadOnlySpan<float> rows, Span<int> modes, Span<bool> within)
    {
        var distances = new double[_paddedCount];
        for (var i = 0; i < modes.Length; i++)
        {
            Distances(rows.Slice(i * _dimension, _dimension), distances);
            var nearest = 0;
            for (var mode = 1; mode < Count; mode++)
            {
                nearest = distances[mode] < distances[nearest] ? mode : nearest;
            }

            modes[i] = nearest;
            within[i] = distances[nearest] < 1;
        }
    }

    /// <summary>A sample's deviation from a mode's centre in standard deviations; 0 in dimensions where the mode has no noise.</summary>
    /// <param name="row">One sample.</param>
    /// <param name="mode">Index of the mode.</param>
    /// <param name="deviations">Receives one number for each dimension.</param>
    public void Deviations(ReadOnlySpan<float> row, int mode, Span<double> deviations)
    {
        for (var j = 0; j < _dimension; j++)
        {
            deviations[j] = (row[j] - _centres[At(mode, j)]) * _precisions[(mode * _dimension) + j];
        }
    }

    private int At(int mode, int coordinate) =>
        (((mode / Vector<double>.Count * _dimension) + coordinate) * Vector<double>.Count) + (mode % Vector<double>.Count);

    private void Describe(int mode, MixtureDescription mixture, ModeRadius radius, Dictionary<int, double> quantiles)
    {
        var means = mixture.Means[mode];
        var stds = mixture.Stds[mode];
        double squares = 0;
        for (var j = 0; j < _dimension; j++)
        {
            if (stds[j] > NoiseResolution * Math.Abs(means[j]) && stds[j] > float.Epsilon)
            {
                NoisyDimensions[mode]++;
                squares += stds[j] * stds[j];
                _precisions[(mode * _dimension) + j] = 1 / stds[j];
            }
        }

        var noisy = NoisyDimensions[mode];
        var typical = noisy > 0 ? Math.Sqrt(squares / noisy) : 0;
        if (!quantiles.TryGetValue(noisy, out var quantile))
        {
            quantiles[noisy] = quantile = ChiSquare.Quantile(Ceiling, noisy);
        }

        SquaredRadii[mode] = radius switch
        {
            // A published radius is a distance in the data's units; around a mode that is not round it follows the mode's shape.
            ModeRadius.Published when mixture.PublishedRadius is { } distance && noisy > 0 => distance * distance / (typical * typical),
            ModeRadius.Published => 9,
            _ => quantile,
        };
        for (var j = 0; j < _dimension; j++)
        {
            var precision = _precisions[(mode * _dimension) + j];
            var unit = precision > 0 ? stds[j] : Math.Max(typical, PointResolution * (1 + Math.Abs(means[j])));
            _centres[At(mode, j)] = means[j];
            _scales[At(mode, j)] = 1 / (unit * unit * SquaredRadii[mode]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Distances(ReadOnlySpan<float> row, double[] distances)
    {
        var at = 0;
        for (var block = 0; block < _paddedCount; block += Vector<double>.Count)
        {
            var sum = Vector<double>.Zero;
            for (var j = 0; j < _dimension; j++, at += Vector<double>.Count)
            {
                var difference = new Vector<double>(row[j]) - new Vector<double>(_centres, at);
                sum += difference * difference * new Vector<double>(_scales, at);
            }

            sum.CopyTo(distances, block);
        }
    }
}
