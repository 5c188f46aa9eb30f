namespace GanCli.Reporting.Published;

/// <summary>What the ± of a published number is.</summary>
public enum Uncertainty
{
    /// <summary>Nobody told.</summary>
    Unknown,

    /// <summary>The standard error of a mean.</summary>
    StandardError,

    /// <summary>The standard deviation of one trial.</summary>
    Deviation,

    /// <summary>How far off a result may be.</summary>
    Tolerance,
}
