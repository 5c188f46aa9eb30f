namespace GanCli.Engine.Watch.Remedies;

/// <summary>A cause, and what speaks for it.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="Evidence">The number that shows it, in a clause.</param>
public sealed record Symptom(Cause Cause, string Evidence);
