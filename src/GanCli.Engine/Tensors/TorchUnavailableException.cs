namespace GanCli.Engine.Tensors;

/// <summary>libtorch cannot be used in this process.</summary>
/// <param name="message">One line: what is missing or unfit, and what to do.</param>
/// <param name="inner">What the system's loader said, in full.</param>
public sealed class TorchUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
