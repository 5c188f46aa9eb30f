using static TorchSharp.torch;

namespace GanCli.Engine.Game;

/// <summary>D's loss and what it was made of.</summary>
/// <param name="Total">Scalar that D minimizes.</param>
/// <param name="RealScores">D's scores of real samples.</param>
/// <param name="FakeScores">D's scores of generated samples.</param>
/// <param name="Terms">The remedies' terms, by name.</param>
public sealed record DiscriminatorLoss(Tensor Total, Scores RealScores, Scores FakeScores, IReadOnlyList<(string Name, Tensor Value)> Terms);
