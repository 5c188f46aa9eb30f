namespace GanCli.Runs;

/// <summary>How tables show that a value is no merit.</summary>
public static class BlobMark
{
    /// <summary>Stands behind a value that a featureless blob reaches too.</summary>
    public const string Mark = "°";

    /// <summary>What the mark says.</summary>
    public const string Note = Mark + " no better than a featureless blob: one Gaussian, or uniform over the data’s extent";
}
