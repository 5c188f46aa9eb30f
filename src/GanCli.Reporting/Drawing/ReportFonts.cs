using System.Reflection;
using ScottPlot;
using SkiaSharp;

namespace GanCli.Reporting.Drawing;

/// <summary>The fonts that travel in this assembly. Without them a system that has no fonts draws no text at all, and says nothing.</summary>
public static class ReportFonts
{
    /// <summary>Family name, for every text of a picture.</summary>
    public const string Family = "Inter";

    private static readonly Lazy<SKTypeface> LazyRegular = new(() => Load("Inter-Regular.otf"));
    private static readonly Lazy<SKTypeface> LazyBold = new(() => Load("Inter-Bold.otf"));

    private static readonly Lazy<bool> Registration = new(() =>
    {
        Fonts.FontResolvers.Insert(0, new Resolver());
        Fonts.Default = Family;
        return true;
    });

    /// <summary>Regular weight.</summary>
    public static SKTypeface Regular => LazyRegular.Value;

    /// <summary>Bold weight.</summary>
    public static SKTypeface Bold => LazyBold.Value;

    /// <summary>Makes the family known to ScottPlot; to be called before its first plot, since it remembers what a name resolved to.</summary>
    public static void Register() => _ = Registration.Value;

    /// <summary>The font file of a weight as a data address, for a page's <c>@font-face</c>.</summary>
    public static string DataAddress(bool bold) => "data:font/otf;base64," + Convert.ToBase64String(Read(bold ? "Inter-Bold.otf" : "Inter-Regular.otf"));

    /// <summary>Loads both weights; throws where pictures cannot be drawn.</summary>
    public static void LoadAll() => _ = (Regular, Bold);

    private static SKTypeface Load(string file)
    {
        using SKData data = SKData.CreateCopy(Read(file));
        return SKTypeface.FromData(data) ?? throw new InvalidOperationException($"the embedded font {file} is not readable");
    }

    private static byte[] Read(string file)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"the font {file} is missing from the assembly");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private sealed class Resolver : IFontResolver
    {
        public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
            CreateTypeface(fontName, weight >= FontWeight.SemiBold, italic: false);

        public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
            string.Equals(fontName, Family, StringComparison.OrdinalIgnoreCase) ? bold ? Bold : Regular : null;
    }
}
