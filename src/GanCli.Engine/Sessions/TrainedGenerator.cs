using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Graphs;
using GanCli.Engine.Networks;
using GanCli.Engine.Priors;
using GanCli.Engine.Random;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using static TorchSharp.torch;

namespace GanCli.Engine.Sessions;

/// <summary>A generator out of a checkpoint: needs nothing but that file, not even the data.</summary>
public sealed class TrainedGenerator : IDisposable
{
    private readonly WeightStore _weights;
    private readonly Network _network;

    private TrainedGenerator(Checkpoint checkpoint, ExperimentConfig config, Prior prior, Network network, WeightStore weights, bool isAverage, Device device)
    {
        (Step, Config, Prior, Data, _network, _weights, IsAverage) = (checkpoint.Step, config, prior, checkpoint.Data, network, weights, isAverage);
        Sampler = new Sampler(network, prior, weights.Flat.dtype, device);
    }

    /// <summary>Steps it was trained for.</summary>
    public long Step { get; }

    public ExperimentConfig Config { get; }

    public Prior Prior { get; }

    /// <summary>What is known of the data.</summary>
    public CheckpointData Data { get; }

    /// <summary>These are averaged weights.</summary>
    public bool IsAverage { get; }

    public Weights Weights => _weights.Frozen;

    public Sampler Sampler { get; }

    /// <summary>Shape of one latent.</summary>
    public IReadOnlyList<long> LatentShape => _network.InputShape;

    /// <summary>Shape of one sample.</summary>
    public IReadOnlyList<long> SampleShape => _network.OutputShape;

    /// <summary>Loads a generator.</summary>
    /// <param name="path">The checkpoint.</param>
    /// <param name="average">Averaged weights or raw ones; null takes the average where there is one.</param>
    /// <param name="device">Where to compute.</param>
    /// <exception cref="InvalidDataException">The file is damaged or foreign, or has no averaged weights.</exception>
    public static TrainedGenerator Load(string path, bool? average, Device device)
    {
        using Checkpoint checkpoint = Checkpoint.Open(path);
        ExperimentConfig config = ConfigLoader.FromJson(checkpoint.ConfigJson, path);
        Prior prior = config.Prior.Build(config.Seed.Streams());
        checkpoint.Restore(prior);
        Network network = Blueprint.SampledGenerator(config, prior, [.. checkpoint.Data.SampleShape]);
        bool hasAverage = config.Training.Ema is not null;
        if (average == true && !hasAverage)
        {
            throw checkpoint.Fault("holds no averaged weights: training.ema was off; use --weights raw");
        }

        bool isAverage = average ?? hasAverage;
        string prefix = isAverage ? "average" : "generator";
        using var scope = NewDisposeScope();
        var tensors = network.Layout.Specs.Select(spec => checkpoint.Tensor($"{prefix}/{spec.Name}", spec.Shape).to(device));
        return new TrainedGenerator(checkpoint, config, prior, network, WeightStore.From(new Weights(network.Layout, tensors)), isAverage, device);
    }

    /// <summary>Whether columns of whole numbers come out whole and within the table's range, where that is known.</summary>
    public bool IsRounded { get; set; }

    /// <summary>Samples in the data's own units, chunk by chunk; the last chunk is cut to what was asked for.</summary>
    /// <exception cref="DivergedException">A sample is not finite: the weights are too large.</exception>
    public IEnumerable<float[]> Samples(RandomStream stream, long count) => Samples(Latents(stream, count));

    /// <summary>The latents of <see cref="Samples(RandomStream, long)"/>, chunk by chunk, each [rows × latent dimension].</summary>
    public IEnumerable<float[]> Latents(RandomStream stream, long count)
    {
        for (long first = 0; first < count; first += Sampler.Chunk)
        {
            var latents = new float[Math.Min(Sampler.Chunk, count - first) * Prior.Dimension];
            Prior.Fill(stream, first, latents);
            yield return latents;
        }
    }

    /// <summary>Samples of given latents in the data's own units, chunk by chunk.</summary>
    /// <exception cref="DivergedException">A sample is not finite: the weights are too large.</exception>
    /// <param name="latents">Chunks of at most <see cref="Sampler.Chunk"/> rows, each [rows × latent dimension]; a sample depends on its own row only.</param>
    public IEnumerable<float[]> Samples(IEnumerable<float[]> latents)
    {
        var whole = new float[Sampler.Chunk * Prior.Dimension];
        foreach (float[] chunk in latents)
        {
            chunk.CopyTo(whole, 0);
            float[] rows = Sampler.Map(Weights, whole)[..(chunk.Length / Prior.Dimension * Sampler.Dimension)];
            yield return InDataUnits(rows);
        }
    }

    /// <summary>Ways between latents of a stream, whose <see cref="Samples(IEnumerable{float[]})"/> are pictures on the way from one to another.</summary>
    public LatentWalk Walk(RandomStream stream) => new(Prior, stream);

    /// <summary>Writes down the way from latents to samples in the data's own units, which <see cref="IsRounded"/> leaves as they are.</summary>
    /// <param name="latents">[…<see cref="LatentShape"/>].</param>
    /// <param name="graph">Where to.</param>
    /// <returns>[…<see cref="SampleShape"/>].</returns>
    /// <exception cref="NotExpressibleException">A part of the network cannot be written down.</exception>
    /// <exception cref="DivergedException">A weight is not finite.</exception>
    public GraphValue Express(GraphValue latents, IGraph graph)
    {
        if (!_weights.IsFinite())
        {
            throw new DivergedException(Step, "generator", "a weight");
        }

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        GraphValue samples = Expression.Of(_network, Weights, latents, graph);
        return Data.Standardization is { } standardization
            ? graph.Affine("data", samples, Numbers("data.deviations", standardization.Deviations), Numbers("data.means", standardization.Means))
            : samples;

        GraphNumbers Numbers(string name, IReadOnlyList<double> numbers) => GraphNumbers.Of(name, numbers, SampleShape);
    }

    public void Dispose() => _weights.Dispose();

    /// <summary>Undoes the standardization in place.</summary>
    private float[] InDataUnits(float[] rows)
    {
        Data.Standardization?.Invert(rows);
        if (!Array.TrueForAll(rows, float.IsFinite))
        {
            throw new DivergedException(Step, "generator", "a sample");
        }

        if (IsRounded && Data.Forms is { } forms)
        {
            ColumnForm.Apply(forms, rows);
        }

        return rows;
    }
}
