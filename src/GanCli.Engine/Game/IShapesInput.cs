using GanCli.Engine.Tensors;

namespace GanCli.Engine.Game;

/// <summary>A remedy that changes what D sees, and so what both players minimize.</summary>
public interface IShapesInput
{
    /// <summary>Shape of what D sees.</summary>
    /// <param name="shape">Shape of what it would see without this remedy, no batch axis.</param>
    /// <param name="latent">Shape of one latent.</param>
    long[] DiscriminatorInputShape(long[] shape, long[] latent) => shape;

    /// <summary>Transforms what D sees.</summary>
    /// <param name="samples">[B, …]; its gradients must keep flowing.</param>
    /// <param name="latent">The latents that generated samples came from, [B, …]; null for real samples.</param>
    /// <param name="time">When, and where noise comes from: the same for real and generated samples.</param>
    /// <returns>[B', …], with their labels: B' differs where samples are packed.</returns>
    Samples DiscriminatorInput(Samples samples, Samples? latent, StepTime time);
}
