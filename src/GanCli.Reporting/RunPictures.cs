using GanCli.Reporting.Charts;
using GanCli.Reporting.Drawing;
using GanCli.Reporting.Reading;
using GanCli.Runs;

namespace GanCli.Reporting;

/// <summary>Pictures that a run draws of itself while it trains.</summary>
public static class RunPictures
{
    /// <summary>Draws the samples of a step beside their array: <c>samples/step-….png</c>.</summary>
    /// <returns>The picture's path, or null when that step has no samples.</returns>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static string? DrawSamples(RunFolder folder, long step)
    {
        RunRecord run = RunRecord.Read(folder);
        if (run.Samples(folder.SamplesPath(step)) is not SampleSet samples)
        {
            return null;
        }

        string path = folder.PicturePath(step);
        File.WriteAllBytes(path, SampleChart.Draw(run, samples, step).ToPng());
        return path;
    }

    /// <summary>Draws samples that somebody asked for: pictures side by side and nothing else, others over the run's real ones where they are known.</summary>
    /// <param name="path">The picture, written in one go.</param>
    /// <param name="rows">Generated rows in the data's own units, [count × dimension].</param>
    /// <param name="folder">The run's folder, or any other that holds nothing of a run.</param>
    /// <param name="data">What is known of the data where the folder does not tell.</param>
    /// <param name="step">Steps the generator was trained for.</param>
    /// <param name="across">Pictures in a row; null: nearly a square of them.</param>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static void DrawSamples(string path, float[] rows, RunFolder folder, DataInfo data, long step, int? across = null)
    {
        RunRecord run = RunRecord.Read(folder, data);
        SampleSet samples = new(run.Dimension, rows);
        byte[] picture = PictureGrid.Shows(run.Shape) ? PictureGrid.Png(samples, run.Shape, PictureGrid.Brightness.Of(run, samples), across)
            : SampleChart.Draw(run, samples, step).ToPng();
        AtomicFile.Write(path, stream => stream.Write(picture));
    }

    /// <summary>Draws pictures one after another, as a film that repeats.</summary>
    /// <param name="path">The GIF file, written in one go.</param>
    /// <param name="rows">Generated pictures in the data's own units, [count × dimension].</param>
    /// <param name="folder">The run's folder, or any other that holds nothing of a run.</param>
    /// <param name="data">What is known of the data where the folder does not tell.</param>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static void DrawFilm(string path, float[] rows, RunFolder folder, DataInfo data)
    {
        RunRecord run = RunRecord.Read(folder, data);
        SampleSet samples = new(run.Dimension, rows);
        PictureGrid.Brightness brightness = PictureGrid.Brightness.Of(run, samples);
        AtomicFile.Write(path, stream => PictureFilm.Write(stream, samples, run.Shape, brightness));
    }

    /// <summary>Draws the curves so far: <c>plots/losses.png</c> and <c>plots/metrics.png</c>.</summary>
    /// <returns>The paths of what there was to draw.</returns>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static IReadOnlyList<string> DrawCurves(RunFolder folder)
    {
        RunRecord run = RunRecord.Read(folder);
        List<Panel> losses = [.. new[] { CurveChart.Losses(run), CurveChart.Outputs(run), CurveChart.Gradients(run) }.OfType<Panel>()];
        List<Panel> metrics = [.. run.Metrics.Select(metric => MetricChart.Draw(run, metric)).OfType<Panel>()];
        return [.. new[] { Save("losses", "Losses", losses, 1), Save("metrics", "Metrics", metrics, 2) }.OfType<string>()];

        string? Save(string name, string title, List<Panel> panels, int columns)
        {
            if (panels.Count == 0)
            {
                return null;
            }

            Directory.CreateDirectory(folder.PlotsDirectory);
            string path = Path.Combine(folder.PlotsDirectory, $"{name}.png");
            File.WriteAllBytes(path, Picture.Grid(name, title, panels, columns, 560, 270).ToPng());
            return path;
        }
    }
}
