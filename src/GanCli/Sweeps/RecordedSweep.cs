using GanCli.Commands;
using GanCli.Engine.Sweeps;
using GanCli.Reporting.Comparison;
using GanCli.Runs.Records;
using GanCli.Terminal;

namespace GanCli.Sweeps;

/// <summary>Of recorded runs those that a sweep file stands for, under its labels: <c>gan compare --record … --of FILE</c>.</summary>
/// <remarks>A record keeps what was run under earlier texts of the file too. Those runs may bear labels that mean something else by now.</remarks>
internal static class RecordedSweep
{
    /// <summary>Reads records.</summary>
    /// <param name="file">The sweep file.</param>
    /// <param name="records">The records; of a point that several hold the newest run counts.</param>
    /// <returns>One run for each point that there is one of, in the order of the points, and what a reader has to know.</returns>
    /// <exception cref="GanCli.Engine.Config.ConfigException">The sweep file is wrong.</exception>
    /// <exception cref="InvalidDataException">A record is something else.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UsageException">Two points of the sweep are one experiment to a record.</exception>
    public static (IReadOnlyList<ComparedRun> Runs, IReadOnlyList<string> Notes) Read(string file, IReadOnlyList<string> records)
    {
        Sweep sweep = SweepLoader.Load(new SweepRequest { File = file });
        RecordedRun?[] held = new RecordedRun?[sweep.Points.Count];
        List<string> notes = [];
        int others = 0;
        foreach (string path in records)
        {
            SweepRecord record = File.Exists(path) ? SweepRecord.Open(path, sweep) : throw new FileNotFoundException($"--record: there is no file {path}");
            if (record.IsTorn)
            {
                notes.Add(RecordedRuns.TornNote(path));
            }

            others += record.Others;
            for (int i = 0; i < held.Length; i++)
            {
                if (record.Run(i) is { } run && (held[i] is not { } other || string.CompareOrdinal(other.Folder, run.Folder) < 0))
                {
                    held[i] = run;
                }
            }
        }

        if (others > 0)
        {
            notes.Add(
                $"{(others == 1 ? "1 recorded run is no point" : $"{RunWords.Count(others)} recorded runs are no points")} of {Path.GetFileName(file)} as it "
                    + $"stands: left out");
        }

        if (held.Count(static run => run is null) is var missing and > 0)
        {
            notes.Add(
                $"{RunWords.Count(missing)} of {SweepText.Runs(held.Length)} of {Path.GetFileName(file)} {(missing == 1 ? "is" : "are")} not recorded yet");
        }

        return (RecordedRuns.Compared(held.OfType<RecordedRun>()), notes);
    }
}
