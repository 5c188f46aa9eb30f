namespace GanCli.Engine.Graphs;

/// <summary>Something cannot be written down as an <see cref="IGraph"/>.</summary>
/// <param name="part">What, for instance <c>layer '0.linear'</c>.</param>
/// <param name="reason">Why, as the rest of a sentence that begins with the part.</param>
public sealed class NotExpressibleException(string part, string reason) : NotSupportedException($"{part} {reason}");
