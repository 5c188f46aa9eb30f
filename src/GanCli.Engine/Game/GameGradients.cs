using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Game;

/// <summary>The choice between the two engines, made once: each update goes to the layers where they serve it, and to autograd elsewhere.</summary>
internal sealed class GameGradients : IGameGradients
{
    private readonly IGameGradients[] _engines;
    private readonly IGameGradients _samples;
    private readonly IGameGradients _discriminator;
    private readonly IGameGradients _generator;
    private readonly IGameGradients _both;

    /// <param name="game">The game.</param>
    /// <param name="generator">The player.</param>
    /// <param name="discriminator">The player.</param>
    public GameGradients(AdversarialGame game, Player generator, Player discriminator)
    {
        var traced = new TracedGradients(game, generator, discriminator);
        LayerGradients? layers = LayerGradients.For(game, generator, discriminator);
        _engines = layers is null ? [traced] : [traced, layers];
        _samples = _engines[^1];
        _discriminator = layers?.ServesDiscriminator == true ? layers : traced;
        _generator = layers?.ServesGenerator == true ? layers : traced;
        _both = layers?.ServesBoth == true ? layers : traced;
    }

    /// <summary>Whose gradients come from the layers themselves instead of autograd.</summary>
    /// <param name="together">In a simultaneous update.</param>
    public (bool Generator, bool Discriminator) FromLayers(bool together) => together
        ? (_both is LayerGradients, _both is LayerGradients)
        : (_generator is LayerGradients, _discriminator is LayerGradients);

    public Samples Generate(Samples latent, StepTime time) => _samples.Generate(latent, time);

    public (DiscriminatorLoss Loss, Tensor Gradient) Discriminator(PlayedBatch batch, StepTime time, BufferSink sink) =>
        _discriminator.Discriminator(batch, time, sink);

    public (GeneratorLoss Loss, Tensor Gradient) Generator(Samples? real, Samples latent, StepTime time, BufferSink sink) =>
        _generator.Generator(real, latent, time, sink);

    public ((DiscriminatorLoss Loss, Tensor Gradient) Discriminator, (GeneratorLoss Loss, Tensor Gradient) Generator) Both(
        Samples real, Samples latent, StepTime time, BufferSink ofGenerator, BufferSink ofDiscriminator) =>
        _both.Both(real, latent, time, ofGenerator, ofDiscriminator);

    public void Dispose()
    {
        foreach (IGameGradients engine in _engines)
        {
            engine.Dispose();
        }
    }
}
