using GanCli.Engine.Networks;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Game;

/// <summary>A remedy at work: hooks into the game, each doing nothing unless overridden. The training step never asks which remedy it has.
/// Tensors handed to a hook live until the end of the player's update; what is kept longer must be cloned and moved out of the dispose scope.</summary>
public abstract class Regularizer
{
    /// <summary>The generator's terms or objective need real samples in its step too.</summary>
    public virtual bool GeneratorNeedsReal => false;

    /// <summary>It changes what D minimizes: its loss, what it sees or what it is. Where no remedy does, D's gradient may come from its layers directly.</summary>
    public virtual bool ChangesDiscriminatorLoss => true;

    /// <summary>It changes what G minimizes, likewise.</summary>
    public virtual bool ChangesGeneratorLoss => true;

    /// <summary>All that it does is to put the samples that D sees together in other shapes: the numbers stay, in their order, and gradients by them only need
    /// the shape of single samples back.</summary>
    public virtual bool OnlyRegroups => false;

    /// <summary>It has gradients of its own for a simultaneous update: <see cref="JointGradients"/>.</summary>
    public virtual bool ChangesJointGradients => false;

    /// <summary>The penalty that is all it does to D's loss; null where it does something else, or nothing.</summary>
    public virtual IInputPenalty? Penalty => null;

    /// <summary>On which samples its discriminator term reads <see cref="DiscriminatorView.InputGradients"/>.</summary>
    public virtual SampleKinds InputGradients => SampleKinds.None;

    /// <summary>Its generator term reads features of D: <see cref="GeneratorView.Features"/> is filled.</summary>
    public virtual bool ReadsFeatures => false;

    /// <summary>Tensors that must survive a restart (moving averages, control variables): saved by name, restored in place, disposed with the run.</summary>
    public virtual IReadOnlyDictionary<string, Tensor> State { get; } = new Dictionary<string, Tensor>(StringComparer.Ordinal);

    /// <summary>The networks of its <see cref="Players"/>, in the same order, known before any tensor exists.</summary>
    public virtual IReadOnlyList<(string Name, Network Network)> PlayerNetworks(AdversarialGame game) => [];

    /// <summary>Further players (encoders, reconstructors) with networks and optimizers of their own: saved, restored and shown in tables.</summary>
    public virtual IReadOnlyList<Player> Players => [];

    /// <summary>Shape of what D sees.</summary>
    /// <param name="shape">Shape of what it would see without this remedy, no batch axis.</param>
    /// <param name="latent">Shape of one latent.</param>
    public virtual long[] DiscriminatorInputShape(long[] shape, long[] latent) => shape;

    /// <summary>Changes G's network, for instance its layers by <see cref="Network.Rewrite"/>.</summary>
    public virtual Network Generator(Network generator) => generator;

    /// <summary>Changes D's network, for instance its layers by <see cref="Network.Rewrite"/>.</summary>
    public virtual Network Discriminator(Network discriminator) => discriminator;

    /// <summary>Why it cannot work with these networks and the way out, or null when it can. What the config alone tells belongs into
    /// <see cref="Config.ComponentConfig.Conflict"/>.</summary>
    public virtual string? Conflict(AdversarialGame game) => null;

    /// <summary>Called once, when the players exist: the place to create <see cref="Players"/> and <see cref="State"/>.</summary>
    public virtual void Attach(Attachment to)
    {
    }

    /// <summary>What its <see cref="Initialize"/> goes by, and so when it has its turn, wherever in the list it is.</summary>
    public virtual FirstValues FirstValues => FirstValues.FromData;

    /// <summary>Called once, when every remedy is attached and before the first step, without gradients: the place for first values that
    /// depend on other weights or on data.</summary>
    public virtual void Initialize(Attachment to)
    {
    }

    /// <summary>Transforms what D sees.</summary>
    /// <param name="samples">[B, …]; its gradients must keep flowing.</param>
    /// <param name="latent">The latents that generated samples came from, [B, …]; null for real samples.</param>
    /// <param name="moment">When, and where noise comes from: the same for real and generated samples.</param>
    /// <returns>[B', …]: B' differs where samples are packed.</returns>
    public virtual Tensor DiscriminatorInput(Tensor samples, Tensor? latent, StepTime moment) => samples;

    /// <summary>Changes the share of each sample that D is told is real: 1 for real and 0 for generated samples before any remedy.</summary>
    public virtual Targets Targets(Targets targets, DiscriminatorView view) => targets;

    /// <summary>Weights of the generated samples in G's loss, [B'], or null for all alike. The loss is the weighted mean.</summary>
    public virtual Tensor? GeneratorSampleWeights(Tensor fakeOutput, StepTime moment) => null;

    /// <summary>D's adversarial loss in place of the configured one (a scalar), or null.</summary>
    public virtual Tensor? DiscriminatorLoss(DiscriminatorView view) => null;

    /// <summary>A scalar added to D's loss, or null.</summary>
    public virtual Tensor? DiscriminatorTerm(DiscriminatorView view) => null;

    /// <summary>A scalar added to G's loss, or null.</summary>
    public virtual Tensor? GeneratorTerm(GeneratorView view) => null;

    /// <summary>The D weights that G is trained against, as a function of those it would be trained against without this remedy.</summary>
    public virtual Weights Opponent(Weights discriminator, OpponentView view) => discriminator;

    /// <summary>It can work out G's loss and its gradient without autograd: against such a network, in a game where no other remedy changes a
    /// loss. Then <see cref="DirectGeneratorLoss"/> is asked in place of the other hooks of G's update.</summary>
    public virtual bool IsDirect(Sequential discriminator) => false;

    /// <summary>G's loss (a scalar), its gradient by the generated samples ([B, …]), and D's outputs on them ([B]).</summary>
    public virtual (Tensor Loss, Tensor BySample, Tensor FakeOutput) DirectGeneratorLoss(OpponentView view) =>
        throw new NotSupportedException("this remedy goes through autograd");

    /// <summary>G's adversarial loss in place of the configured one (a scalar), or null.</summary>
    public virtual Tensor? GeneratorLoss(GeneratorView view) => null;

    /// <summary>Gradients of a simultaneous update in place of the plain ones, or null; the update may overwrite them.</summary>
    public virtual Gradients? JointGradients(JointView view) => null;

    /// <summary>Scalars worth logging that are no terms of a loss, read after each step's last update of G; always the same names.</summary>
    public virtual IReadOnlyList<(string Name, Tensor Value)> Statistics(StepTime moment) => [];

    /// <summary>Called after each update of D's weights, without gradients.</summary>
    /// <param name="loss">The loss that the update was made with.</param>
    /// <param name="discriminator">The player, updated.</param>
    /// <param name="moment">When, and noise.</param>
    public virtual void AfterDiscriminatorUpdate(DiscriminatorLoss loss, Player discriminator, StepTime moment)
    {
    }

    /// <summary>Called after each update of G, with gradients on: the place where <see cref="Players"/> learn.</summary>
    public virtual void AfterGeneratorUpdate(GeneratorView view)
    {
    }
}
