using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Networks;
using GanCli.Engine.Tensors;
using GanCli.Runs;
using static System.FormattableString;
using static TorchSharp.torch;

namespace GanCli.Engine.Losses;

/// <summary>BEGAN: D is an autoencoder with the error L(v). D: L(x) − k L(G(z)); G: L(G(z)); after each update of G
/// k ← clip(k + λ(γ L(x) − L(G(z))), 0, 1), from k = 0, which keeps L(G(z)) near γ L(x). The convergence measure is
/// M = L(x) + |γ L(x) − L(G(z))|. The errors of k's rule are those of the last updates of D and of G.</summary>
[AlsoCalled("boundary-equilibrium")]
[Component(
    "began",
    "An autoencoder's errors on real and generated samples, held in balance by a control variable",
    Source = "Berthelot et al. 2017, section 3.4",
    When = "A measure of convergence is wanted that falls while training goes well; images",
    Cost = "The discriminator is an autoencoder; the diversity ratio must be found by trying")]
public sealed record BeganLossConfig : LossConfig
{
    [Option("Diversity ratio γ: the error on generated samples over that on real ones", Min = 0, Max = 1)]
    public double Gamma { get; init; } = 0.5;

    [Option("Rate λ at which k follows", Min = 0, MinExclusive = true, Max = 1)]
    public double Lambda { get; init; } = 0.001;

    public override string? Conflict(ExperimentConfig experiment) => experiment switch
    {
        { Discriminator.GivesErrors: false } =>
            $"compares reconstruction errors, which a discriminator with one output for a sample does not give; set discriminator.kind "
                + $"to {WaysOut.Kinds<ArchitectureConfig>(static network => network.GivesErrors)}",
        _ when experiment.Regularizers.FirstOrDefault(static r => r.MixesSamples) is { } mixing =>
            $"a sample's reconstruction error is its own, but {Catalog.KindOf(mixing)} looks at the whole batch; set regularizers to a list "
                + $"without {Catalog.KindOf(mixing)}",
        _ => null,
    };

    public override string? Warning(ExperimentConfig experiment) => experiment.Regularizers switch
    {
        var remedies when remedies.FirstOrDefault(static r => r.PenalizesInputGradients) is { } penalty =>
            $"{Catalog.KindOf(penalty)} makes the reconstruction error flat, but it is by its slope that the generator learns; k alone keeps the balance",
        var remedies when remedies.FirstOrDefault(static r => r.LooksAhead && r.ReplacesGeneratorLoss) is { } ahead =>
            $"k begins at 0, and so does what the discriminator's loss says of generated samples; set the generator-loss of {Catalog.KindOf(ahead)} to "
                + $"configured",
        _ => null,
    };

    public override bool IsCritic => true;

    public override bool TakesErrors => true;

    public override AdversarialLoss Build() => new Loss();

    public override Regularizer BuildControl() => new Balance(Gamma, Lambda);

    /// <summary>The errors themselves; what k does to them is the control's.</summary>
    private sealed class Loss : AdversarialLoss
    {
        public override DiscriminatorOutput Output { get; } = new("reconstruction-errors") { RealIsLower = true };

        public override (Tensor Real, Tensor Fake) Discriminator(Tensor real, Tensor fake) => (real.alias(), -fake);

        public override Tensor Generator(Tensor? real, Tensor fake) => fake.alias();
    }

    private sealed class Balance(double gamma, double lambda) : Regularizer, IReplacesDiscriminatorLoss, IAfterDiscriminatorUpdate, IAfterGeneratorUpdate
    {
        private Tensor? _k;
        private Tensor? _real;
        private Tensor? _convergence;

        public override IReadOnlyDictionary<string, Tensor> State => _k is null
            ? base.State
            : new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["k"] = _k, ["real-error"] = _real! };

        public override string? Conflict(AdversarialGame game) => game.Discriminator is Autoencoder { CodeSize: var code, InputSize: var size } && code >= size
            ? Invariant($"a code of {code} numbers lets the discriminator copy samples of {size} whatever they are, so that nothing could be told apart; ")
                + (size > 1 ? Invariant($"set discriminator.code to less than {size}") : "choose data of more than one dimension, or pack them")
            : null;

        public override void Attach(Attachment to) => (_k, _real) = (to.NewState(), to.NewState());

        public Tensor DiscriminatorLoss(DiscriminatorView view) => view.RealScores.Values.mean() - (_k! * view.FakeScores.Values.mean());

        public void AfterDiscriminatorUpdate(DiscriminatorLoss loss, Player discriminator, StepTime time) => _real!.copy_(loss.RealScores.Values.mean());

        public void AfterGeneratorUpdate(GeneratorView view)
        {
            using var noGrad = no_grad();
            Tensor imbalance = _real!.Times(gamma) - view.FakeScores.Values.mean();
            _k!.PlusInPlace(imbalance.Times(lambda)).WithinInPlace(0, 1);
            _convergence = _real!.Plus(imbalance.abs());
        }

        public override IReadOnlyList<(string Name, Tensor Value)> Statistics(StepTime time) => [("k", _k!.clone()), ("convergence", _convergence!)];
    }
}
