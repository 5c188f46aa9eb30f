using GanCli.Engine.Data;
using GanCli.Engine.Tensors;
using GanCli.Runs;

namespace GanCli.Engine.Training;

/// <summary>Real samples as a person sees them: in the data's own units, with the window that pictures show.</summary>
public sealed class DataView
{
    private const int Lane = 0x600;
    private const double Margin = 0.15;
    private readonly DataSource _data;

    /// <param name="data">The source.</param>
    /// <param name="streams">The rows come from the evaluation stream.</param>
    /// <param name="count">Real rows to keep beside pictures.</param>
    public DataView(DataSource data, RandomStreams streams, int count)
    {
        _data = data;
        Real = new float[count * data.Dimension];
        data.Fill(streams.Evaluation.ForLane(Lane), 0, Real);
        NetworkSpace = (float[])Real.Clone();
        ToOwnUnits(Real);
        Extent = Window();
    }

    public int Dimension => _data.Dimension;

    /// <summary>Rows of real samples in the data's own units.</summary>
    public float[] Real { get; }

    /// <summary>The same rows as the networks see them.</summary>
    public float[] NetworkSpace { get; }

    /// <summary>x from, x to, y from, y to: a square around 2-D data; null for other data.</summary>
    public double[]? Extent { get; }

    /// <summary>Undoes the standardization of rows, in place.</summary>
    public void ToOwnUnits(Span<float> rows) => _data.Standardization?.Invert(rows);

    /// <summary>The content of <c>data.json</c>.</summary>
    public DataInfo Describe(string kind) => new()
    {
        Kind = kind,
        Dimension = Dimension,
        Columns = _data.Columns ?? PlainNames(Dimension),
        Extent = Extent,
        Modes = _data.Mixture is { } m ? new DataModes(m.Means, m.Stds, m.Weights) : null,
    };

    /// <summary>Names for coordinates that have none.</summary>
    public static IReadOnlyList<string> PlainNames(int dimension) => dimension switch
    {
        1 => ["x"],
        2 => ["x", "y"],
        _ => [.. Enumerable.Range(1, dimension).Select(static i => "x" + i.ToString(System.Globalization.CultureInfo.InvariantCulture))],
    };

    private double[]? Window()
    {
        if (Dimension != 2)
        {
            return null;
        }

        var (xs, ys) = (Real.Where(static (_, i) => i % 2 == 0), Real.Where(static (_, i) => i % 2 == 1));
        double half = Math.Max(Math.Max(xs.Max() - xs.Min(), ys.Max() - ys.Min()) / 2d, 1e-6) * (1 + (2 * Margin));
        double x = (xs.Max() + xs.Min()) / 2d;
        double y = (ys.Max() + ys.Min()) / 2d;
        return [x - half, x + half, y - half, y + half];
    }
}
