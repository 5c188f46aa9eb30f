using GanCli.Reporting.Drawing;
using GanCli.Reporting.Reading;
using GanCli.Runs;
using ScottPlot;
using SkiaSharp;

namespace GanCli.Reporting.Charts;

/// <summary>Training as a short film: one frame for each array of samples, up to a limit.</summary>
public static class TrainingAnimation
{
    /// <summary>Most frames of a film.</summary>
    public const int MostFrames = 40;

    /// <summary>Width and height in pixels.</summary>
    public const int Side = 360;

    private const int LastFrameDelay = 200;

    /// <summary>The film as a GIF, or nothing while there are fewer than two arrays of samples.</summary>
    public static byte[]? Draw(RunRecord run)
    {
        List<(long Step, SampleSet Samples)> frames = [];
        foreach (StepFile file in EvolutionStrip.Spread(run.SampleSteps, MostFrames))
        {
            if (run.Samples(file.Path) is SampleSet samples)
            {
                frames.Add((file.Step, samples));
            }
        }

        if (frames.Count < 2)
        {
            return null;
        }

        // 40 of them take 21 MB: less work than drawing each twice, for the colours and for the film.
        SKBitmap[] bitmaps = [.. frames.Select(frame => Frame(run, frame.Step, frame.Samples))];
        try
        {
            return Film(bitmaps, PictureGrid.Shows(run.Shape) ? GifPalette.Of(bitmaps) : new GifPalette());
        }
        finally
        {
            Array.ForEach(bitmaps, static bitmap => bitmap.Dispose());
        }
    }

    private static SKBitmap Frame(RunRecord run, long step, SampleSet samples)
    {
        Panel panel = SampleChart.Small(run, samples, $"step {Numbers.Whole(step)}");
        return new Picture("frame", "", Side, Side, [(panel, new PixelRect(0, Side, Side, 0))]).ToBitmap(scale: 1);
    }

    private static byte[] Film(SKBitmap[] frames, GifPalette palette)
    {
        using MemoryStream stream = new();
        GifEncoder gif = new(stream, Side, Side, palette.Colours);
        int delay = Math.Clamp(500 / frames.Length, 8, 40);
        for (int i = 0; i < frames.Length; i++)
        {
            gif.Add(palette.Map(frames[i]), i == frames.Length - 1 ? LastFrameDelay : delay);
        }

        gif.Complete();
        return stream.ToArray();
    }
}
