namespace GanCli.Tests.Support;

/// <summary>What a run of the program left behind.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Data">All of stdout.</param>
/// <param name="Talk">All of stderr.</param>
public sealed record ProgramResult(int ExitCode, string Data, string Talk);
