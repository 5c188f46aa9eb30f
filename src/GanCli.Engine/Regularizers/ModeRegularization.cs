using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Losses;
using GanCli.Engine.Networks;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Regularizers;

/// <summary>Mode-regularized GAN: an encoder E maps real samples to latents, and both G and E minimize
/// λ₁ ‖x − G(E(x))‖² + λ₂ g(D(G(E(x)))), g being the generator's term of the loss (−log D for non-saturating, as published). Reconstructions lie at
/// every mode of the data, so G is taught at those it never generates. E moves after G, on the same samples.</summary>
[AlsoCalled("mode-gan", "mdgan", "mode-regularized")]
[Component(
    "mode-regularization",
    "An encoder lets G learn at every real sample: reconstruct it, and make the reconstruction look real",
    Source = "Che et al. 2017, section 3.1 and 3.2",
    When = "Modes are missing, and a third network is affordable",
    Cost = "A third network with its optimizer; two more passes of E, G and D in each update of G")]
public sealed record ModeRegularizationConfig : InverterConfig
{
    [Option("Factor λ₁ on the squared distance of a real sample to its reconstruction", Min = 0)]
    public double Distance { get; init; } = 0.2;

    [Option("Factor λ₂ on the generator's term of the reconstructions", Min = 0)]
    public double Realism { get; init; } = 0.4;

    public override void Validate(ConfigCheck check)
    {
        if (Distance == 0 && Realism == 0)
        {
            check.Fail("", "with both distance and realism 0 it does nothing; give one of them");
        }
    }

    public override string? Conflict(ExperimentConfig experiment) =>
        base.Conflict(experiment)
        ?? (experiment.Generator.IgnoresLatents
            ? $"its encoder learns by what the generator makes of latents, and this one ignores them; set generator.kind to {ArchitectureConfig.Generators}"
            : Realism > 0 && experiment.Loss.ComparesSamples
            ? $"rates reconstructions by D's output on them alone, and this loss compares it with real ones; set realism to 0, or loss.kind "
                + $"to {WaysOut.Kinds<LossConfig>(static loss => !loss.ComparesSamples && !loss.TakesErrors)}"
            : null);

    public override Regularizer Build() => new ModeRegularization(this);

    private sealed class ModeRegularization(ModeRegularizationConfig config) : Regularizer, IAddsToGeneratorLoss, IBringsPlayers, IAfterGeneratorUpdate
    {
        private readonly Inverter _encoder = new("encoder", config);

        public override bool GeneratorNeedsReal => true;

        public IReadOnlyList<Player> Players => _encoder.Players;

        public IReadOnlyList<(string Name, Network Network)> PlayerNetworks(AdversarialGame game) => _encoder.Networks(game);

        public override string? Conflict(AdversarialGame game) => _encoder.Conflict(game);

        public override void Attach(Attachment to) => _encoder.Attach(to);

        public Tensor GeneratorTerm(GeneratorView view) => Error(_encoder.Latents(view.Batch.Real!, view.Time), view);

        public void AfterGeneratorUpdate(GeneratorView view) =>
            _encoder.Learn(latents => Error(latents(view.Batch.Real!), view), view.Time);

        private Tensor Error(Tensor latents, GeneratorView view)
        {
            Samples real = view.Batch.Real!;
            Samples from = real.With(latents);
            Samples again = view.Game.Generate(view.Generator, from, view.Time);
            Tensor error = (again.Values - real.Values).Squared().flatten(1).sum([1]).mean().Times(config.Distance);
            if (config.Realism == 0)
            {
                return error;
            }

            Samples seen = view.Game.DiscriminatorInput(again, from, view.Time);
            Scores scores = view.Game.Judge(view.Discriminator, seen, view.Pass);
            return error.Plus(view.Game.GeneratorTerms(null, scores).mean().Times(config.Realism));
        }
    }
}
