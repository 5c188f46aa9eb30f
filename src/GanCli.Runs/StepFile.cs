namespace GanCli.Runs;

/// <summary>A file that belongs to a step.</summary>
public readonly record struct StepFile(long Step, string Path);
