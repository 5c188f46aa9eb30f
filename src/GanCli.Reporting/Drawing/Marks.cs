using ScottPlot;
using SkiaSharp;

namespace GanCli.Reporting.Drawing;

/// <summary>The few shapes that all charts are made of.</summary>
internal static class Marks
{
    /// <summary>Points of one shade are one path, which keeps a vector file small but paints an overlap once. So they are dealt into this many
    /// paths: places where many samples lie get darker, in the vector file exactly as in the pixels.</summary>
    private const int Shades = 8;

    /// <summary>A line through the points, broken where a value is not finite.</summary>
    public static void Line(this Panel panel, Series series, Tint tint, double width = 2, double opacity = 1) => panel.Draw((canvas, axes) =>
    {
        using SKPath path = new();
        bool down = false;
        for (int i = 0; i < series.Count; i++)
        {
            if (!double.IsFinite(series.Values[i]))
            {
                down = false;
                continue;
            }

            float x = axes.GetPixelX(series.Steps[i]);
            float y = axes.GetPixelY(series.Values[i]);
            if (down)
            {
                path.LineTo(x, y);
            }
            else
            {
                path.MoveTo(x, y);

                // A point alone between two gaps would be invisible.
                path.LineTo(x + 0.01f, y);
                down = true;
            }
        }

        using SKPaint paint = Stroke(tint, width, opacity);
        canvas.DrawPath(path, paint);
    });

    /// <summary>A straight line between two places of the plot.</summary>
    public static void Segment(this Panel panel, double x1, double y1, double x2, double y2, Tint tint, double width = 1) =>
        panel.Line(new Series([x1, x2], [y1, y2]), tint, width);

    /// <summary>A dashed level line. The dashes are drawn one by one: Skia's own would turn into outlines of many kilobytes in a vector file.</summary>
    public static void Level(this Panel panel, double x1, double x2, double y, Tint tint, double width) => panel.Draw((canvas, axes) =>
    {
        const float dash = 6;
        const float period = 11;
        float height = axes.GetPixelY(y);
        float end = axes.GetPixelX(x2);
        using SKPath path = new();
        for (float x = axes.GetPixelX(x1); x < end; x += period)
        {
            path.MoveTo(x, height);
            path.LineTo(Math.Min(x + dash, end), height);
        }

        using SKPaint paint = Stroke(tint, width, 1);
        paint.StrokeCap = SKStrokeCap.Butt;
        canvas.DrawPath(path, paint);
    });

    /// <summary>A rectangle between two corners of the plot.</summary>
    public static void Box(this Panel panel, double x1, double y1, double x2, double y2, Tint tint, double opacity) => panel.Draw((canvas, axes) =>
    {
        using SKPaint paint = new() { Color = tint.At(opacity), IsAntialias = true };
        SKRect box = new(axes.GetPixelX(x1), axes.GetPixelY(y2), axes.GetPixelX(x2), axes.GetPixelY(y1));
        canvas.DrawRect(box, paint);
    });

    /// <summary>The area under a closed outline.</summary>
    public static void Area(this Panel panel, Series outline, Tint tint, double opacity) => panel.Draw((canvas, axes) =>
    {
        using SKPath path = new();
        path.AddPoly([.. outline.Steps.Zip(outline.Values, (x, y) => new SKPoint(axes.GetPixelX(x), axes.GetPixelY(y)))]);
        using SKPaint paint = new() { Color = tint.At(opacity), IsAntialias = true };
        canvas.DrawPath(path, paint);
    });

    /// <summary>Dots of a given size in pixels.</summary>
    public static void Dots(this Panel panel, PointSet points, Tint tint, double diameter, double opacity) => panel.Draw((canvas, axes) =>
    {
        PixelRect frame = axes.DataRect;
        using SKPaint paint = Stroke(tint, diameter, opacity);
        int shades = opacity < 1 ? Shades : 1;
        for (int shade = 0; shade < shades; shade++)
        {
            using SKPath path = new();
            for (int i = shade; i < points.Count; i += shades)
            {
                float x = MathF.Round(axes.GetPixelX(points.X[i]), 1);
                float y = MathF.Round(axes.GetPixelY(points.Y[i]), 1);
                if (x >= frame.Left && x <= frame.Right && y >= frame.Top && y <= frame.Bottom)
                {
                    path.MoveTo(x, y);
                    path.LineTo(x + 0.01f, y);
                }
            }

            canvas.DrawPath(path, paint);
        }
    });

    /// <summary>Ellipses around centres, with radii in the plot's units.</summary>
    public static void Rings(this Panel panel, PointSet centres, IReadOnlyList<(double X, double Y)> radii, Tint tint, double width, double opacity) =>
        panel.Draw((canvas, axes) =>
    {
        using SKPaint paint = Stroke(tint, width, opacity);
        for (int i = 0; i < centres.Count; i++)
        {
            float x = axes.GetPixelX(centres.X[i]);
            float y = axes.GetPixelY(centres.Y[i]);
            float radiusX = axes.GetPixelX(centres.X[i] + radii[i].X) - x;
            float radiusY = y - axes.GetPixelY(centres.Y[i] + radii[i].Y);
            canvas.DrawOval(x, y, Math.Max(2.5f, radiusX), Math.Max(2.5f, radiusY), paint);
        }
    });

    /// <summary>An upright line from one value to another, with a bar at each end.</summary>
    public static void Whiskers(this Panel panel, double x, double low, double high, Tint tint, double width) => panel.Draw((canvas, axes) =>
    {
        const float bar = 4;
        float place = axes.GetPixelX(x);
        using SKPath path = new();
        path.MoveTo(place, axes.GetPixelY(low));
        path.LineTo(place, axes.GetPixelY(high));
        foreach (float end in new[] { axes.GetPixelY(low), axes.GetPixelY(high) })
        {
            path.MoveTo(place - bar, end);
            path.LineTo(place + bar, end);
        }

        using SKPaint paint = Stroke(tint, width, 1);
        canvas.DrawPath(path, paint);
    });

    /// <summary>Words at a place of the plot.</summary>
    public static void Words(this Panel panel, string text, double x, double y, Tint tint, float size = 11.5f, SKTextAlign align = SKTextAlign.Left, float dx =
        0, float dy = 4) =>
        panel.Draw((canvas, axes) => Text.Draw(canvas, text, axes.GetPixelX(x) + dx, axes.GetPixelY(y) + dy, size, tint, align: align));

    private static SKPaint Stroke(Tint tint, double width, double opacity) => new()
    {
        Style = SKPaintStyle.Stroke,
        StrokeWidth = (float)width,
        StrokeCap = SKStrokeCap.Round,
        StrokeJoin = SKStrokeJoin.Round,
        Color = tint.At(opacity),
        IsAntialias = true,
    };
}
