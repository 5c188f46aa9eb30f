using GanCli.Reporting.Drawing;
using GanCli.Reporting.Reading;
using GanCli.Runs;
using SkiaSharp;

namespace GanCli.Reporting.Charts;

/// <summary>Generated pictures, each beside the training pictures nearest to it.</summary>
public static class NearestChart
{
    /// <summary>Of real pictures, the share that is nearer than what is marked.</summary>
    public const double Mark = 0.05;

    private const int Columns = 4;
    private const int Width = 284;
    private const float Frame = 2;
    private const float Gap = 3;

    /// <summary>Draws the newest, or nothing where there are none: a run that has not ended, or one of no pictures.</summary>
    public static Picture? Draw(RunRecord run)
    {
        if (!PictureGrid.Shows(run.Shape) || run.Folder.Nearest() is not [.., StepFile file] || !File.Exists(run.Folder.NearestInfoPath(file.Step))
            || run.Rows(file.Path, out int across) is not SampleSet samples)
        {
            return null;
        }

        NearestPictures nearest = NearestPictures.Read(run.Folder.NearestInfoPath(file.Step));
        if (nearest.Distances.Count != samples.Count / across || nearest.Distances.Any(of => of.Count != across - 1))
        {
            return null;
        }

        PictureGrid.Brightness brightness = PictureGrid.Brightness.Of(run, samples);
        IEnumerable<Panel> panels = nearest.Distances.Select((distances, i) => Row(
            new SampleSet(samples.Dimension, samples.Values[(i * across * samples.Dimension)..((i + 1) * across * samples.Dimension)]), run.Shape, brightness,
            (IsNear(distances[0], nearest) ? "* " : "") + string.Join(" · ", distances.Select(Numbers.Short))));
        double height = (((Width - Panel.BareSides - ((across - 1) * Gap)) / (double)across) - (2 * Frame)) * run.Shape[1] / run.Shape[2];
        return Picture.Grid(
            "nearest", "Generated pictures and the training pictures nearest to them", [.. panels], Columns, Width,
            Panel.BareHead + (int)Math.Ceiling(Math.Clamp(height, 8, 2 * Width) + (2 * Frame)), Caption(nearest, run.Range is not null));
    }

    /// <summary>Whether a distance is below that of nearly all real pictures.</summary>
    private static bool IsNear(double distance, NearestPictures nearest) =>
        nearest.Reference.Count > 0 && nearest.Reference.Count(real => real <= distance) < Mark * nearest.Reference.Count;

    private static string Caption(NearestPictures nearest, bool hasScale)
    {
        bool isStacked = nearest.Rows.Count > 0 && nearest.Rows[0].Count > nearest.Distances[0].Count;
        string scale = hasScale ? "black is 0, white 1" : "in the data’s own units";
        string begin = $"Orange: generated. Blue: the nearest of {Numbers.Count(nearest.Searched, "training picture")}{(isStacked ? " in each channel" : "")}, "
            + $"above them their distances, Euclidean over all pixels ({scale}). ";
        if (nearest.Reference.Count == 0)
        {
            return begin + "There are no other real pictures to compare with.";
        }

        double[] generated = [.. nearest.Distances.Select(of => of[0]).Order()];
        int near = generated.Count(distance => IsNear(distance, nearest));
        string of = string.Equals(nearest.ReferenceOf, NearestPictures.HeldOut, StringComparison.Ordinal)
            ? "real pictures that training never saw" : "training pictures (each left out of its own search)";
        string verdict = near == 0 ? "None lies nearer than 95% of those do: no sign of copies, pixel by pixel"
            : $"{Numbers.Whole(near)} of {Numbers.Whole(generated.Length)}, marked *, {(near == 1 ? "lies" : "lie")} nearer than 95% of those do, where chance "
                + $"alone would give 1 in 20: look whether {(near == 1 ? "it is a copy" : "they are copies")}; plain and blurred pictures are near to many";
        return begin + $"Median distance to the nearest: {Numbers.Short(Middle(generated))} for these, "
            + $"{Numbers.Short(Middle([.. nearest.Reference.Order()]))} for {Numbers.Whole(nearest.Reference.Count)} {of}. {verdict}.";
    }

    private static double Middle(double[] ascending) =>
        (ascending[(ascending.Length - 1) / 2] + ascending[ascending.Length / 2]) / 2;

    private static Panel Row(SampleSet pictures, IReadOnlyList<long> shape, PictureGrid.Brightness brightness, string title)
    {
        Panel panel = Panel.Bare(title, new Scale("", 0, 1), new Scale("", 0, 1));
        panel.Draw((canvas, axes) =>
        {
            float left = axes.GetPixelX(0);
            float top = axes.GetPixelY(1);
            float side = (axes.GetPixelX(1) - left - ((pictures.Count - 1) * Gap)) / pictures.Count;
            float width = side - (2 * Frame);
            float height = Math.Min(width * shape[1] / shape[2], axes.GetPixelY(0) - top - (2 * Frame));
            for (int i = 0; i < pictures.Count; i++)
            {
                float x = left + (i * (side + Gap));
                using SKPaint frame = new() { Color = (i == 0 ? Theme.Generated : Theme.Real).Color };
                canvas.DrawRect(new SKRect(x, top, x + side, top + height + (2 * Frame)), frame);
                SampleSet one = new(pictures.Dimension, pictures.Row(i).ToArray());
                using SKBitmap bitmap = PictureGrid.Mosaic(one, shape, brightness, 1);
                using SKImage image = SKImage.FromBitmap(bitmap);
                canvas.DrawImage(
                    image, new SKRect(x + Frame, top + Frame, x + Frame + width, top + Frame + height), new SKSamplingOptions(SKFilterMode.Nearest));
            }
        });
        return panel;
    }
}
