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

    /// <summary>Makes the numbers of columns of whole numbers whole, and no less and no more than the table's. Other columns stay as they are: to cut off a
    /// measured quantity where the table happens to end would heap samples on its ends, and hide what metrics saw.</summary>
    /// <param name="forms">One for each column.</param>
    /// <param name="rows">[count × columns] in row order, in the data's own units, changed in place.</param>
    public static void Apply(IReadOnlyList<ColumnForm> forms, Span<float> rows)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            var form = forms[i % forms.Count];
            if (form.Decimals == 0 && float.IsFinite(rows[i]))
            {
                rows[i] = (float)Math.Clamp(Math.Round(rows[i]), form.Low, form.High);
            }
        }
    }
}
