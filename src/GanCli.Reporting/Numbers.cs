using System.Globalization;

namespace GanCli.Reporting;

/// <summary>Numbers as people read them, the same in every culture.</summary>
public static class Numbers
{
    /// <summary>A whole number with thousands separators: <c>1,900</c>.</summary>
    public static string Whole(double value) => Minus(value.ToString("#,0", CultureInfo.InvariantCulture));

    /// <summary>How many of something: <c>1 step</c>, <c>1,900 steps</c>.</summary>
    public static string Count(double value, string noun) => $"{Whole(value)} {noun}{(value == 1 ? "" : "s")}";

    /// <summary>A fraction as a percentage with one decimal: <c>74.0%</c>.</summary>
    public static string Percent(double fraction) => Finite(fraction) ?? Minus((fraction * 100).ToString("0.0", CultureInfo.InvariantCulture)) + "%";

    /// <summary>A difference of two fractions in percentage points, without their unit: <c>+3.1</c>, <c>−0.4</c>, <c>0.0</c>.</summary>
    public static string Points(double difference)
    {
        string text = Percent(difference).TrimEnd('%');
        return text is "0.0" or "−0.0" ? "0.0" : (difference > 0 ? "+" : "") + text;
    }

    /// <summary>A fraction as a whole percentage, with a decimal only below 1% and where it would read 100% and is not.</summary>
    public static string RoughPercent(double fraction) =>
        fraction is > 0 and < 0.0005 ? "under 0.1%" : Finite(fraction) ?? (fraction is > 0 and < 0.01 or > 0.995 and < 1
            ? Percent(fraction)
            : Minus((fraction * 100).ToString("0", CultureInfo.InvariantCulture)) + "%");

    /// <summary>Three significant digits: <c>0.00214</c>, <c>1.31</c>, <c>12,400</c>, <c>3.14e−6</c>.</summary>
    public static string Short(double value)
    {
        if (Finite(value) is string words)
        {
            return words;
        }

        double size = Math.Abs(value);
        string text = size switch
        {
            0 => "0",
            >= 1e7 or < 1e-4 => value.ToString("0.0#e0", CultureInfo.InvariantCulture),
            >= 100 => value.ToString("#,0", CultureInfo.InvariantCulture),
            >= 10 => value.ToString("0.#", CultureInfo.InvariantCulture),
            >= 1 => value.ToString("0.##", CultureInfo.InvariantCulture),
            >= 0.1 => value.ToString("0.###", CultureInfo.InvariantCulture),
            >= 0.01 => value.ToString("0.####", CultureInfo.InvariantCulture),
            >= 0.001 => value.ToString("0.#####", CultureInfo.InvariantCulture),
            _ => value.ToString("0.######", CultureInfo.InvariantCulture),
        };
        return Minus(text);
    }

    /// <summary>A mean and its standard deviation, this to two significant digits and that to as many decimals: <c>7.67 ± 0.58</c>.</summary>
    public static string Spread(double mean, double deviation)
    {
        if (!(deviation is >= 1e-4 and < 1e7) || Math.Abs(mean) >= 1e7)
        {
            return $"{Short(mean)} ± {Short(deviation)}";
        }

        string format = "N" + Math.Clamp(1 - (int)Math.Floor(Math.Log10(deviation)), 0, 6).ToString(CultureInfo.InvariantCulture);
        return $"{Minus(mean.ToString(format, CultureInfo.InvariantCulture))} ± {deviation.ToString(format, CultureInfo.InvariantCulture)}";
    }

    /// <summary>An axis tick: as many digits as it needs.</summary>
    public static string Tick(double value)
    {
        // Ticks are computed by repeated addition: 0.30000000000000004 is meant as 0.3.
        double rounded = Math.Round(value, 10);
        double size = Math.Abs(rounded);
        return Minus(size is > 0 and < 1e-4 or >= 1e7
            ? value.ToString("0.##e0", CultureInfo.InvariantCulture)
            : rounded.ToString("#,0.######", CultureInfo.InvariantCulture));
    }

    /// <summary>A share of one on an axis.</summary>
    public static string PercentTick(double value) => Tick(Math.Round(value * 100, 8)) + "%";

    /// <summary>A length of time: <c>9.1 s</c>, <c>3 min 20 s</c>, <c>2 h 05 min</c>.</summary>
    public static string Duration(double seconds) => seconds switch
    {
        < 60 => seconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{(int)(seconds / 60)} min {(int)(seconds % 60):00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)(seconds / 3600)} h {(int)(seconds % 3600 / 60):00} min"),
    };

    /// <summary>An exact number for a file's attribute.</summary>
    public static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string? Finite(double value) =>
        double.IsNaN(value) ? "not a number" : double.IsPositiveInfinity(value) ? "infinite" : double.IsNegativeInfinity(value) ? "−infinite" : null;

    private static string Minus(string text) => text.Replace('-', '−');
}
