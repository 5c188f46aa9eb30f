namespace GanCli.Reporting.Charts;

/// <summary>The line on which a function over a grid is zero (marching squares).</summary>
internal static class Contour
{
    /// <summary>Pieces of the line, in grid units: x counts columns and y rows.</summary>
    /// <param name="values">[side × side], one row after another.</param>
    /// <param name="side">Points on each side.</param>
    public static IEnumerable<(double X1, double Y1, double X2, double Y2)> Zero(float[] values, int side)
    {
        for (int row = 0; row < side - 1; row++)
        {
            for (int column = 0; column < side - 1; column++)
            {
                float a = values[(row * side) + column];
                float b = values[(row * side) + column + 1];
                float c = values[((row + 1) * side) + column + 1];
                float d = values[((row + 1) * side) + column];
                if (!float.IsFinite(a + b + c + d))
                {
                    continue;
                }

                List<(double X, double Y)> crossings = [];
                Cross(a, b, column, row, 1, 0, crossings);
                Cross(b, c, column + 1, row, 0, 1, crossings);
                Cross(d, c, column, row + 1, 1, 0, crossings);
                Cross(a, d, column, row, 0, 1, crossings);

                // Four crossings are a saddle: its two pieces are joined one way or the other by the value in the middle.
                if (crossings.Count == 4 && (a + b + c + d > 0) == (a > 0))
                {
                    crossings = [crossings[0], crossings[1], crossings[2], crossings[3]];
                }
                else if (crossings.Count == 4)
                {
                    crossings = [crossings[0], crossings[3], crossings[1], crossings[2]];
                }

                for (int i = 0; i + 1 < crossings.Count; i += 2)
                {
                    yield return (crossings[i].X, crossings[i].Y, crossings[i + 1].X, crossings[i + 1].Y);
                }
            }
        }
    }

    private static void Cross(float from, float to, double x, double y, double dx, double dy, List<(double X, double Y)> crossings)
    {
        if (from > 0 != to > 0)
        {
            double part = from / (double)(from - to);
            crossings.Add((x + (part * dx), y + (part * dy)));
        }
    }
}
