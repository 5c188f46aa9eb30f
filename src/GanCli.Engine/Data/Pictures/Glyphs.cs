using System.Globalization;
using System.Text;
using GanCli.Engine.Config;
using GanCli.Engine.Random;
using GanCli.Runs;

namespace GanCli.Engine.Data.Pictures;

/// <summary>Pictures of characters, [1, size, size], white on black: drawn from the font that the program carries and shifted, turned, scaled, slanted, made
/// thicker or thinner, blurred and noisy at random. Picture i shows character i mod their number, and is a function of the data's seed and i: the same
/// however many are asked for, on every machine. Held-out pictures are those that follow the ones of training.</summary>
[AlsoCalled("letters", "synthetic-digits", "font", "fonts")]
[Component("glyphs", "Pictures of characters from the built-in font, distorted at random: labelled, no download",
    When = "First runs with pictures, and tests: every factor is known; for results that count take real pictures",
    Cost = "Drawn once in some seconds, then kept: 55 MB in the user's cache folder, or in GAN_CACHE")]
public sealed record GlyphsConfig : PictureDataConfig
{
    private const string Digits = "0123456789";

    [AlsoCalled("letters", "alphabet", "glyphs")]
    [Option("The characters, each of which is a class")]
    public string Characters { get; init; } = Digits;

    [AlsoCalled("resolution", "image-size", "width", "height")]
    [Option("Side of a picture in pixels", Min = 8, Max = 256)]
    public int Size { get; init; } = 28;

    [AlsoCalled("count", "n-samples", "train-size")]
    [Option("Pictures for training", Min = 1, Max = 10_000_000)]
    public int Pictures { get; init; } = 60_000;

    [AlsoCalled("test-size", "test")]
    [Option("Pictures beside them that training never sees", Min = 0, Max = 10_000_000)]
    public int HeldOut { get; init; } = 10_000;

    [AlsoCalled("translate", "translation")]
    [Option("Largest shift in each direction, as a share of the side", Min = 0, Max = 0.5)]
    public double Shift { get; init; } = 0.07;

    [AlsoCalled("rotate", "degrees")]
    [Option("Largest turn to each side, in degrees", Min = 0, Max = 180)]
    public double Rotation { get; init; } = 10;

    [AlsoCalled("zoom")]
    [Option("Width and height change by up to this share, each on its own", Min = 0, Max = 0.5)]
    public double Scale { get; init; } = 0.15;

    [AlsoCalled("shear", "italic")]
    [Option("Largest slant to each side: the way across on a way up of 1", Min = 0, Max = 1)]
    public double Slant { get; init; } = 0.25;

    [AlsoCalled("stroke-width", "thickness", "weight")]
    [Option("Strokes are up to this share thinner or thicker than the font's", Min = 0, Max = 0.9)]
    public double Stroke { get; init; } = 0.45;

    [AlsoCalled("sigma")]
    [Option("Largest standard deviation of a blur, in pixels of a picture of 28 × 28", Min = 0, Max = 4)]
    public double Blur { get; init; } = 0.7;

    [AlsoCalled("std", "noise-std")]
    [Option("Standard deviation of each pixel's noise, where white is 1", Min = 0, Max = 1)]
    public double Noise { get; init; } = 0.02;

    public override string Measures => string.Create(CultureInfo.InvariantCulture, $"{Characters.EnumerateRunes().Count()} characters");

    public override void Validate(ConfigCheck check)
    {
        Rune[] characters = [.. Characters.EnumerateRunes()];
        if (characters.Length is 0 or > LabelSet.MostClasses)
        {
            check.Fail("characters", string.Create(CultureInfo.InvariantCulture,
                $"has {characters.Length} characters; it must have from 1 to {LabelSet.MostClasses}"));
        }
        else if (characters.GroupBy(static c => c).FirstOrDefault(static same => same.Skip(1).Any()) is { } twice)
        {
            check.Fail("characters", $"has '{ScalarText.Show(twice.Key.ToString())}' twice");
        }
        else if (!string.Equals(Characters, Digits, StringComparison.Ordinal)
            && characters.Where(static c => !GlyphFont.Embedded.Has(c)).Take(1).ToArray() is [var missing])
        {
            check.Fail("characters", string.Create(CultureInfo.InvariantCulture,
                $"the built-in font has no picture of '{ScalarText.Show(missing.ToString())}' (U+{missing.Value:X4}); it has Latin and Greek letters, digits, "
                    + $"punctuation, arrows and common mathematics"));
        }

        if (((long)Pictures + HeldOut) * Size * Size > int.MaxValue)
        {
            check.Fail("pictures", string.Create(CultureInfo.InvariantCulture,
                $"{(long)Pictures + HeldOut:N0} pictures with those held out, of {Size} × {Size}, are more than the 2 GB that one set may have; "
                    + $"use at most {int.MaxValue / (Size * Size):N0} together"));
        }
    }

    internal override bool DependsOnSeed => true;

    internal override PictureSource Read(RandomStreams streams)
    {
        int size = Size * Size;
        int count = Pictures + HeldOut;
        IProgress<Preparation>? listener = null;
        var cache = new RowCache(CacheFolder.Path, "glyphs", Key(streams), count, size, () =>
        {
            var pen = new GlyphPen(this, streams.Data);
            return (first, pixels) => Parallel.For(0, pixels.Length / size, i => pen.Draw(first + i, pixels.Slice(i * size, size).Span));
        });
        string what = string.Create(CultureInfo.InvariantCulture, $"drawing {count:N0} glyphs");
        ReadOnlyMemory<byte> pixels = new LateBytes(count * size, () => cache.Rows(share => listener?.Report(new Preparation(what, share)))).Memory;
        string[] names = [.. Characters.EnumerateRunes().Select(static character => character.ToString())];
        byte[] labels = [.. Enumerable.Range(0, count).Select(i => (byte)(i % names.Length))];
        return new PictureSource(Set(0, Pictures), HeldOut > 0 ? Set(Pictures, HeldOut) : null)
        {
            Prepare = progress =>
            {
                listener = progress;
                _ = pixels.Span;
                listener = null;
            },
        };

        PictureSet Set(int first, int length) =>
            new([1, Size, Size], pixels.Slice(first * size, length * size), new LabelSet(names, labels.AsMemory(first, length)));
    }

    // All that decides the pixels.
    private string Key(RandomStreams streams) => string.Create(CultureInfo.InvariantCulture,
        $"glyphs {GlyphPen.Version} {GlyphFont.Embedded.Hash} {streams.Data.Seed} {Characters} {Size} {Pictures + HeldOut} {Shift:R} {Rotation:R} {Scale:R} "
            + $"{Slant:R} {Stroke:R} {Blur:R} {Noise:R}");
}
