using System.Globalization;

namespace GanCli.Engine.Data;

/// <summary>What the text of a cell is.</summary>
internal enum CellKind
{
    Number,
    Missing,

    /// <summary>A number whose decimals are set off by the other mark, comma or point.</summary>
    OtherMark,

    /// <summary>A whole number with commas between thousands.</summary>
    Thousands,

    /// <summary>An infinity, or more than double precision holds.</summary>
    Infinite,
    Text,
}

/// <summary>Reads cells of a text table.</summary>
internal static class Cell
{
    private static readonly HashSet<string> Missing = new(["", "na", "n/a", "nan", "null", "none", "?"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a cell.</summary>
    /// <param name="text">The text, without spaces around it.</param>
    /// <param name="comma">Decimals stand behind a comma instead of a point.</param>
    /// <param name="value">The number, where it is one.</param>
    public static CellKind Read(string text, bool comma, out double value)
    {
        value = double.NaN;
        if (Missing.Contains(text))
        {
            return CellKind.Missing;
        }

        if (comma && text.Contains('.', StringComparison.Ordinal))
        {
            return IsNumber(text, out _) ? CellKind.OtherMark : CellKind.Text;
        }

        if (IsNumber(comma ? text.Replace(',', '.') : text, out value))
        {
            return double.IsFinite(value) ? CellKind.Number : CellKind.Infinite;
        }

        return comma || !text.Contains(',', StringComparison.Ordinal) ? CellKind.Text
            : IsGrouped(text) ? CellKind.Thousands
            : IsNumber(text.Replace(',', '.'), out _) ? CellKind.OtherMark : CellKind.Text;
    }

    /// <summary>Digits behind the point of a cell that is a number, or null when it has an exponent.</summary>
    public static int? Decimals(string text)
    {
        var mark = text.AsSpan().IndexOfAny('.', ',');
        return text.AsSpan().IndexOfAny('e', 'E') >= 0 ? null : mark < 0 ? 0 : text.Length - mark - 1;
    }

    private static bool IsNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && !double.IsNaN(value);

    // 1,234,567: groups of three behind one to three digits. A single group may be a decimal comma, unless a point follows.
    private static bool IsGrouped(string text)
    {
        var groups = text.TrimStart('-', '+').Split('.')[0].Split(',');
        return groups.Length > 1 && (groups.Length > 2 || text.Contains('.', StringComparison.Ordinal))
            && groups[0].Length is >= 1 and <= 3 && groups.Skip(1).All(group => group.Length == 3) && groups.All(group => group.All(char.IsAsciiDigit));
    }
}
