namespace GanCli.Engine.Training;

/// <summary>An experiment does not fit into memory; nothing was started.</summary>
public sealed class MemoryShortageException(string message) : Exception(message);
