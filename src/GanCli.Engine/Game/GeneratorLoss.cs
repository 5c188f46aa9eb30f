using static TorchSharp.torch;

namespace GanCli.Engine.Game;

/// <summary>G's loss and what it was made of.</summary>
/// <param name="Total">Scalar that G minimizes.</param>
/// <param name="View">Samples and outputs.</param>
/// <param name="Terms">The remedies' terms, by name.</param>
public sealed record GeneratorLoss(Tensor Total, GeneratorView View, IReadOnlyList<(string Name, Tensor Value)> Terms);
