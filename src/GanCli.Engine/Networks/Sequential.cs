using GanCli.Engine.Graphs;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Networks;

/// <summary>Layers one after another.</summary>
public sealed class Sequential : Network, IExpressible
{
    private readonly Layer[] _layers;
    private readonly Layer[] _joined;

    public Sequential(long[] input, IEnumerable<Layer> layers)
    {
        InputShape = input;
        var adapted = new List<Layer>();
        var rows = new List<LayerDescription>();
        long[] shape = input;
        foreach (Layer layer in layers.Select((layer, place) => layer.For(shape).At(place)))
        {
            adapted.Add(layer);
            rows.AddRange(layer.Describe(shape));
            shape = layer.OutputShape(shape);
        }

        _layers = [.. adapted];
        _joined = [.. Dense.Join(_layers)];
        Layout = new WeightLayout(_layers.SelectMany(static l => l.Weights));
        OutputShape = shape;
        Layers = rows;
        MixesSamples = _layers.Any(static l => l.MixesSamples);
    }

    public override WeightLayout Layout { get; }

    public override long[] InputShape { get; }

    public override long[] OutputShape { get; }

    public override bool MixesSamples { get; }

    public override IReadOnlyList<LayerDescription> Layers { get; }

    public override Network Map(Func<string, Layer, Layer> change) => new Sequential(InputShape, _layers.Select(layer => layer.Map("", change)));

    public override Network Rewrite(Func<IReadOnlyList<Layer>, IEnumerable<Layer>> change, long[]? input = null) =>
        new Sequential(input ?? InputShape, change(_layers));

    public override Tensor Forward(Weights weights, Tensor input, Pass pass)
    {
        foreach (Layer layer in pass.Features is null ? _joined : _layers)
        {
            input = layer.Forward(weights, input, pass);
            pass.Features?.Add(layer.Name, input);
        }

        return input;
    }

    public GraphValue Express(Weights weights, GraphValue input, IGraph graph) =>
        _layers.Aggregate(input, (value, layer) => Expression.Of(layer, weights, value, graph));

    /// <summary>All layers can be differentiated once without autograd.</summary>
    public bool HasBackward => _joined.All(static l => l.HasBackward);

    /// <summary>A pass without autograd that keeps what <see cref="Backward"/> needs. Only for networks that are <see cref="HasBackward"/>.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="input">[B, …]; it is not written.</param>
    /// <param name="pass">How; a training pass where samples influence one another.</param>
    /// <returns>The input and what followed from it, step by step; the last is the network's. Where samples do not influence one another, the same
    /// rows of all of it are the pass of those samples.</returns>
    public Tensor[] ForwardWithTape(Weights weights, Tensor input, Pass pass)
    {
        var tape = new Tensor[_joined.Length + 1];
        tape[0] = input;
        for (int i = 0; i < _joined.Length; i++)
        {
            // The caller's input must stay as it is; anything in between belongs to this pass.
            tape[i + 1] = _joined[i].ForwardWithTape(weights, tape[i], inputIsFree: i > 0, pass);
        }

        return tape;
    }

    /// <summary>First derivatives of a direct pass.</summary>
    /// <param name="weights">The weights of that pass.</param>
    /// <param name="tape">What it returned.</param>
    /// <param name="gradient">Of the loss by the output, shaped like it; may be overwritten.</param>
    /// <param name="gradients">Receives the gradients of the weights, or null.</param>
    /// <param name="inputWanted">Whether the gradient by the input is wanted.</param>
    /// <returns>That gradient, or anything where it is not wanted.</returns>
    public Tensor Backward(Weights weights, Tensor[] tape, Tensor gradient, Weights? gradients, bool inputWanted) =>
        Gradients(weights, tape, gradient, gradients, inputWanted)[0];

    /// <summary>As <see cref="Backward"/>, and keeps what <see cref="BackwardTangent"/> needs.</summary>
    /// <returns>The gradient by the input and by what followed from it, step by step; the last is the given one.</returns>
    public Tensor[] Gradients(Weights weights, Tensor[] tape, Tensor gradient, Weights? gradients, bool inputWanted)
    {
        var slopes = new Tensor[tape.Length];
        slopes[^1] = gradient;
        for (int i = _joined.Length - 1; i >= 0; i--)
        {
            slopes[i] = _joined[i].Backward(weights, tape[i], tape[i + 1], slopes[i + 1], gradients, inputWanted || i > 0);
        }

        return slopes;
    }

    /// <summary>All layers can be differentiated twice without autograd.</summary>
    public bool HasTangents => _joined.All(static l => l.HasTangents);

    /// <summary>All layers are linear piece by piece: <see cref="AddHessianVectorProducts"/> works.</summary>
    public bool IsPiecewiseLinear => _joined.All(static l => l.IsPiecewiseLinear);

    /// <summary>How a direct pass moves. Only for networks that are <see cref="HasTangents"/>.</summary>
    /// <param name="weights">The weights of that pass.</param>
    /// <param name="direction">How the weights move; null: not at all.</param>
    /// <param name="tape">What it returned.</param>
    /// <param name="input">How the input moves; null: not at all. One of the two must move.</param>
    /// <returns>Shaped like the tape.</returns>
    public Tensor?[] Tangents(Weights weights, Weights? direction, Tensor[] tape, Tensor? input)
    {
        var tangents = new Tensor?[tape.Length];
        tangents[0] = input;
        for (int i = 0; i < _joined.Length; i++)
        {
            tangents[i + 1] = _joined[i].Tangent(weights, direction, tape[i], tape[i + 1], tangents[i]);
        }

        return tangents;
    }

    /// <summary>Adds how the gradients of the weights move along with a direct pass, while the weights and the gradient by the output stay. Only for
    /// networks that are <see cref="IsPiecewiseLinear"/>.</summary>
    /// <param name="tangents">How that pass moves.</param>
    /// <param name="slopes">What <see cref="Gradients"/> returned.</param>
    /// <param name="gradients">Is added to.</param>
    public void AddHessianVectorProducts(Tensor?[] tangents, Tensor[] slopes, Weights gradients)
    {
        for (int i = 0; i < _joined.Length; i++)
        {
            _joined[i].AddHessianVectorProduct(tangents[i], slopes[i + 1], gradients);
        }
    }

    /// <summary>How the first derivatives of a direct pass move.</summary>
    /// <param name="weights">The weights of that pass.</param>
    /// <param name="direction">How the weights move; null: not at all.</param>
    /// <param name="tape">What it returned.</param>
    /// <param name="tangents">How that moves.</param>
    /// <param name="slopes">What <see cref="Gradients"/> returned.</param>
    /// <param name="gradient">How the given gradient moves.</param>
    /// <param name="gradients">Receives how the gradients of the weights move, or null.</param>
    /// <returns>How the gradient by the input moves.</returns>
    public Tensor BackwardTangent(
        Weights weights, Weights? direction, Tensor[] tape, Tensor?[] tangents, Tensor[] slopes, Tensor gradient, Weights? gradients)
    {
        for (int i = _joined.Length - 1; i >= 0; i--)
        {
            gradient = _joined[i].BackwardTangent(weights, direction, tape[i], tape[i + 1], tangents[i], slopes[i + 1], gradient, gradients, inputWanted: true);
        }

        return gradient;
    }
}
