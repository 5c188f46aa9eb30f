using GanCli.Runs;

namespace GanCli.Engine.Training.Observers;

/// <summary>Remembers the newest value of everything that is logged; begins with what earlier sessions logged.</summary>
public sealed class LatestObserver : TrainingObserver
{
    private readonly OrderedDictionary<string, RowValue> _values = new(StringComparer.Ordinal);

    /// <param name="run">The run, whose log may not exist yet.</param>
    public LatestObserver(RunFolder run)
    {
        foreach (MetricsRow row in MetricsReader.Read(run.MetricsPath).Rows)
        {
            Keep(row.Values);
        }
    }

    public IReadOnlyDictionary<string, RowValue> Values => _values;

    public override void Tick(Tick tick) => Keep(tick.Row);

    private void Keep(IEnumerable<KeyValuePair<string, RowValue>> values)
    {
        foreach ((string name, RowValue value) in values)
        {
            _values[name] = value;
        }
    }
}
