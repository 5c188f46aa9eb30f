namespace GanCli.Reporting.Statistics;

/// <summary>How large a difference is, apart from whether it could be luck.</summary>
public static class Effects
{
    /// <summary>Cliff's δ (Cliff 1993): the chance that a run of the first group has more than one of the second, less the chance that it has less; −1 to 1,
    /// ties count for neither. NaN where a group is empty.</summary>
    public static double CliffsDelta(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        double signs = first.Sum(a => second.Sum(b => Math.Sign(a - b)));
        return first.Count == 0 || second.Count == 0 ? double.NaN : signs / first.Count / second.Count;
    }

    /// <summary>φ of pairs that succeed or fail: the correlation of both outcomes; 0 where one outcome is always the same.</summary>
    public static double Phi(int both, int onlyFirst, int onlySecond, int neither)
    {
        double margins = (double)(both + onlyFirst) * (onlySecond + neither) * (both + onlySecond) * (onlyFirst + neither);
        return margins == 0 ? 0 : (((double)both * neither) - ((double)onlyFirst * onlySecond)) / Math.Sqrt(margins);
    }
}
