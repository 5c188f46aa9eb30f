namespace GanCli.Reporting.Published;

/// <summary>What an expectation rests on, and so what agreeing with it is worth. Verdicts are counted apart.</summary>
public enum Evidence
{
    /// <summary>A number that a publication prints.</summary>
    Printed,

    /// <summary>What a publication says in words or shows in a picture.</summary>
    Claim,

    /// <summary>A number that nobody published: it follows from what was described. A test of the program.</summary>
    ClosedForm,
}
