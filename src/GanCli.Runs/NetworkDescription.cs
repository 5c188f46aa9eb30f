namespace GanCli.Runs;

/// <summary>A network's table.</summary>
/// <param name="Name"><c>generator</c>, <c>discriminator</c> or another player's name.</param>
/// <param name="Parameters">Trained numbers in all.</param>
/// <param name="Layers">From input to output.</param>
public sealed record NetworkDescription(string Name, long Parameters, IReadOnlyList<LayerDescription> Layers);
