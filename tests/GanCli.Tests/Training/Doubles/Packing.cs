using GanCli.Engine.Regularizers;
using GanCli.Engine.Training;
using static TorchSharp.torch;

namespace GanCli.Tests.Training.Doubles;

/// <summary>D judges <paramref name="samples"/> samples together (Lin et al. 2018).</summary>
internal sealed class Packing(int samples) : Regularizer
{
    public override long[] DiscriminatorInputShape(long[] shape, long[] latent) => [shape[0] * samples];

    public override Tensor DiscriminatorInput(Tensor batch, Tensor? latent, Moment moment) => batch.reshape(-1, batch.shape[1] * samples);
}
