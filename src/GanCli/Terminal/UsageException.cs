namespace GanCli.Terminal;

/// <summary>The command line asks for something that makes no sense; ends the program with <see cref="ExitCodes.Usage"/>.</summary>
/// <param name="message">One line: what is wrong and what to do.</param>
internal sealed class UsageException(string message) : Exception(message);
