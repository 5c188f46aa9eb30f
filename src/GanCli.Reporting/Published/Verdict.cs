namespace GanCli.Reporting.Published;

/// <summary>Whether what came out is what was published.</summary>
public enum Verdict
{
    /// <summary>There is nothing to judge, or not by; or a sampler that knows nothing of the data meets the expectation too, so that a run that does shows
    /// nothing. The reason says which.</summary>
    NotCounted,

    /// <summary>The difference is shown to be within the margin; a bound is kept; a closed form is met.</summary>
    Agrees,

    /// <summary>The difference is shown to exceed the margin; a bound is broken; a closed form is missed.</summary>
    Differs,

    /// <summary>Neither is shown: there are too few runs, or they vary too much.</summary>
    Inconclusive,
}
