using GanCli.Engine.Metrics;

namespace GanCli.Engine.Watch;

/// <summary>A division of space into cells, and the share of the real samples in each.</summary>
internal sealed class Division
{
    private readonly KMeans? _cells;

    /// <param name="cells">Cells around centres.</param>
    /// <param name="bank">Real samples, [n × dimension].</param>
    /// <param name="counted">Real samples that say what share each cell has, [m × dimension].</param>
    public Division(KMeans cells, float[] bank, float[] counted)
        : this(cells.Cells(bank, bank.Length / cells.Dimension), cells.Cells(counted, counted.Length / cells.Dimension), cells.Count) => _cells = cells;

    private Division(int[] cellOf, int[] counted, int cells)
    {
        CellOf = cellOf;
        Real = new double[cells];
        Real = Shares(counted, counted.Length);
    }

    /// <summary>Centres of the cells, [cells × dimension]; null where cells have none.</summary>
    public float[]? Centres => _cells?.Centres;

    /// <summary>The cell of each real sample.</summary>
    public int[] CellOf { get; }

    /// <summary>Share of the real samples in each cell.</summary>
    public double[] Real { get; }

    /// <summary>From the cell of each real sample, and of each that is counted.</summary>
    public static Division Of(int[] cellOf, int[] counted, int cells) => new(cellOf, counted, cells);

    /// <summary>The shares of samples in the cells, each sample in the nearest.</summary>
    /// <param name="rows">[n × dimension].</param>
    /// <param name="count">n.</param>
    /// <param name="of">n, or more where some samples are in no cell.</param>
    public double[] Shares(float[] rows, int count, int of) => Shares(_cells!.Cells(rows, count), of);

    /// <summary>The shares of samples whose cells are known.</summary>
    public double[] Shares(IEnumerable<int> cells, int of)
    {
        var counts = new int[Real.Length];
        foreach (int cell in cells)
        {
            counts[cell]++;
        }

        return Array.ConvertAll(counts, count => count / (double)of);
    }

    /// <summary>Whether a cell that receives a share of the samples is starved.</summary>
    public bool IsStarved(int cell, double[] shares) => shares[cell] < RealBank.Starved * Real[cell];

    /// <summary>Share of the real samples in starved cells.</summary>
    public double StarvedShare(double[] shares)
    {
        double starved = 0;
        for (int cell = 0; cell < Real.Length; cell++)
        {
            starved += IsStarved(cell, shares) ? Real[cell] : 0;
        }

        return Math.Min(1, starved);
    }
}
