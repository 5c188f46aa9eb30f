using GanCli.Engine.Data;
using GanCli.Engine.Metrics;
using GanCli.Engine.Random;
using GanCli.Runs;

namespace GanCli.Engine.Training;

/// <summary>Real samples as a person sees them: in the data's own units, with the window that pictures show.</summary>
public sealed class DataView
{
    private const int Lane = 0x600;
    private const double Margin = 0.15;

    // However few rows are kept: the window of a run must not move when a later session keeps another number.
    private const int WindowRows = 2048;
    private readonly DataSource _data;

    /// <param name="data">The source.</param>
    /// <param name="streams">The rows come from the evaluation stream.</param>
    /// <param name="count">Real rows to keep beside pictures.</param>
    public DataView(DataSource data, RandomStreams streams, int count)
    {
        _data = data;
        NetworkSpace = new float[Math.Max(count, IsPlane(data) ? WindowRows : 0) * data.Dimension];
        data.Fill(streams.Evaluation.ForLane(Lane), 0, NetworkSpace);
        var own = (float[])NetworkSpace.Clone();
        ToOwnUnits(own);
        Real = own[..(count * data.Dimension)];
        Extent = IsPlane(data) ? Window(own.AsSpan(0, WindowRows * 2), data.Standardization is not null) : null;
    }

    /// <summary>Shape of one sample.</summary>
    public IReadOnlyList<long> Shape => _data.Shape;

    /// <summary>Numbers in one sample.</summary>
    public int Dimension => _data.Dimension;

    /// <summary>Samples are pictures, [channels, height, width], grey or of three colours.</summary>
    public bool IsOfPictures => Shape is [1 or 3, _, _];

    /// <summary>What is black and white in pictures: what the data say, else the smallest and the largest of <see cref="Real"/>.</summary>
    public (double Black, double White) Brightness =>
        _data.Range ?? (Real.Where(float.IsFinite).ToArray() is { Length: > 0 } real && real.Max() > real.Min() ? (real.Min(), real.Max()) : (0, 1));

    /// <summary>Rows of real samples in the data's own units.</summary>
    public float[] Real { get; }

    /// <summary>The same rows, and for 2-D data as many as the window is made of, as the networks see them.</summary>
    public float[] NetworkSpace { get; }

    /// <summary>x from, x to, y from, y to: a square around 2-D data, except where columns have units of their own (they are standardized) and one
    /// ranges at least twice as far as the other; null for other data.</summary>
    public double[]? Extent { get; }

    /// <summary>Undoes the standardization of rows, in place.</summary>
    public void ToOwnUnits(Span<float> rows) => _data.Standardization?.Invert(rows);

    /// <summary>The content of <c>data.json</c>.</summary>
    public DataInfo Describe(string kind) => new()
    {
        Kind = kind,
        Dimension = Dimension,
        Shape = Shape,
        Columns = _data.Columns ?? (Shape.Count == 1 ? PlainNames(Dimension) : []),
        Range = _data.Range is { } range ? [range.Black, range.White] : null,
        Classes = _data.Classes,
        ClassWeights = ClassShare.WeightsOf(_data),
        Extent = Extent,
        Modes = _data.Mixture is { } m ? new DataModes(m.Means, m.Stds, m.Weights) : null,
        ContentHash = _data.ContentHash,
    };

    /// <summary>Names for coordinates that have none.</summary>
    public static IReadOnlyList<string> PlainNames(int dimension) => dimension switch
    {
        1 => ["x"],
        2 => ["x", "y"],
        _ => [.. Enumerable.Range(1, dimension).Select(static i => "x" + i.ToString(System.Globalization.CultureInfo.InvariantCulture))],
    };

    private static bool IsPlane(DataSource data) => data.Shape is [2];

    private static double[] Window(ReadOnlySpan<float> rows, bool ownUnits)
    {
        Span<double> low = [double.PositiveInfinity, double.PositiveInfinity];
        Span<double> high = [double.NegativeInfinity, double.NegativeInfinity];
        for (int i = 0; i < rows.Length; i++)
        {
            low[i % 2] = Math.Min(low[i % 2], rows[i]);
            high[i % 2] = Math.Max(high[i % 2], rows[i]);
        }

        // On one scale heights in metres would be a line beside incomes.
        double across = Math.Max((high[0] - low[0]) / 2, 1e-6) * (1 + (2 * Margin));
        double up = Math.Max((high[1] - low[1]) / 2, 1e-6) * (1 + (2 * Margin));
        if (!ownUnits || (across < 2 * up && up < 2 * across))
        {
            across = up = Math.Max(across, up);
        }

        double x = (high[0] + low[0]) / 2;
        double y = (high[1] + low[1]) / 2;
        return [x - across, x + across, y - up, y + up];
    }
}
