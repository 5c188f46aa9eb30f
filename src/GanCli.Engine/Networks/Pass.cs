using GanCli.Engine.Random;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Networks;

/// <summary>How a forward pass is to be run. The same pass run twice gives the same result: noise comes from a stream, not from a state.</summary>
public sealed record Pass
{
    /// <summary>Batch statistics come from the buffers, dropout is off, nothing is advanced.</summary>
    public static Pass Evaluation { get; } = new();

    /// <summary>Batch statistics come from the batch, dropout is on.</summary>
    public bool Training { get; init; }

    /// <summary>Where noise inside the network comes from; needed when <see cref="Training"/> a network that has any.</summary>
    public RandomStream Noise { get; init; }

    /// <summary>What the samples are that are passed, int64 [B]; null where they have no labels. For layers that depend on them.</summary>
    public Tensor? Labels { get; init; }

    /// <summary>Collects new values of buffers; null: the pass advances none.</summary>
    public BufferSink? Sink { get; init; }

    /// <summary>Through it gradients by the pass's inputs are taken, where anybody takes them.</summary>
    public Layers.InputGradients? InputGradients { get; init; }

    /// <summary>Collects the output of every layer by the layer's name; null: none is kept.</summary>
    public IDictionary<string, Tensor>? Features { get; init; }
}
