using System.Runtime.InteropServices;
using GanCli.Engine.Data;
using GanCli.Engine.Priors;
using GanCli.Engine.Random;
using TorchSharp;
using static TorchSharp.torch;

namespace GanCli.Engine.Training;

/// <summary>Fills batches of real samples and latents. The numbers are made on the host, whatever the device, into memory that every draw
/// reuses: a batch is good until the next one of its kind is drawn.</summary>
public sealed class BatchSource(DataSource data, Prior prior, int batch, ScalarType dtype, Device device) : IDisposable
{
    private readonly Tensor _real = empty([batch, data.Dimension], ScalarType.Float32).DetachFromDisposeScope();
    private readonly Tensor _latent = empty([batch, prior.Dimension], ScalarType.Float32).DetachFromDisposeScope();
    private readonly bool _asIs = dtype == ScalarType.Float32 && device.type == DeviceType.CPU;

    /// <summary>Real samples, [B, D]: samples 0 … B − 1 of the stream.</summary>
    public Tensor Real(RandomStream stream)
    {
        data.Fill(stream, 0, Span(_real));
        return Place(_real);
    }

    /// <summary>Latents, [B, Z]: latents 0 … B − 1 of the stream.</summary>
    public Tensor Latent(RandomStream stream)
    {
        prior.Fill(stream, 0, Span(_latent));
        return Place(_latent);
    }

    public void Dispose()
    {
        _real.Dispose();
        _latent.Dispose();
    }

    private static Span<float> Span(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    private Tensor Place(Tensor host) => _asIs ? host : host.to(dtype, device);
}
