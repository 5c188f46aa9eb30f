using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Losses;
using GanCli.Engine.Networks;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Regularizers;

public enum VeeganObjective
{
    /// <summary>−D(G(z), z): D's logit estimates the log of the density ratio.</summary>
    LogRatio,

    /// <summary>The generator's term of the configured loss.</summary>
    Loss,
}

/// <summary>VEEGAN: a reconstructor F maps samples to latents, and D tells pairs (x, F(x) + noise) from (G(z), z). The noise makes a latent of x a draw from
/// p(z|x) = N(F(x), 1), whose log is −½ the reconstruction error, but for a constant: without it D tells F(x), a mean, from z by its length, wherever latents
/// have more dimensions than samples. G minimizes the adversarial term and ‖z − F(G(z))‖², F the latter only. What G leaves out of the data F maps to latents
/// unlike the prior's, and D sees it.</summary>
[Component(
    "veegan",
    "A reconstructor maps samples back to latents, and D judges both together",
    Source = "Srivastava et al. 2017, algorithm 1",
    When = "Modes are missing, and a third network is affordable",
    Cost = "A third network with its optimizer; three more passes of it in a step, and a larger first layer of D")]
public sealed record VeeganConfig : InverterConfig
{
    [Option("Factor on the reconstruction error in G's loss", Min = 0)]
    public double Weight { get; init; } = 1;

    [Option("G's adversarial term: log-ratio, D's plain output as published; or that of the loss")]
    public VeeganObjective Objective { get; init; } = VeeganObjective.LogRatio;

    [Option("Standard deviation of the latents around F(x) that D sees; 0 shows it F(x) itself", Min = 0, Max = 1000)]
    public double Noise { get; init; } = 1;

    public override bool ReplacesGeneratorLoss => Objective == VeeganObjective.LogRatio;

    public override string? Conflict(ExperimentConfig experiment) =>
        base.Conflict(experiment)
        ?? (ReplacesGeneratorLoss && experiment.Loss.LogRatio == LogRatio.None
            ? $"takes D's output for the log of a density ratio, which this loss does not teach it; set objective to loss, or loss.kind "
                + $"to {WaysOut.Kinds<LossConfig>(static loss => loss.LogRatio == LogRatio.Exact)}"
            : ReplacesGeneratorLoss && experiment.Regularizers.Any(other => !ReferenceEquals(other, this) && other.ReplacesGeneratorLoss)
            ? "takes the place of G's loss, and another remedy does so too; set objective to loss, or remove one of them"
            : null);

    public override string? Warning(ExperimentConfig experiment) =>
        !ReplacesGeneratorLoss ? null
        : experiment.Loss.LogRatio == LogRatio.Multiple
            ? $"takes D's output for the log of a density ratio, and with this loss it is a multiple of that; set objective to loss, "
                + $"or {experiment.Loss.WayToLogRatio}"
        : experiment.Regularizers.FirstOrDefault(static other => other.BendsTargets) is { } labels
            ? $"takes D's output for the log of a density ratio, which {Catalog.KindOf(labels)} bends; set objective to loss"
        : null;

    public override Regularizer Build() => new Veegan(this);

    private sealed class Veegan(VeeganConfig config)
        : Regularizer, IShapesInput, IAddsToGeneratorLoss, IReplacesGeneratorLoss, IBringsPlayers, IAfterGeneratorUpdate
    {
        private readonly Inverter _reconstructor = new("reconstructor", config);

        public IReadOnlyList<Player> Players => _reconstructor.Players;

        public IReadOnlyList<(string Name, Network Network)> PlayerNetworks(AdversarialGame game) => _reconstructor.Networks(game);

        public override string? Conflict(AdversarialGame game) => _reconstructor.Conflict(game);

        public override void Attach(Attachment to) => _reconstructor.Attach(to);

        public long[] DiscriminatorInputShape(long[] shape, long[] latent) => [shape[0] + latent[0], .. shape[1..]];

        public Samples DiscriminatorInput(Samples samples, Samples? latent, StepTime time) =>
            samples.Beside(latent?.Values ?? Noisy(_reconstructor.Latents(samples, time), time));

        public Tensor? GeneratorLoss(GeneratorView view) => config.ReplacesGeneratorLoss ? -view.FakeScores.Values.mean() : null;

        public Tensor GeneratorTerm(GeneratorView view) =>
            Error(_reconstructor.Latents(view.Batch.Fake, view.Time), view).Times(config.Weight);

        public void AfterGeneratorUpdate(GeneratorView view) =>
            _reconstructor.Learn(latents => Error(latents(view.Batch.Fake.Detached()), view), view.Time);

        // The reconstructor's own layers draw from the first lanes.
        private Tensor Noisy(Tensor latents, StepTime time) => config.Noise == 0
            ? latents
            : latents.Plus(time.Noise.ForLane(time.Noise.Lane + NoiseLanes.PerRegularizer - 1).NormalTensor(latents.shape, latents).Times(config.Noise));

        private static Tensor Error(Tensor latents, GeneratorView view) => (latents - view.Batch.Latent.Values).Squared().sum([1]).mean();
    }
}
