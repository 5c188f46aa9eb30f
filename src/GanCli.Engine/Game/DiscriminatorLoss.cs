using static TorchSharp.torch;

namespace GanCli.Engine.Game;

/// <summary>D's loss and what it was made of.</summary>
/// <param name="Total">Scalar that D minimizes.</param>
/// <param name="RealOutput">D's outputs on real samples, [B'].</param>
/// <param name="FakeOutput">D's outputs on generated samples, [B'].</param>
/// <param name="Terms">The remedies' terms, by name.</param>
public sealed record DiscriminatorLoss(Tensor Total, Tensor RealOutput, Tensor FakeOutput, IReadOnlyList<(string Name, Tensor Value)> Terms);
