using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Game;

/// <summary>Gradients by autograd over the game: for every network, every remedy and every device.</summary>
internal sealed class TracedGradients(AdversarialGame game, Player generator, Player discriminator) : IGameGradients
{
    private readonly Capability<IUpdatesJointly>[] _rules = Capability<IUpdatesJointly>.Of(game.Regularizers);

    public Samples Generate(Samples latent, StepTime time) => game.Generate(generator.Store.Frozen, latent, time);

    public (DiscriminatorLoss Loss, Tensor Gradient) Discriminator(PlayedBatch batch, StepTime time, BufferSink sink)
    {
        DiscriminatorLoss loss = game.DiscriminatorLoss(discriminator.Store.Leaves, batch, time, sink);
        return (loss, Player.Gradient(loss.Total, discriminator.Store.Leaves));
    }

    public (GeneratorLoss Loss, Tensor Gradient) Generator(Samples? real, Samples latent, StepTime time, BufferSink sink)
    {
        var batch = new PlayedBatch(real, latent, game.Generate(generator.Store.Leaves, latent, time, sink));
        Weights opponent = game.Opponent(discriminator.Store.Frozen, new OpponentView(game, discriminator, batch, time));
        GeneratorLoss loss = game.GeneratorLoss(generator.Store.Leaves, opponent, batch, time);
        return (loss, Player.Gradient(loss.Total, generator.Store.Leaves));
    }

    public ((DiscriminatorLoss Loss, Tensor Gradient) Discriminator, (GeneratorLoss Loss, Tensor Gradient) Generator) Both(
        Samples real, Samples latent, StepTime time, BufferSink ofGenerator, BufferSink ofDiscriminator)
    {
        var field = new JointField(game, generator, discriminator, real, latent, time, ofGenerator, ofDiscriminator);
        Gradients? gradients = null;
        foreach ((IUpdatesJointly rule, int i, _) in _rules)
        {
            gradients = rule.JointGradients(field, time.For(i));
        }

        gradients ??= field.Here;
        return ((field.DiscriminatorLoss, gradients.Discriminator), (field.GeneratorLoss, gradients.Generator));
    }

    public void Dispose()
    {
    }
}
