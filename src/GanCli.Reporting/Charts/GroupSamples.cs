using GanCli.Reporting.Comparison;
using GanCli.Reporting.Drawing;
using GanCli.Reporting.Reading;

namespace GanCli.Reporting.Charts;

/// <summary>The last samples of each seed of a group, side by side.</summary>
public static class GroupSamples
{
    /// <summary>Seeds that are shown; more would be too small to see.</summary>
    public const int MostSeeds = 10;

    private const int Side = 150;

    /// <summary>Draws the strip as a PNG file with a logical pixel for each, or nothing where no run has samples.</summary>
    /// <param name="group">The group.</param>
    /// <param name="seeds">How many of its seeds, at most <see cref="MostSeeds"/>.</param>
    public static byte[]? Draw(RunGroup group, int seeds = MostSeeds)
    {
        List<Panel> panels = [];
        foreach (ComparedRun compared in group.Runs.Take(seeds))
        {
            RunRecord run = RunRecord.Read(compared.Folder);
            if (run.SampleSteps.Count > 0 && run.Samples(run.SampleSteps[^1].Path) is SampleSet samples)
            {
                panels.Add(SampleChart.Small(run, samples, $"seed {compared.Seed}"));
            }
        }

        return panels.Count == 0 ? null : Picture.Grid("samples", group.Label, panels, MostSeeds, Side, Side + 18).ToPng(1);
    }
}
