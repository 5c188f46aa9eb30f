using System.Globalization;

namespace GanCli.Engine.Config;

/// <summary>Ranges of numbers: how they are checked and how they are written.</summary>
internal static class OptionRange
{
    /// <summary>The range of a key's numbers: <c>[1, 100]</c>, <c>(0, 10]</c>, <c>at least 1</c>; empty when there is none.</summary>
    public static string Text(ConfigKey key) =>
        key.Type.Form is OptionForm.Boolean or OptionForm.Text or OptionForm.Choice ? "" : Text(key.Option);

    /// <summary>Why a number does not fit, or null when it does.</summary>
    public static string? Fault(double value, string written, OptionAttribute option)
    {
        if (Math.Abs(value) > float.MaxValue)
        {
            return $"{written} is too {(value > 0 ? "large" : "small")}: training computes in single precision, up to ±3.4e38";
        }

        bool low = value < option.Min || (option.MinExclusive && value == option.Min);
        bool high = value > option.Max || (option.MaxExclusive && value == option.Max);
        string range = Text(option);
        return (low, high) switch
        {
            (false, false) => null,
            _ when range[0] is '[' or '(' => $"{written} is outside {range}",
            (true, _) => $"{written} is too small; it must be {range}",
            _ => $"{written} is too large; it must be {range}",
        };
    }

    private static string Text(OptionAttribute option)
    {
        string min = Bound(option.Min);
        string max = Bound(option.Max);
        return (double.IsFinite(option.Min), double.IsFinite(option.Max)) switch
        {
            (true, true) => $"{(option.MinExclusive ? '(' : '[')}{min}, {max}{(option.MaxExclusive ? ')' : ']')}",
            (true, false) => option.MinExclusive ? $"more than {min}" : $"at least {min}",
            (false, true) => option.MaxExclusive ? $"less than {max}" : $"at most {max}",
            _ => "",
        };
    }

    private static string Bound(double bound) =>
        !double.IsInteger(bound) ? ScalarText.Of(bound)
        : bound.ToString(Math.Abs(bound) < 1e15 ? "0" : "0.###############e0", CultureInfo.InvariantCulture);
}
