using SkiaSharp;

namespace GanCli.Reporting.Drawing;

/// <summary>Words of a picture that are not an axis's own.</summary>
internal static class Text
{
    private const float KeySize = 12;
    private const float KeyGap = 16;

    public static void Draw(SKCanvas canvas, string text, float x, float y, float size, Tint tint, bool bold = false, SKTextAlign align = SKTextAlign.Left)
    {
        using SKFont font = Font(size, bold);
        using SKPaint paint = new() { Color = tint.Color, IsAntialias = true };
        canvas.DrawText(text, x, y, align, font, paint);
    }

    public static float Width(string text, float size, bool bold = false)
    {
        using SKFont font = Font(size, bold);
        return font.MeasureText(text);
    }

    /// <summary>Writes legend entries side by side, in brief where they would leave the panel; one that would even so is left out.</summary>
    public static void DrawKeys(SKCanvas canvas, IEnumerable<LegendKey> keys, float x, float baseline, float right)
    {
        LegendKey[] full = [.. keys];
        foreach (LegendKey key in x + full.Sum(KeyWidth) + (KeyGap * (full.Length - 1)) > right
            ? full.Select(key => key.Brief is string brief ? key with { Text = brief } : key) : full)
        {
            float swatch = Swatch(key);
            float width = KeyWidth(key);
            if (x + width > right)
            {
                return;
            }

            DrawSwatch(canvas, key, x, baseline - 4);
            Draw(canvas, key.Text, x + swatch, baseline, KeySize, Theme.Muted);
            x += width + KeyGap;
        }
    }

    private static float Swatch(LegendKey key) => key.Shape switch { KeyShape.None => 0, KeyShape.Line or KeyShape.Dashes => 24, _ => 17 };

    private static float KeyWidth(LegendKey key) => Swatch(key) + Width(key.Text, KeySize);

    private static void DrawSwatch(SKCanvas canvas, LegendKey key, float x, float middle)
    {
        using SKPaint paint = new() { Color = key.Tint.At(key.Opacity), IsAntialias = true, StrokeWidth = 2 };
        switch (key.Shape)
        {
            case KeyShape.Line:
                canvas.DrawLine(x, middle, x + 18, middle, paint);
                break;
            case KeyShape.Dashes:
                canvas.DrawLine(x, middle, x + 7, middle, paint);
                canvas.DrawLine(x + 11, middle, x + 18, middle, paint);
                break;
            case KeyShape.Dot:
                canvas.DrawCircle(x + 6, middle, 3, paint);
                break;
            case KeyShape.Ring:
                paint.Style = SKPaintStyle.Stroke;
                paint.StrokeWidth = 1.6f;
                canvas.DrawCircle(x + 6, middle, 4, paint);
                break;
            case KeyShape.Box:
                canvas.DrawRect(x, middle - 5, 11, 10, paint);
                break;
            case KeyShape.None:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(key), key.Shape, "no such shape");
        }
    }

    private static SKFont Font(float size, bool bold) =>
        new(bold ? ReportFonts.Bold : ReportFonts.Regular, size) { Subpixel = true, Edging = SKFontEdging.Antialias, Hinting = SKFontHinting.None };
}
