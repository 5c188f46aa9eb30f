using System.Globalization;
using GanCli.Engine.Schedules;

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

    /// <summary>What the range of a key refuses in a section that stands there: the numbers of a schedule, and the number for which the section was written
    /// out.</summary>
    /// <param name="section">A schedule, or what a number stood for.</param>
    /// <param name="option">The key that holds it.</param>
    /// <param name="written">The number, where the section is written as one.</param>
    /// <returns>Keys below the section, each with its fault.</returns>
    public static IEnumerable<(string Key, string Fault)> Faults(ConfigSection section, OptionAttribute option, string? written)
    {
        if (section is ScheduleConfig schedule)
        {
            // A rate of 0 makes no sense, but a rate that starts or ends there does.
            return from number in schedule.Values
                   where schedule is ConstantSchedule || (number.Value != option.Min && number.Value != option.Max)
                   let fault = Fault(number.Value, written ?? ScalarText.Of(number.Value), option)
                   where fault is not null
                   select (number.Key, fault);
        }

        // One number for several keys: the first that refuses it speaks for all.
        return (from inner in written is null ? [] : ConfigKey.Of(section.GetType())
                let fault = Fault(Convert.ToDouble(inner.Get(section), CultureInfo.InvariantCulture), written!, inner.Option)
                where fault is not null
                select (inner.Name, fault)).Take(1);
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
