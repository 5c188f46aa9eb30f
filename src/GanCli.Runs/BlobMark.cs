namespace GanCli.Runs;

/// <summary>How tables show that a value is no merit.</summary>
public static class BlobMark
{
    /// <summary>Stands behind a value that is no better than a featureless blob's (<see cref="MetricDescription.IsNoBetterThanBlob"/>).</summary>
    public const string Mark = "°";

    /// <summary>What the mark says, in as many words as a line of progress has room for.</summary>
    public const string Brief = Mark + " no better than a blob";

    /// <summary>What the mark says.</summary>
    public const string Note = Mark + " no better than a featureless blob (one Gaussian, or uniform over the data’s extent) in the best 5% of its evaluations";

    /// <summary>A value as a person reads it, marked where it is no merit.</summary>
    /// <param name="about">What it is.</param>
    /// <param name="value">The value.</param>
    /// <param name="final">Whether it is of the evaluation at the end.</param>
    public static string Text(MetricDescription about, double value, bool final) => about.Text(value) + (about.IsNoBetterThanBlob(value, final) ? Mark : "");

    /// <summary>What a reader of marked values has to know; nothing where none is marked.</summary>
    /// <param name="marked">The metrics whose values are marked.</param>
    /// <param name="final">Whether these are of the evaluation at the end.</param>
    public static IEnumerable<string> Notes(IEnumerable<MetricDescription> marked, bool final)
    {
        MetricDescription[] all = [.. marked];
        if (all.Length > 0)
        {
            yield return Note;
        }

        if (all.Where(metric => metric.CannotTellBlob(final)).Select(metric => metric.Label).ToArray() is { Length: > 0 } blind)
        {
            yield return $"° says nothing where a blob scores like a perfect sampler: {string.Join(", ", blind)}";
        }
    }
}
