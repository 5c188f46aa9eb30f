using System.Text;
using ScottPlot;
using SkiaSharp;

namespace GanCli.Reporting.Drawing;

/// <summary>A finished drawing of one or several panels: the same in pixels and as vectors.</summary>
/// <param name="Name">File name without ending: <c>losses</c>.</param>
/// <param name="Title">What it shows, for a heading or a reader who cannot see it.</param>
/// <param name="Width">Width in logical pixels.</param>
/// <param name="Height">Height in logical pixels.</param>
/// <param name="Panels">The panels with their places, in logical pixels.</param>
public sealed record Picture(string Name, string Title, int Width, int Height, IReadOnlyList<(Panel Panel, PixelRect Place)> Panels)
{
    /// <summary>Logical pixels across that a phone shows without making words too small to read.</summary>
    internal const int PhoneWidth = 400;

    /// <summary>One sentence that explains how to read it.</summary>
    public string Caption { get; init; } = "";

    /// <summary>A picture of one panel.</summary>
    public static Picture Of(string name, Panel panel, int width, int height, string caption = "") =>
        new(name, panel.Title, width, height, [(panel, new PixelRect(0, width, height, 0))]) { Caption = caption };

    /// <summary>Panels in rows of <paramref name="columns"/>, under a heading.</summary>
    public static Picture Grid(string name, string title, IReadOnlyList<Panel> panels, int columns, int width, int height, string caption = "")
    {
        List<(Panel, PixelRect)> placed = [];
        for (int i = 0; i < panels.Count; i++)
        {
            float left = i % columns * width;
            float top = i / columns * height;
            placed.Add((panels[i], new PixelRect(left, left + width, top + height, top)));
        }

        int rows = (panels.Count + columns - 1) / columns;
        return new Picture(name, title, Math.Min(columns, panels.Count) * width, rows * height, placed) { Caption = caption };
    }

    /// <summary>Draws on white paper.</summary>
    /// <param name="scale">Pixels for one logical pixel.</param>
    public SKBitmap ToBitmap(float scale = 2)
    {
        SKBitmap bitmap = new(new SKImageInfo((int)(Width * scale), (int)(Height * scale), SKColorType.Rgba8888, SKAlphaType.Opaque));
        using SKCanvas canvas = new(bitmap);
        canvas.Clear(SKColors.White);
        canvas.Scale(scale);
        Render(canvas);
        return bitmap;
    }

    /// <summary>The picture as a PNG file.</summary>
    /// <param name="scale">Pixels for one logical pixel.</param>
    public byte[] ToPng(float scale = 2)
    {
        using SKBitmap bitmap = ToBitmap(scale);
        using SKPixmap pixels = bitmap.PeekPixels();
        using SKData data = pixels.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.Sub, 5))
            ?? throw new InvalidOperationException($"the picture {Name} could not be encoded");
        return data.ToArray();
    }

    /// <summary>The picture as an SVG file on white paper.</summary>
    public string ToSvg() => SvgText.ForFile(Draw(), this);

    /// <summary>The picture as an element of a page, with the page's colours; where it is too wide for a phone once more beside it, drawn for one. The
    /// page's style shows one of them.</summary>
    public string ToInlineSvg() => SvgText.ForPage(Draw(), this) + (ForPhone() is { } narrow ? SvgText.ForPage(narrow.Draw(), narrow, "phone") : "");

    /// <summary>The same panels in as many columns as a phone has room for, wide ones drawn narrower, so that words keep their size; null where it is no
    /// wider than that.</summary>
    internal Picture? ForPhone()
    {
        if (Width <= PhoneWidth)
        {
            return null;
        }

        List<(Panel, PixelRect)> placed = [];
        (float left, float top, float row) = (0, 0, 0);
        foreach ((Panel panel, PixelRect place) in Panels)
        {
            float width = Math.Min(place.Width, PhoneWidth);
            float height = panel.HeightAt(width, place.Width, place.Height);
            if (left + width > PhoneWidth)
            {
                (left, top, row) = (0, top + row, 0);
            }

            placed.Add((panel, new PixelRect(left, left + width, top + height, top)));
            (left, row) = (left + width, Math.Max(row, height));
        }

        return this with
        {
            Name = $"{Name}-phone",
            Width = (int)placed.Max(static each => each.Item2.Right),
            Height = (int)Math.Ceiling(top + row),
            Panels = placed,
        };
    }

    private string Draw()
    {
        using MemoryStream stream = new();
        using (SKCanvas canvas = SKSvgCanvas.Create(new SKRect(0, 0, Width, Height), stream))
        {
            Render(canvas);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private void Render(SKCanvas canvas)
    {
        foreach ((Panel panel, PixelRect place) in Panels)
        {
            canvas.Save();
            canvas.ClipRect(new SKRect(place.Left, place.Top, place.Right, place.Bottom));
            panel.Render(canvas, place);
            canvas.Restore();
        }
    }
}
