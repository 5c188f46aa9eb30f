using System.Runtime.InteropServices;
using GanCli.Engine.Data;
using GanCli.Engine.Priors;
using GanCli.Engine.Random;
using GanCli.Engine.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace GanCli.Engine.Training;

/// <summary>Fills batches of real samples and latents. The numbers are made on the host, whatever the device, into memory that every draw
/// reuses: a batch is good until the next one of its kind is drawn.</summary>
public sealed class BatchSource(DataSource data, Prior prior, int batch, ScalarType dtype, Device device) : IDisposable
{
    private readonly Tensor _real = HostMemory.Empty([batch, .. data.Shape]).DetachFromDisposeScope();
    private readonly Tensor _latent = HostMemory.Empty(batch, prior.Dimension).DetachFromDisposeScope();
    private readonly Tensor? _realLabels = NewLabels(data, batch);
    private readonly Tensor? _latentLabels = NewLabels(data, batch);
    private readonly bool _asIs = dtype == ScalarType.Float32 && device.type == DeviceType.CPU;

    /// <summary>Real samples, [B, …shape]: samples 0 … B − 1 of the stream.</summary>
    public Samples Real(RandomStream stream)
    {
        data.Fill(stream, 0, Floats(_real));
        return new Samples(Place(_real), Labels(_realLabels, stream));
    }

    /// <summary>Latents, [B, Z]: latents 0 … B − 1 of the stream, with the labels that G is asked for. Those are the labels of real samples 0 … B − 1, so that
    /// G is asked for what the data hold, and sample i of both batches is of one class: what mixes them number by number never mixes classes.</summary>
    /// <param name="stream">Where latents come from.</param>
    /// <param name="data">Where the real samples of this update come from.</param>
    public Samples Latent(RandomStream stream, RandomStream data)
    {
        prior.Fill(stream, 0, Floats(_latent));
        return new Samples(Place(_latent), Labels(_latentLabels, data));
    }

    public void Dispose()
    {
        _real.Dispose();
        _latent.Dispose();
        _realLabels?.Dispose();
        _latentLabels?.Dispose();
    }

    private static Tensor? NewLabels(DataSource data, int batch) =>
        data.Classes is null ? null : empty([batch], ScalarType.Int64, CPU).DetachFromDisposeScope();

    private Tensor? Labels(Tensor? host, RandomStream stream)
    {
        if (host is null)
        {
            return null;
        }

        data.FillLabels(stream, 0, MemoryMarshal.Cast<byte, long>(host.bytes));
        return device.type == DeviceType.CPU ? host : host.to(device);
    }

    private static Span<float> Floats(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    private Tensor Place(Tensor host) => _asIs ? host : host.to(dtype, device);
}
