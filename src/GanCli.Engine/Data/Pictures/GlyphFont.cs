using System.Collections.Concurrent;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using SkiaSharp;

namespace GanCli.Engine.Data.Pictures;

/// <summary>The font that the program carries, as outlines. They are read at one pixel for each unit of the font, where all coordinates are whole, so that
/// every system gives the same ones; no system's rasterizer draws.</summary>
internal sealed class GlyphFont
{
    // Straight pieces of one curve.
    private const int Pieces = 8;
    private static readonly Lazy<GlyphFont> Loaded = new(static () => new GlyphFont());
    private readonly SKTypeface _typeface;
    private readonly ConcurrentDictionary<string, Lazy<GlyphShape[]>> _shapes = new(StringComparer.Ordinal);

    private GlyphFont()
    {
        const string File = "Inter-Regular.otf";
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(File)
            ?? throw new InvalidOperationException($"the font {File} is missing from the assembly");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        Hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        using SKData data = SKData.CreateCopy(bytes);
        _typeface = SKTypeface.FromData(data) ?? throw new InvalidOperationException($"the embedded font {File} is not readable");
    }

    /// <summary>The font of the program.</summary>
    public static GlyphFont Embedded => Loaded.Value;

    /// <summary>SHA-256 of the file.</summary>
    public string Hash { get; }

    /// <summary>Whether there is something to draw for a character.</summary>
    public bool Has(Rune character) => Outlines(character).Count > 0;

    /// <summary>The shapes of characters that are drawn together. They are measured once.</summary>
    /// <param name="characters">All of them have one (<see cref="Has"/>).</param>
    public IReadOnlyList<GlyphShape> Shapes(string characters) =>
        _shapes.GetOrAdd(characters, key => new Lazy<GlyphShape[]>(() => Measured(key))).Value;

    private GlyphShape[] Measured(string characters)
    {
        List<(double X, double Y)[]>[] all = [.. characters.EnumerateRunes().Select(Outlines)];
        double top = all.Min(static outlines => outlines.Min(static o => o.Min(static p => p.Y)));
        double bottom = all.Max(static outlines => outlines.Max(static o => o.Max(static p => p.Y)));
        (double Left, double Right)[] across =
            [.. all.Select(static outlines => (outlines.Min(static o => o.Min(static p => p.X)), outlines.Max(static o => o.Max(static p => p.X))))];
        double unit = Math.Max(bottom - top, across.Max(static extent => extent.Right - extent.Left));
        return
        [
            .. all.Select((outlines, i) =>
            {
                (double x, double y) = ((across[i].Left + across[i].Right) / 2, (top + bottom) / 2);
                return GlyphShape.Of([.. outlines.Select(outline => Array.ConvertAll(outline, point => ((point.X - x) / unit, (point.Y - y) / unit)))]);
            }),
        ];
    }

    // Polygons in units of the font; none for a character without a glyph and for spaces.
    private List<(double X, double Y)[]> Outlines(Rune character)
    {
        using var font = new SKFont(_typeface, _typeface.UnitsPerEm)
        {
            Hinting = SKFontHinting.None,
            LinearMetrics = true,
            Subpixel = true,
        };
        ushort glyph = font.GetGlyph(character.Value);
        using SKPath? path = glyph == 0 ? null : font.GetGlyphPath(glyph);
        var outlines = new List<(double X, double Y)[]>();
        if (path is null)
        {
            return outlines;
        }

        var outline = new List<(double X, double Y)>();
        var points = new SKPoint[4];
        using SKPath.RawIterator steps = path.CreateRawIterator();
        for (SKPathVerb verb = steps.Next(points); verb != SKPathVerb.Done; verb = steps.Next(points))
        {
            switch (verb)
            {
                case SKPathVerb.Move:
                    Close();
                    outline.Add(Whole(points[0]));
                    break;
                case SKPathVerb.Line:
                    outline.Add(Whole(points[1]));
                    break;
                case SKPathVerb.Quad:
                    Curve(Whole(points[0]), Whole(points[1]), Whole(points[1]), Whole(points[2]), 2.0 / 3);
                    break;
                case SKPathVerb.Cubic:
                    Curve(Whole(points[0]), Whole(points[1]), Whole(points[2]), Whole(points[3]), 1);
                    break;
                case SKPathVerb.Conic:
                    throw new InvalidDataException($"U+{character.Value:X4}: a font's outline has no conic");
                default:
                    Close();
                    break;
            }
        }

        Close();
        return outlines;

        void Close()
        {
            if (outline.Count > 2)
            {
                outlines.Add([.. outline]);
            }

            outline.Clear();
        }

        // A curve of degree 2 is one of degree 3 whose inner points lie two thirds of the way to its own.
        void Curve((double X, double Y) a, (double X, double Y) b, (double X, double Y) c, (double X, double Y) d, double way)
        {
            (double X, double Y) first = (a.X + (way * (b.X - a.X)), a.Y + (way * (b.Y - a.Y)));
            (double X, double Y) second = (d.X + (way * (c.X - d.X)), d.Y + (way * (c.Y - d.Y)));
            for (int i = 1; i <= Pieces; i++)
            {
                (double t, double s) = ((double)i / Pieces, (double)(Pieces - i) / Pieces);
                (double p, double q, double r, double u) = (s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t);
                outline.Add(((p * a.X) + (q * first.X) + (r * second.X) + (u * d.X), (p * a.Y) + (q * first.Y) + (r * second.Y) + (u * d.Y)));
            }
        }
    }

    private static (double X, double Y) Whole(SKPoint point) => (Math.Round(point.X), Math.Round(point.Y));
}
