using GanCli.Reporting.Drawing;
using GanCli.Reporting.Reading;

namespace GanCli.Reporting.Charts;

/// <summary>What part of the data's space pictures show: the same in all pictures of a run, decided by the real data.</summary>
internal static class DataRange
{
    /// <summary>Room around the real data, as a part of their range: enough to see samples that stray.</summary>
    private const double Margin = 0.18;

    /// <summary>What is shown to both sides of real data that are all the same: they have no scale of their own.</summary>
    private const double AroundPoint = 1.5;

    private const int Ticks = 6;

    /// <summary>Axes of the first two columns. Where both have about the same range they get the same scale, so that circles are round.</summary>
    public static (Scale X, Scale Y) Plane(RunRecord run, SampleSet generated)
    {
        if (run.Dimension == 2 && run.Extent is [double left, double right, double bottom, double top])
        {
            return Plane(run.Column(0), run.Column(1), left, right, bottom, top);
        }

        SampleSet shown = run.Real ?? generated;
        Scale x = Scale.Around(run.Column(0), shown.Column(0), Margin) with { Ticks = Ticks };
        Scale y = Scale.Around(run.Column(1), shown.Column(1), Margin) with { Ticks = Ticks };
        double ratio = (x.High - x.Low) / (y.High - y.Low);
        return ratio is > 0.5 and < 2 ? (Widen(x, y), Widen(y, x)) : (x, y);
    }

    /// <summary>Axes of a plane with prescribed limits.</summary>
    public static (Scale X, Scale Y) Plane(string x, string y, double left, double right, double bottom, double top) =>
        (new Scale(x, left, right) { Ticks = Ticks }, new Scale(y, bottom, top) { Ticks = Ticks });

    /// <summary>The axis of one column.</summary>
    public static Scale Across(RunRecord run, int column, double[] generated)
    {
        if (run.Dimension == 1 && run.Extent is [double left, double right, ..])
        {
            return new Scale(run.Column(column), left, right);
        }

        double[] shown = run.Real?.Column(column) ?? generated;
        return shown.Length > 0 && shown.All(value => value == shown[0])
            ? new Scale(run.Column(column), shown[0] - AroundPoint, shown[0] + AroundPoint)
            : Scale.Around(run.Column(column), shown, Margin);
    }

    private static Scale Widen(Scale scale, Scale other)
    {
        double missing = Math.Max(0, other.High - other.Low - (scale.High - scale.Low)) / 2;
        return scale with { Low = scale.Low - missing, High = scale.High + missing };
    }
}
