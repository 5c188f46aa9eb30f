namespace GanCli.Engine.Tensors;

/// <summary>The device that was asked for does not exist here.</summary>
/// <param name="message">One line: which, why not, and what to do.</param>
public sealed class DeviceUnavailableException(string message) : Exception(message);
