using GanCli.Reporting.Charts;
using GanCli.Reporting.Drawing;
using GanCli.Reporting.Reading;
using GanCli.Runs;

namespace GanCli.Reporting;

/// <summary>The pictures of one run, by the place they have in a report. What a run cannot show is missing.</summary>
public sealed class ReportPictures
{
    private const int PanelWidth = 560;
    private const int BroadWidth = 1136;
    private const int PanelHeight = 270;

    /// <summary>Makes all pictures of a run.</summary>
    public ReportPictures(RunRecord run)
    {
        Samples = LastSamples(run);
        Progress = ProgressChart.Draw(run) is Panel progress ? Picture.Of("progress", progress, BroadWidth, PanelHeight, ProgressChart.Caption) : null;
        Metrics = [.. run.MetricsByWeight
            .Select(metric => (metric.Name, Panel: MetricChart.Draw(run, metric)))
            .Where(metric => metric.Panel is not null)
            .Select(metric => Picture.Of(FileName("metric", metric.Name), metric.Panel!, PanelWidth, PanelHeight))];
        if (PhasePortrait.Of(run) is PhasePortrait game)
        {
            Phases =
                Picture.Of("phase-portrait", game.Draw(), PanelWidth, PanelWidth
                    + 2, "Every step is a point of the plane; the game is the curve through them.");
            Weights = Single("weights", game.DrawCurves());
        }

        LeftOut = LeftOutChart.Draw(run);
        Losses = CurveChart.Losses(run) is Panel losses ? Picture.Of("losses", losses, BroadWidth, PanelHeight) : null;
        Evolution = EvolutionStrip.Draw(run);
        Interpolation = InterpolationStrip.Draw(run);
        Nearest = NearestChart.Draw(run);
        ModeShares = Single("mode-shares", ModeBars.Shares(run), ModeBars.Names(run));
        ModeSpreads = Single("mode-spreads", ModeBars.Spreads(run), ModeBars.Names(run));
        Surface = SurfaceChart.Draw(run) is Panel panel
            ? Picture.Of("surface", panel, PanelWidth, PanelWidth + 2, run.Modes is null ? "Deeper colour: more certain."
                : "Deeper colour: more certain. Circles: the modes of the data.")
            : null;
        Gradients = Single("gradients", CurveChart.Gradients(run));
        Outputs = Single("outputs", CurveChart.Outputs(run));
        Remedies = [.. run.RemedyKeys().Select(key => Single(FileName("remedy", key), CurveChart.Remedy(run, key))).OfType<Picture>()];
    }

    /// <summary>The last samples over the data.</summary>
    public Picture? Samples { get; }

    /// <summary>Coverage and quality over the watch's verdicts.</summary>
    public Picture? Progress { get; }

    /// <summary>One for each metric, those that tell most first.</summary>
    public IReadOnlyList<Picture> Metrics { get; }

    /// <summary>The path of a game between two numbers.</summary>
    public Picture? Phases { get; }

    /// <summary>The same two numbers over the steps.</summary>
    public Picture? Weights { get; }

    /// <summary>The real samples that are left out.</summary>
    public Picture? LeftOut { get; }

    public Picture? Losses { get; }

    public Picture? Evolution { get; }

    /// <summary>Pictures on the way from one latent to another.</summary>
    public Picture? Interpolation { get; }

    /// <summary>Generated pictures beside the training pictures nearest to them.</summary>
    public Picture? Nearest { get; }

    public Picture? ModeShares { get; }

    public Picture? ModeSpreads { get; }

    public Picture? Surface { get; }

    public Picture? Gradients { get; }

    public Picture? Outputs { get; }

    /// <summary>One for each number that the remedies log.</summary>
    public IReadOnlyList<Picture> Remedies { get; }

    /// <summary>All of them, in the order of the report.</summary>
    public IReadOnlyList<Picture> All =>
        [.. new[] { Samples, Progress, Phases, Weights }.Concat(Metrics)
            .Concat([LeftOut, Losses, Evolution, Interpolation, Nearest, ModeShares, ModeSpreads, Surface, Gradients, Outputs, .. Remedies]).OfType<Picture>()];

    private static Picture? LastSamples(RunRecord run) =>
        run.SampleSteps.Count > 0 && run.SampleSteps[^1] is StepFile file && run.Samples(file.Path) is SampleSet samples
            ? SampleChart.Draw(run, samples, file.Step)
            : null;

    /// <summary>A name that is safe as a file and in a page, whatever stands in a file of the run.</summary>
    private static string FileName(string what, string key) =>
        $"{what}-" + string.Concat(key.Select(character => char.IsAsciiLetterOrDigit(character) ? character : '-'));

    private static Picture? Single(string name, Panel? panel, string caption = "") =>
        panel is null ? null : Picture.Of(name, panel, PanelWidth, PanelHeight, caption);
}
