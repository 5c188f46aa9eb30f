namespace GanCli.Engine.Data.Pictures;

/// <summary>The outline of a character as distances from it, negative inside. A stroke becomes thicker or thinner by a constant, and a picture is made by
/// looking up the distance of each of its pixels. Computed from whole numbers by operations that every processor rounds alike.</summary>
/// <remarks>Coordinates: x to the right, y down, one unit = the largest extent of the characters that are drawn together; the origin is the middle of the
/// character across and of all of them down.</remarks>
internal sealed class GlyphShape
{
    // Cells for one unit: 4 for a pixel of usual pictures, between which distances are straight but for corners.
    private const int Cells = 80;

    // How far the field reaches beyond a unit's square; further out nothing is drawn.
    private const float Reach = 0.65f;
    private const int Side = (int)(2 * Reach * Cells) + 1;
    private readonly float[] _distances;

    private GlyphShape(float[] distances) => _distances = distances;

    /// <summary>Half of its thickest stroke.</summary>
    public float Depth => -_distances.Min();

    /// <summary>Measures the distances.</summary>
    /// <param name="outlines">Closed polygons in units. What they wind around is inside.</param>
    public static GlyphShape Of(IReadOnlyList<(double X, double Y)[]> outlines)
    {
        var distances = new float[Side * Side];
        Parallel.For(0, Side, row =>
        {
            for (int column = 0; column < Side; column++)
            {
                distances[(row * Side) + column] = Distance(outlines, ((double)column / Cells) - Reach, ((double)row / Cells) - Reach);
            }
        });
        return new GlyphShape(distances);
    }

    /// <summary>The distance of a point, between grid points by straight lines; of points outside of the field that of its edge.</summary>
    public float At(float x, float y)
    {
        float across = Math.Clamp((x + Reach) * Cells, 0, Side - 1.001f);
        float down = Math.Clamp((y + Reach) * Cells, 0, Side - 1.001f);
        (int column, int row) = ((int)across, (int)down);
        (float right, float below) = (across - column, down - row);
        ref float here = ref _distances[(row * Side) + column];
        float above = here + (right * (System.Runtime.CompilerServices.Unsafe.Add(ref here, 1) - here));
        ref float under = ref _distances[((row + 1) * Side) + column];
        float beneath = under + (right * (System.Runtime.CompilerServices.Unsafe.Add(ref under, 1) - under));
        return above + (below * (beneath - above));
    }

    private static float Distance(IReadOnlyList<(double X, double Y)[]> outlines, double x, double y)
    {
        double nearest = double.PositiveInfinity;
        int winding = 0;
        foreach ((double X, double Y)[] outline in outlines)
        {
            (double X, double Y) from = outline[^1];
            foreach ((double X, double Y) to in outline)
            {
                (double dx, double dy) = (to.X - from.X, to.Y - from.Y);
                (double px, double py) = (x - from.X, y - from.Y);
                double length = (dx * dx) + (dy * dy);
                double along = length > 0 ? Math.Clamp(((px * dx) + (py * dy)) / length, 0, 1) : 0;
                (double ox, double oy) = (px - (along * dx), py - (along * dy));
                nearest = Math.Min(nearest, (ox * ox) + (oy * oy));

                // A ray to the right crosses it from above, or from below.
                if (from.Y <= y != to.Y <= y)
                {
                    double side = (dx * py) - (dy * px);
                    winding += to.Y > from.Y ? (side < 0 ? 0 : 1) : (side > 0 ? 0 : -1);
                }

                from = to;
            }
        }

        double distance = Math.Sqrt(nearest);
        return (float)(winding == 0 ? distance : -distance);
    }
}
