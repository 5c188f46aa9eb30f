using GanCli.Engine.Data;
using GanCli.Engine.Priors;
using GanCli.Engine.Random;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Training;

public sealed class BatchSourceTests
{
    private static readonly RandomStreams Streams = new(6);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void BatchesAreTheFirstSamplesOfTheirStreams(bool float64)
    {
        TorchRuntime.EnsureLoaded();
        ScalarType dtype = float64 ? ScalarType.Float64 : ScalarType.Float32;
        DataSource data = new RingConfig().Build(Streams);
        Prior prior = new GaussianPriorConfig { Dimension = 3 }.Build(Streams);
        using var batches = new BatchSource(data, prior, 5, dtype, CPU);
        using var scope = NewDisposeScope();
        Tensor real = batches.Real(Streams.Data.At(4)).Values;
        Tensor latent = batches.Latent(Streams.Latent.At(4), Streams.Data.At(4)).Values;
        Assert.Equal([5, 2], real.shape);
        Assert.Equal([5, 3], latent.shape);
        Assert.Equal((dtype, dtype), (real.dtype, latent.dtype));
        float[] rows = new float[10];
        data.Fill(Streams.Data.At(4), 0, rows);
        Assert.Equal(rows.Select(static x => (double)x), Numbers.Of(real));
        float[] latents = new float[15];
        prior.Fill(Streams.Latent.At(4), 0, latents);
        Assert.Equal(latents.Select(static x => (double)x), Numbers.Of(latent));
        Assert.NotEqual(latents.Select(static x => (double)x), Numbers.Of(batches.Latent(Streams.Latent.At(5), Streams.Data.At(5)).Values));
    }
}
