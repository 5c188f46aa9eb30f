using System.Collections.Concurrent;
using System.Text;
using GanCli.Reporting.Charts;
using GanCli.Reporting.Page;
using GanCli.Reporting.Reading;
using GanCli.Runs;

namespace GanCli.Reporting;

/// <summary>Writes the report of a run into its folder: <c>report.html</c>, <c>report.md</c> and their pictures in <c>report/</c>.</summary>
public static class ReportBuilder
{
    /// <summary>Reads a run, which may still be going on, and writes its report. An earlier report is replaced.</summary>
    /// <exception cref="InvalidDataException">A file of the run is damaged; the message begins with its path.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static ReportFiles Write(RunFolder folder)
    {
        RunRecord run = RunRecord.Read(folder);
        ConcurrentDictionary<string, string> inline = new(StringComparer.Ordinal);
        ConcurrentBag<string> written = [];
        byte[]? film = null;

        // The film takes longest and needs none of the others, so it is made beside them.
        Directory.CreateDirectory(folder.ReportDirectory);
        Task filming = Task.Run(() => film = TrainingAnimation.Draw(run));
        ReportPictures pictures = new(run);
        Parallel.ForEach(pictures.All, picture =>
        {
            inline[picture.Name] = picture.ToInlineSvg();
            written.Add(Save($"{picture.Name}.svg", Encoding.UTF8.GetBytes(picture.ToSvg())));
            written.Add(Save($"{picture.Name}.png", picture.ToPng()));
        });
        filming.GetAwaiter().GetResult();
        if (film is not null)
        {
            written.Add(Save("training.gif", film));
        }

        ReportContent content = new(run, pictures, inline, film);
        AtomicFile.WriteText(folder.ReportHtmlPath, HtmlPage.Write(content));
        AtomicFile.WriteText(folder.ReportMarkdownPath, MarkdownPage.Write(content));
        return new ReportFiles(folder.ReportHtmlPath, folder.ReportMarkdownPath, [.. written.Order(StringComparer.Ordinal)]);

        string Save(string name, byte[] bytes)
        {
            string path = Path.Combine(folder.ReportDirectory, name);
            File.WriteAllBytes(path, bytes);
            return path;
        }
    }
}
