using GanCli.Engine.Networks;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Game;

/// <summary>What an update is computed on.</summary>
/// <param name="Real">Real samples, [B, …]; in G's update null unless <see cref="AdversarialGame.GeneratorNeedsReal"/>.</param>
/// <param name="Latent">Latents, [B, …], with the labels that G is asked for.</param>
/// <param name="Fake">G's samples for those latents, [B, …]; gradients flow to G where they have any.</param>
public sealed record PlayedBatch(Samples? Real, Samples Latent, Samples Fake);

/// <summary>What a remedy sees of an evaluation of D's loss.</summary>
/// <param name="Game">The game.</param>
/// <param name="Weights">D's weights at which it is evaluated: the player's own, or those of a look-ahead, with the buffers that this
/// evaluation's passes advanced.</param>
/// <param name="Real">Real samples as D sees them, [B', …].</param>
/// <param name="Fake">Generated samples as D sees them, [B', …].</param>
/// <param name="RealScores">D's on <paramref name="Real"/>.</param>
/// <param name="FakeScores">D's on <paramref name="Fake"/>.</param>
/// <param name="InputGradients">Gradients of D's scores, one a sample, by its inputs, one for each sample, [B', …]: those of the main pass, shared by all
/// remedies and differentiable. Only for the samples that a remedy's <see cref="IAddsToDiscriminatorLoss.InputGradients"/> asks for; null for the
/// others.</param>
/// <param name="GradientAt">The same at points that a remedy chooses, [B', …] → [B', …], by a pass of their own.</param>
/// <param name="Targets">How real D is told the samples are; to <see cref="ISetsTargets.Targets"/>, by the remedies before.</param>
/// <param name="Pass">For further passes of D: training, the same noise, advancing nothing.</param>
/// <param name="Time">When, and noise.</param>
public sealed record DiscriminatorView(
    AdversarialGame Game,
    Weights Weights,
    Samples Real,
    Samples Fake,
    Scores RealScores,
    Scores FakeScores,
    Lazy<(Tensor? Real, Tensor? Fake)> InputGradients,
    Func<Samples, Tensor> GradientAt,
    Targets Targets,
    Pass Pass,
    StepTime Time);

/// <summary>What a remedy sees before G's loss, when it may choose D's weights.</summary>
/// <param name="Game">The game.</param>
/// <param name="Discriminator">The player, whose optimizer and its memory a look-ahead starts from and must not change.</param>
/// <param name="Batch">Real samples, latents and generated samples; gradients flow to G.</param>
/// <param name="Time">When, and noise.</param>
public sealed record OpponentView(AdversarialGame Game, Player Discriminator, PlayedBatch Batch, StepTime Time);

/// <summary>What a remedy sees of an evaluation of G's loss.</summary>
/// <param name="Game">The game.</param>
/// <param name="Generator">G's weights.</param>
/// <param name="Discriminator">The D weights that G is trained against.</param>
/// <param name="Batch">Real samples, latents and generated samples; gradients flow to G.</param>
/// <param name="FakeSeen">Generated samples as D sees them, [B', …].</param>
/// <param name="FakeScores">D's on them.</param>
/// <param name="RealSeen">Real samples as D sees them, [B', …]; null unless <see cref="AdversarialGame.GeneratorNeedsReal"/>.</param>
/// <param name="RealScores">D's on them; null unless the loss needs it.</param>
/// <param name="Features">Outputs of D's layers for the generated samples, by the layers' names; empty unless a remedy reads features.</param>
/// <param name="Pass">For further passes of D: training, the same noise, advancing nothing.</param>
/// <param name="Time">When, and noise.</param>
public sealed record GeneratorView(
    AdversarialGame Game,
    Weights Generator,
    Weights Discriminator,
    PlayedBatch Batch,
    Samples FakeSeen,
    Scores FakeScores,
    Samples? RealSeen,
    Scores? RealScores,
    IReadOnlyDictionary<string, Tensor> Features,
    Pass Pass,
    StepTime Time);

/// <summary>Gradients of both players' losses, flat.</summary>
/// <param name="Generator">∂L_G/∂G, [P_G].</param>
/// <param name="Discriminator">∂L_D/∂D, [P_D].</param>
public sealed record Gradients(Tensor Generator, Tensor Discriminator);
