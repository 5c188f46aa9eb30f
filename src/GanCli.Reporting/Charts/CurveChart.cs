using GanCli.Reporting.Drawing;
using GanCli.Reporting.Reading;
using GanCli.Runs;

namespace GanCli.Reporting.Charts;

/// <summary>Curves of what a step logs, with running averages: losses, D's outputs, gradient norms, what remedies log.</summary>
public static class CurveChart
{
    /// <summary>Losses of both players, a running average over every row.</summary>
    public static Panel? Losses(RunRecord run) => Draw(run, "Losses", "loss (mean over a batch)", false,
        ("loss.discriminator", "discriminator", Theme.Discriminator),
        ("loss.generator", "generator", Theme.Generated));

    /// <summary>Means of D's outputs on real and on generated samples, or of their difference where only that means something.</summary>
    public static Panel? Outputs(RunRecord run)
    {
        DiscriminatorOutput output = run.DiscriminatorOutput;
        return output.IsRelative
            ? Draw(run, "D’s margin", "mean D(x) − D(G(z))", false, (output.Keys[0], "real over generated", Theme.Discriminator))
            : Draw(run, "D’s outputs", $"mean of {output.Words}",
                false, (output.Keys[0], "on real", Theme.Real), (output.Keys[1], "on generated", Theme.Generated));
    }

    /// <summary>Euclidean norms of both players' gradients.</summary>
    public static Panel? Gradients(RunRecord run) => Draw(run, "Gradient norms", "Euclidean norm", true,
        ("gradient-norm.discriminator", "discriminator", Theme.Discriminator),
        ("gradient-norm.generator", "generator", Theme.Generated));

    /// <summary>A number that a remedy logs: its term of a player's loss, or a statistic of its own.</summary>
    /// <param name="run">The run.</param>
    /// <param name="key">One of <see cref="RunRecord.RemedyKeys"/>.</param>
    public static Panel? Remedy(RunRecord run, string key)
    {
        int dot = key.IndexOf('.', StringComparison.Ordinal);
        (string remedy, string statistic) = (key[..dot], key[(dot + 1)..]);
        Series values = run.Scalar(key);
        bool logarithmic = values.Quantile(0.95) > Scale.LogarithmicFrom * values.Quantile(0.05);
        return statistic switch
        {
            "discriminator" => Draw(run, $"{remedy} in the discriminator’s loss", "term of the loss", logarithmic, (key, statistic, Theme.Discriminator)),
            "generator" => Draw(run, $"{remedy} in the generator’s loss", "term of the loss", logarithmic, (key, statistic, Theme.Generated)),
            _ => Draw(run, $"{remedy}: {statistic}", statistic, logarithmic, (key, statistic, Theme.Ink)),
        };
    }

    private static Panel? Draw(RunRecord run, string title, string unit, bool logarithmic, params (string Key, string Label, Tint Tint)[] shown)
    {
        List<(Series Raw, string Label, Tint Tint)> curves = [];
        foreach ((string key, string label, Tint tint) in shown)
        {
            Series series = run.Scalar(key);
            if (series.Values.Any(double.IsFinite))
            {
                curves.Add((series, label, tint));
            }
        }

        if (curves.Count == 0)
        {
            return null;
        }

        logarithmic &= curves.All(curve => curve.Raw.Values.Where(double.IsFinite).All(value => value > 0));
        if (logarithmic)
        {
            curves = [.. curves.Select(curve => (curve.Raw.Select(Math.Log10), curve.Label, curve.Tint))];
        }

        Scale scale = Frame(unit, curves.Select(curve => curve.Raw));
        scale = logarithmic ? scale.Logarithmic() : scale;
        Panel panel = Panel.WithAxes(title, Scale.Steps(run.LastStep), scale);
        WatchBand.Under(panel, run);
        foreach ((Series raw, _, Tint tint) in curves)
        {
            panel.Line(raw.Thin(), tint, width: 1, opacity: 0.28);
        }

        foreach ((Series raw, string label, Tint tint) in curves)
        {
            panel.Line(raw.RunningAverage().Thin(), tint);
            panel.Keys.Add(new LegendKey(KeyShape.Line, tint, label));
        }

        panel.Keys.Add(new LegendKey(KeyShape.None, Theme.Muted, "bold: running average"));
        AddPeak(panel, curves.Select(curve => curve.Raw), scale, logarithmic);
        return panel;
    }

    /// <summary>Holds the averages wholly and all but the most extreme half per cent of single values: one spike must not flatten the rest.</summary>
    private static Scale Frame(string unit, IEnumerable<Series> curves) => Scale.Around(unit, curves.SelectMany(curve =>
        curve.RunningAverage().Values.Append(curve.Quantile(0.005)).Append(curve.Quantile(0.995))));

    private static void AddPeak(Panel panel, IEnumerable<Series> curves, Scale scale, bool logarithmic)
    {
        (double step, double value) = curves.Select(Peak).MaxBy(peak => peak.Value);
        if (value > scale.High)
        {
            double shown = logarithmic ? Math.Pow(10, value) : value;
            panel.Keys.Add(new LegendKey(KeyShape.None, Theme.Muted, $"peak {Numbers.Short(shown)} at step {Numbers.Whole(step)}, beyond the frame"));
        }
    }

    private static (double Step, double Value) Peak(Series curve)
    {
        (double Step, double Value) peak = (0, double.NegativeInfinity);
        for (int i = 0; i < curve.Count; i++)
        {
            if (double.IsFinite(curve.Values[i]) && curve.Values[i] > peak.Value)
            {
                peak = (curve.Steps[i], curve.Values[i]);
            }
        }

        return peak;
    }
}
