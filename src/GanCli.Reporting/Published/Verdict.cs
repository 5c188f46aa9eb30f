namespace GanCli.Reporting.Published;

/// <summary>Whether what came out is what was published.</summary>
public enum Verdict
{
    NotJudged,
    Agrees,
    Differs,
}
