using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Game;

/// <summary>Who computes the gradients of a game. Two do: autograd over the game (<see cref="TracedGradients"/>), and layers that know their own
/// derivatives (<see cref="LayerGradients"/>). Both give the same numbers, and the same views to every hook.</summary>
internal interface IGameGradients : IDisposable
{
    /// <summary>Generated samples without a graph, [B, …].</summary>
    /// <param name="latent">[B, …].</param>
    /// <param name="time">When, and noise.</param>
    Samples Generate(Samples latent, StepTime time);

    /// <summary>D's loss and its gradient, [P_D].</summary>
    /// <param name="batch">Real samples, latents and generated samples.</param>
    /// <param name="time">When, and noise.</param>
    /// <param name="sink">Receives new buffer values of D.</param>
    (DiscriminatorLoss Loss, Tensor Gradient) Discriminator(PlayedBatch batch, StepTime time, BufferSink sink);

    /// <summary>G's loss and its gradient, [P_G].</summary>
    /// <param name="real">[B, …] where <see cref="AdversarialGame.GeneratorNeedsReal"/>.</param>
    /// <param name="latent">[B, …].</param>
    /// <param name="time">When, and noise.</param>
    /// <param name="sink">Receives new buffer values of G.</param>
    (GeneratorLoss Loss, Tensor Gradient) Generator(Samples? real, Samples latent, StepTime time, BufferSink sink);

    /// <summary>Both losses and their gradients, [P_D] and [P_G], at the same point and on the same batch.</summary>
    /// <param name="real">[B, …].</param>
    /// <param name="latent">[B, …].</param>
    /// <param name="time">When, and noise.</param>
    /// <param name="ofGenerator">Receives new buffer values of G.</param>
    /// <param name="ofDiscriminator">Receives new buffer values of D.</param>
    ((DiscriminatorLoss Loss, Tensor Gradient) Discriminator, (GeneratorLoss Loss, Tensor Gradient) Generator) Both(
        Samples real, Samples latent, StepTime time, BufferSink ofGenerator, BufferSink ofDiscriminator);
}
