using GanCli.Reporting.Drawing;
using GanCli.Reporting.Reading;

namespace GanCli.Reporting.Charts;

/// <summary>A game between two numbers: the generator's only weight and the discriminator's. What is not such a game has no picture.</summary>
public sealed class PhasePortrait
{
    /// <summary>Parts of the path that get darker one after the other, so that it shows which way it was walked.</summary>
    private const int Shades = 24;

    /// <summary>Paths of more steps have no dots for them.</summary>
    private const int MostDots = 600;

    /// <summary>Weights with a Greek letter of their own.</summary>
    private static readonly Dictionary<string, string> Letters = new(StringComparer.Ordinal) { ["theta"] = "θ", ["psi"] = "ψ" };

    private readonly RunRecord _run;
    private readonly (string Name, Series Path) _generator;
    private readonly (string Name, Series Path) _discriminator;

    private PhasePortrait(RunRecord run, (string Name, Series Path) generator, (string Name, Series Path) discriminator) =>
        (_run, _generator, _discriminator) = (run, generator, discriminator);

    /// <summary>The pictures of a run, or null where a player has another number of weights than one, or they were logged less than twice.</summary>
    public static PhasePortrait? Of(RunRecord run) =>
        Weight(run, "generator") is { } generator && Weight(run, "discriminator") is { } discriminator && generator.Path.Count == discriminator.Path.Count
            ? new PhasePortrait(run, generator, discriminator)
            : null;

    /// <summary>One weight against the other.</summary>
    public Panel Draw()
    {
        double[] x = _generator.Path.Values;
        double[] y = _discriminator.Path.Values;
        double reach = 1.1 * x.Concat(y).Max(Math.Abs);
        (Scale across, Scale up) = IsDirac(_run)
            ? DataRange.Plane(_generator.Name, _discriminator.Name, -reach, reach, -reach, reach)
            : (Scale.Around(_generator.Name, x), Scale.Around(_discriminator.Name, y));
        Panel panel = Panel.WithAxes("Phase portrait", across, up);
        if (IsDirac(_run))
        {
            panel.Segment(-reach, 0, reach, 0, Theme.Grid, 1.5);
            panel.Segment(0, -reach, 0, reach, Theme.Grid, 1.5);
        }

        DrawPath(panel, x, y);
        panel.Dots(new PointSet([x[0]], [y[0]]), Theme.Ink, 9, 1);
        panel.Dots(new PointSet([x[0]], [y[0]]), Theme.Paper, 5, 1);
        panel.Dots(new PointSet([x[^1]], [y[^1]]), Theme.Generated, 10, 1);
        panel.Keys.Add(new LegendKey(KeyShape.Ring, Theme.Ink, "start"));
        panel.Keys.Add(new LegendKey(KeyShape.Line, Theme.Generated, $"{Numbers.Whole(_run.LastStep)} steps, darker later"));
        panel.Keys.Add(new LegendKey(KeyShape.Dot, Theme.Generated, "end"));
        if (IsDirac(_run))
        {
            panel.Dots(new PointSet([0], [0]), Theme.Real, 9, 1);
            panel.Keys.Add(new LegendKey(KeyShape.Dot, Theme.Real, "equilibrium"));
        }

        return panel;
    }

    /// <summary>Both weights over the steps.</summary>
    public Panel DrawCurves()
    {
        Panel panel =
            Panel.WithAxes("Weights", Scale.Steps(_run.LastStep), Scale.Around("weight", [.. _generator.Path.Values, .. _discriminator.Path.Values, 0]));
        panel.Segment(0, 0, _run.LastStep, 0, Theme.Axis);
        panel.Line(_discriminator.Path.Thin(), Theme.Discriminator, 1.6);
        panel.Line(_generator.Path.Thin(), Theme.Generated, 1.6);
        panel.Keys.Add(new LegendKey(KeyShape.Line, Theme.Discriminator, _discriminator.Name));
        panel.Keys.Add(new LegendKey(KeyShape.Line, Theme.Generated, _generator.Name));
        return panel;
    }

    private static void DrawPath(Panel panel, double[] x, double[] y)
    {
        int parts = Math.Min(Shades, x.Length - 1);
        for (int part = 0; part < parts; part++)
        {
            int from = (x.Length - 1) * part / parts;
            int to = (x.Length - 1) * (part + 1) / parts;
            double late = (part + 1.0) / parts;
            panel.Line(new Series(x[from..(to + 1)], y[from..(to + 1)]), Theme.Generated, 1.1 + (0.7 * late), 0.2 + (0.75 * late));
        }

        if (x.Length <= MostDots)
        {
            panel.Dots(new PointSet(x, y), Theme.Generated, 2.6, 0.55);
        }
    }

    private static (string Name, Series Path)? Weight(RunRecord run, string player)
    {
        string prefix = $"weights.{player}.";
        if (run.Keys(prefix) is not [string key])
        {
            return null;
        }

        Series logged = run.Scalar(key);

        // Rows begin after the first step; the config of Dirac-GAN tells where it began.
        Series path = IsDirac(run) && run.Config?.Number($"{player}.start") is double start
            ? new Series([0, .. logged.Steps], [start, .. logged.Values])
            : logged;
        string weight = key[prefix.Length..];
        return path.Count > 1 && path.Values.All(double.IsFinite) ? ($"{player}, {Letters.GetValueOrDefault(weight, weight)}", path) : null;
    }

    private static bool IsDirac(RunRecord run) =>
        new[] { "data", "generator", "discriminator" }.All(part => run.Config?.Text($"{part}.kind") is "dirac");
}
