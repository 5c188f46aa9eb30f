namespace GanCli.Engine.Data.Pictures;

/// <summary>Pictures that have three channels and no colour.</summary>
public static class GreyPictures
{
    /// <summary>Whether all of a fixed set, those held out among them, have three channels that are the same.</summary>
    public static bool Are(DataSource source) =>
        source is { Shape: [3, _, _], Table: { } table } && Are(table) && (source.HeldOut is not { } heldOut || Are(heldOut));

    private static bool Are(RowSet pictures)
    {
        int plane = pictures.Dimension / 3;
        var picture = new float[pictures.Dimension];
        for (int row = 0; row < pictures.Count; row++)
        {
            pictures.Copy(row, picture);
            ReadOnlySpan<float> red = picture.AsSpan(0, plane);
            if (!red.SequenceEqual(picture.AsSpan(plane, plane)) || !red.SequenceEqual(picture.AsSpan(2 * plane, plane)))
            {
                return false;
            }
        }

        return true;
    }
}
