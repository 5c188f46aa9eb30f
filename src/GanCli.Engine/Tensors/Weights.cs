using static TorchSharp.torch;

namespace GanCli.Engine.Tensors;

/// <summary>The weights of a network as a value: an ordered map from name to tensor, parameters before buffers. Nothing in it is ever
/// replaced; new weights are a new value, possibly functions of older ones that gradients flow through.</summary>
public sealed class Weights
{
    private readonly Tensor[] _tensors;

    /// <param name="layout">Names and shapes.</param>
    /// <param name="tensors">One tensor for each of <see cref="WeightLayout.Specs"/>, in that order.</param>
    public Weights(WeightLayout layout, IEnumerable<Tensor> tensors)
    {
        Layout = layout;
        _tensors = [.. tensors];
        Parameters = _tensors.AsMemory(0, layout.ParameterSizes.Length).ToArray();
        if (_tensors.Length != layout.Specs.Count)
        {
            throw new ArgumentException($"{_tensors.Length} tensors for {layout.Specs.Count} weights", nameof(tensors));
        }
    }

    public WeightLayout Layout { get; }

    /// <summary>The trained tensors, in the layout's order.</summary>
    public Tensor[] Parameters { get; }

    /// <summary>The tensors that passes advance, in the layout's order.</summary>
    public ReadOnlySpan<Tensor> Buffers => _tensors.AsSpan(Parameters.Length);

    /// <summary>All tensors, in the layout's order.</summary>
    public ReadOnlySpan<Tensor> All => _tensors;

    /// <exception cref="KeyNotFoundException">There is no weight of that name.</exception>
    public Tensor this[string name] => _tensors[Layout.IndexOf(name)];

    /// <summary>Weights whose parameters are pieces of one flat vector [<see cref="WeightLayout.ParameterCount"/>]; gradients flow to it.</summary>
    public static Weights FromFlat(WeightLayout layout, Tensor flat, ReadOnlySpan<Tensor> buffers)
    {
        var tensors = new Tensor[layout.Specs.Count];
        Tensor[] pieces = flat.split(layout.ParameterSizes);
        for (int i = 0; i < pieces.Length; i++)
        {
            long[] shape = layout.Specs[i].Shape;
            tensors[i] = shape.Length == 1 ? pieces[i] : pieces[i].view(shape);
        }

        buffers.CopyTo(tensors.AsSpan(pieces.Length));
        return new Weights(layout, tensors);
    }

    /// <summary>The weights whose names begin with a prefix, under the rest of their names; all of them for an empty one.</summary>
    public Weights Within(string prefix)
    {
        if (prefix.Length == 0)
        {
            return this;
        }

        (WeightLayout layout, int[] places) = Layout.Within(prefix);
        return new Weights(layout, places.Select(place => _tensors[place]));
    }

    /// <summary>The parameters as one flat vector; gradients flow through it.</summary>
    public Tensor Flatten() => Concatenate(Parameters);

    /// <summary>∂<paramref name="loss"/>/∂parameters as one flat vector [P]; 0 for weights that took no part.</summary>
    /// <param name="loss">A scalar that was computed with these weights.</param>
    /// <param name="retainGraph">Keep what the loss was computed with, for another gradient of it.</param>
    /// <param name="createGraph">Keep the gradient differentiable.</param>
    public Tensor Gradient(Tensor loss, bool retainGraph, bool createGraph)
    {
        IList<Tensor> gradients = autograd.grad([loss], Parameters, retain_graph: retainGraph, create_graph: createGraph, allow_unused: true);
        return Concatenate(gradients.Zip(
            Parameters, static (gradient, at) => gradient is null || gradient.IsInvalid ? zeros_like(at, requires_grad: false) : gradient));
    }

    /// <summary>Gradients (or anything shaped like the parameters) as one flat vector.</summary>
    public static Tensor Concatenate(IEnumerable<Tensor> tensors) => cat([.. tensors.Select(static t => t.flatten())]);

    /// <summary>The same weights but for one.</summary>
    public Weights With(string name, Tensor tensor)
    {
        Tensor[] tensors = [.. _tensors];
        tensors[Layout.IndexOf(name)] = tensor;
        return new Weights(Layout, tensors);
    }

    /// <summary>The same parameters with the new values of buffers that passes collected.</summary>
    public Weights With(BufferSink sink) => new(Layout, Layout.Specs.Select(spec => sink.Current(this, spec.Name)));
}
