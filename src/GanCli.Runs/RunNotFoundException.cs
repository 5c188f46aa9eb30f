namespace GanCli.Runs;

/// <summary>What somebody typed names no run, or several. The message is one line for that person.</summary>
public sealed class RunNotFoundException(string message) : Exception(message);
