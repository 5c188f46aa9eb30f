using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Networks.Layers;

/// <summary>A pure function of weights and input. Layers never hold tensors.</summary>
/// <param name="Name">Unique in its network, for instance <c>0.linear</c>.</param>
public abstract record Layer(string Name)
{
    public virtual IReadOnlyList<WeightSpec> Weights => [];

    /// <inheritdoc cref="Network.MixesSamples"/>
    public virtual bool MixesSamples => false;

    /// <summary>Name of the weight that multiplies the input, [outputs, …inputs], or null: what spectral normalization divides.</summary>
    public virtual string? Matrix => null;

    /// <summary>The axis of <see cref="Matrix"/> that outputs lie along: 0, or 1 in a transposed convolution.</summary>
    public virtual int OutputAxis => 0;

    /// <summary>The layer as it is for inputs of this shape, no batch axis; a layer whose weights depend on it makes a new one.</summary>
    public virtual Layer For(long[] input) => this;

    /// <summary>The layer as it is at a place of its network, from 0; one that has noise inside takes lanes of its own there.</summary>
    public virtual Layer At(int place) => this;

    /// <summary>Shape of one output for the shape of one input.</summary>
    public virtual long[] OutputShape(long[] input) => input;

    public abstract Tensor Forward(Weights weights, Tensor input, Pass pass);

    /// <summary>What <see cref="Network.Map"/> makes of it; a layer with layers inside changes those.</summary>
    /// <param name="path">The prefix of its weights' names.</param>
    /// <param name="change">Given a prefix and a layer.</param>
    public virtual Layer Map(string path, Func<string, Layer, Layer> change) => change(path, this);

    /// <summary>Rows of the network's table: itself, or the layers inside.</summary>
    /// <param name="input">Shape of one input.</param>
    public virtual IEnumerable<LayerDescription> Describe(long[] input) =>
    [
        new LayerDescription(
            Name,
            OutputShape(input),
            Weights.Where(static w => w.IsParameter).Sum(static w => w.Count),
            Weights.Where(w => string.Equals(w.Name, Matrix, StringComparison.Ordinal)).Sum(static w => w.Count)),
    ];

    /// <summary>The layer can be differentiated once without autograd: <see cref="ForwardWithTape"/> and <see cref="Backward"/> work.</summary>
    public virtual bool HasBackward => false;

    /// <summary>As <see cref="Forward"/>, without gradients.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="input">[B, …].</param>
    /// <param name="inputIsFree">Nobody else needs the input any more: the output may take its place.</param>
    /// <param name="pass">How; a training pass where samples influence one another.</param>
    public virtual Tensor ForwardWithTape(Weights weights, Tensor input, bool inputIsFree, Pass pass) => Forward(weights, input, pass);

    /// <summary>First derivatives of such a pass, written down instead of traced.</summary>
    /// <param name="weights">The weights of the forward pass.</param>
    /// <param name="input">What <see cref="ForwardWithTape"/> was given, except where a later layer wrote into it.</param>
    /// <param name="output">What it returned, likewise.</param>
    /// <param name="gradient">Of the loss by <paramref name="output"/>; may be overwritten.</param>
    /// <param name="gradients">Receives the gradients of the weights, or null where they are not wanted.</param>
    /// <param name="inputWanted">Whether the gradient by the input is wanted.</param>
    /// <returns>That gradient, or anything where it is not wanted.</returns>
    public virtual Tensor Backward(Weights weights, Tensor input, Tensor output, Tensor gradient, Weights? gradients, bool inputWanted) =>
        throw new NotSupportedException($"{Name} is differentiated by autograd");

    /// <summary><see cref="Tangent"/> and <see cref="BackwardTangent"/> work: derivatives of derivatives without autograd.</summary>
    public virtual bool HasTangents => false;

    /// <summary>It is linear piece by piece: the results of <see cref="Backward"/> move with the input only through the gradients of the weights, and
    /// <see cref="AddHessianVectorProduct"/> works.</summary>
    public virtual bool IsPiecewiseLinear => false;

    /// <summary>How the output of a direct pass moves.</summary>
    /// <param name="weights">The weights of that pass.</param>
    /// <param name="direction">How the weights move; null: not at all.</param>
    /// <param name="input">What it was given.</param>
    /// <param name="output">What it returned.</param>
    /// <param name="tangent">How the input moves; null: not at all.</param>
    /// <returns>Shaped like <paramref name="output"/>; null: not at all.</returns>
    public virtual Tensor? Tangent(Weights weights, Weights? direction, Tensor input, Tensor output, Tensor? tangent) =>
        throw new NotSupportedException($"{Name} is differentiated twice by autograd");

    /// <summary>Adds how the gradients of the weights move when the input does, while neither the weights nor the gradient by the output do.</summary>
    /// <param name="tangent">How the input moves; null: not at all.</param>
    /// <param name="slope">The gradient that <see cref="Backward"/> was given.</param>
    /// <param name="gradients">Is added to.</param>
    public virtual void AddHessianVectorProduct(Tensor? tangent, Tensor slope, Weights gradients)
    {
    }

    /// <summary>How the results of <see cref="Backward"/> move.</summary>
    /// <param name="weights">The weights of that pass.</param>
    /// <param name="direction">How the weights move; null: not at all.</param>
    /// <param name="input">What the forward pass was given, except where a later layer wrote into it.</param>
    /// <param name="output">What it returned, likewise.</param>
    /// <param name="tangent">How the input moves; null: not at all.</param>
    /// <param name="slope">The gradient that <see cref="Backward"/> was given.</param>
    /// <param name="slopeTangent">How that moves.</param>
    /// <param name="gradients">Receives how the gradients of the weights move, or null where that is not wanted.</param>
    /// <param name="inputWanted">Whether the move of the gradient by the input is wanted.</param>
    /// <returns>That, or anything where it is not wanted.</returns>
    public virtual Tensor BackwardTangent(
        Weights weights, Weights? direction, Tensor input, Tensor output, Tensor? tangent, Tensor slope, Tensor slopeTangent, Weights? gradients,
        bool inputWanted) =>
        throw new NotSupportedException($"{Name} is differentiated twice by autograd");
}
