using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Game;

/// <summary>The joint gradient v(w) = (∂L_G/∂G, ∂L_D/∂D) of a game on one batch, anywhere, and the products of its Jacobian J = ∂v/∂w with vectors
/// (Mescheder et al. 2017, section 3): what rules for the joint update and the spectra of a game are made of. Noise is that of the batch's step, the
/// same at every point, so v is a function.</summary>
public sealed class JointField
{
    private readonly AdversarialGame _game;
    private readonly Samples _real;
    private readonly Samples _latent;
    private readonly StepTime _time;

    /// <param name="game">The game.</param>
    /// <param name="generator">The player.</param>
    /// <param name="discriminator">The player.</param>
    /// <param name="real">Real samples, [B, …].</param>
    /// <param name="latent">Latents, [B, …].</param>
    /// <param name="time">When, and noise.</param>
    /// <param name="ofGenerator">Receives new buffer values of G, where the players stand.</param>
    /// <param name="ofDiscriminator">Receives new buffer values of D, likewise.</param>
    public JointField(
        AdversarialGame game,
        Player generator,
        Player discriminator,
        Samples real,
        Samples latent,
        StepTime time,
        BufferSink? ofGenerator = null,
        BufferSink? ofDiscriminator = null)
    {
        (_game, Generator, Discriminator, _real, _latent, _time) = (game, generator, discriminator, real, latent, time);
        (DiscriminatorLoss, GeneratorLoss) = Losses(generator.Store.Leaves, discriminator.Store.Leaves, ofGenerator, ofDiscriminator);
    }

    public Player Generator { get; }

    public Player Discriminator { get; }

    /// <summary>D's loss where the players stand.</summary>
    public DiscriminatorLoss DiscriminatorLoss { get; }

    /// <summary>G's loss where the players stand.</summary>
    public GeneratorLoss GeneratorLoss { get; }

    /// <summary>v where the players stand, [P_G] and [P_D], without a graph; it shares the passes of the losses.</summary>
    public Gradients Here => Differentiate(DiscriminatorLoss, GeneratorLoss, Generator.Store.Leaves, Discriminator.Store.Leaves, createGraph: false);

    /// <summary>v at a point given by flat vectors, without a graph.</summary>
    /// <param name="generator">G's parameters, [P_G].</param>
    /// <param name="discriminator">D's parameters, [P_D].</param>
    public Gradients At(Tensor generator, Tensor discriminator) => At(Place(Generator, generator), Place(Discriminator, discriminator), createGraph: false);

    /// <summary>v where the players stand, with a graph, so that its Jacobian can be multiplied.</summary>
    public JointPoint Differentiable()
    {
        // One leaf for all weights: a second derivative by a single one may not exist (that of a linear loss by D's last bias).
        Tensor generator = Generator.Store.Flat.detach().requires_grad_();
        Tensor discriminator = Discriminator.Store.Flat.detach().requires_grad_();
        Gradients value = At(
            Weights.FromFlat(Generator.Store.Layout, generator, Generator.Store.Frozen.Buffers),
            Weights.FromFlat(Discriminator.Store.Layout, discriminator, Discriminator.Store.Frozen.Buffers),
            createGraph: true);
        return new JointPoint(generator, discriminator, value);
    }

    private static Weights Place(Player player, Tensor flat) =>
        Weights.FromFlat(player.Store.Layout, flat.detach().requires_grad_(), player.Store.Frozen.Buffers);

    private Gradients At(Weights generator, Weights discriminator, bool createGraph)
    {
        var (ofDiscriminator, ofGenerator) = Losses(generator, discriminator, null, null);
        return Differentiate(ofDiscriminator, ofGenerator, generator, discriminator, createGraph);
    }

    private (DiscriminatorLoss Discriminator, GeneratorLoss Generator) Losses(Weights g, Weights d, BufferSink? ofGenerator, BufferSink? ofDiscriminator)
    {
        var batch = new PlayedBatch(_real, _latent, _game.Generate(g, _latent, _time, ofGenerator));
        Weights opponent = _game.Opponent(d, new OpponentView(_game, Discriminator, batch, _time));
        return (_game.DiscriminatorLoss(d, batch, _time, ofDiscriminator), _game.GeneratorLoss(g, opponent, batch, _time));
    }

    private static Gradients Differentiate(DiscriminatorLoss ofDiscriminator, GeneratorLoss ofGenerator, Weights g, Weights d, bool createGraph) => new(
        g.Gradient(ofGenerator.Total, retainGraph: true, createGraph), d.Gradient(ofDiscriminator.Total, retainGraph: true, createGraph));
}
