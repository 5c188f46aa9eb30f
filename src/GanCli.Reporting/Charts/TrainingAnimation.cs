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

        using MemoryStream stream = new();
        GifPalette palette = PictureGrid.Shows(run.Shape) ? GifPalette.OfPictures() : new GifPalette();
        GifEncoder gif = new(stream, Side, Side, palette.Colours);
        int delay = Math.Clamp(500 / frames.Count, 8, 40);
        for (int i = 0; i < frames.Count; i++)
        {
            Panel panel = SampleChart.Small(run, frames[i].Samples, $"step {Numbers.Whole(frames[i].Step)}");
            Picture picture = new("frame", "", Side, Side, [(panel, new PixelRect(0, Side, Side, 0))]);
            using SKBitmap bitmap = picture.ToBitmap(scale: 1);
            gif.Add(palette.Map(bitmap), i == frames.Count - 1 ? LastFrameDelay : delay);
        }

        gif.Complete();
        return stream.ToArray();
    }
}
