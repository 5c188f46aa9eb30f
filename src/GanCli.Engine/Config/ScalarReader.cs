using System.Globalization;

namespace GanCli.Engine.Config;

/// <summary>Reads numbers strictly: nothing is rounded into an integer or overflows silently.</summary>
internal static class ScalarReader
{
    /// <summary>A finite number, or null. The text has the form of a number.</summary>
    public static double? Double(string text)
    {
        double value = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value) ? value : null;
    }

    /// <summary>Whether the text, which has the form of a number, is whole: <c>10000</c>, <c>1e4</c>.</summary>
    public static bool IsWhole(string text) =>
        double.IsInteger(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture))
        && (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal exact) || decimal.IsInteger(exact));

    /// <summary>A whole number within 64 bits, or null.</summary>
    public static long? Long(string text) =>
        IsWhole(text)
        && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal exact)
        && exact is >= long.MinValue and <= long.MaxValue
            ? (long)exact
            : null;
}
