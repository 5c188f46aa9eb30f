namespace GanCli.Engine.Data;

/// <summary>How the numbers of a column are written, so that samples can be written likewise.</summary>
/// <param name="Decimals">Most digits behind the point of any cell (0: whole numbers); null where some cell has an exponent or more than
/// <see cref="MostDecimals"/>, or where the file doesn't say.</param>
/// <param name="Low">Smallest number of the table.</param>
/// <param name="High">Largest number of the table.</param>
/// <param name="Values">How many different numbers there are; null when more than <see cref="MostValues"/>.</param>
public sealed record ColumnForm(int? Decimals, double Low, double High, int? Values)
{
    /// <summary>Digits beyond these come from a computation rather than from a person or a scale, and single precision loses them.</summary>
    public const int MostDecimals = 6;

    /// <summary>A column of more different numbers is not one of few.</summary>
    public const int MostValues = 20;

    /// <summary>Rounds each number to its column's decimals and brings it into the column's range; columns without known decimals stay.</summary>
    /// <param name="forms">One for each column.</param>
    /// <param name="rows">[count × columns] in row order, in the data's own units, changed in place.</param>
    public static void Apply(IReadOnlyList<ColumnForm> forms, Span<float> rows)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            var form = forms[i % forms.Count];
            if (form.Decimals is { } decimals && float.IsFinite(rows[i]))
            {
                rows[i] = (float)Math.Clamp(Math.Round(rows[i], decimals), form.Low, form.High);
            }
        }
    }
}
