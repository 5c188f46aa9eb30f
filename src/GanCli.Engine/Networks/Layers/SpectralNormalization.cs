using GanCli.Engine.Graphs;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Networks.Layers;

/// <summary>A layer whose <see cref="Layer.Matrix"/> is divided by its largest singular value σ (Miyato et al. 2018, algorithm 1), seen as
/// [outputs, everything else]. σ = uᵀWv; u and v are buffers, constants to every gradient, that passes with a sink bring closer by power
/// iteration: once for all passes that share the sink.</summary>
public sealed record SpectralNormalization : Layer, IExpressible
{
    private readonly Layer _layer;
    private readonly int _iterations;

    /// <param name="layer">A layer that has a matrix.</param>
    /// <param name="iterations">Power iterations for each sink.</param>
    public SpectralNormalization(Layer layer, int iterations)
        : base(layer.Name)
    {
        (_layer, _iterations) = (layer, iterations);
        WeightSpec matrix = layer.Weights.Single(weight => string.Equals(weight.Name, layer.Matrix, StringComparison.Ordinal));
        Weights =
        [
            .. layer.Weights,
            new WeightSpec(LeftName, [matrix.Shape[layer.OutputAxis]], new NormalInit(1), IsParameter: false),
            new WeightSpec(RightName, [matrix.Count / matrix.Shape[layer.OutputAxis]], new NormalInit(1), IsParameter: false),
        ];
    }

    public override IReadOnlyList<WeightSpec> Weights { get; }

    public override bool MixesSamples => _layer.MixesSamples;

    public override string Matrix => _layer.Matrix!;

    public override int OutputAxis => _layer.OutputAxis;

    private string LeftName => $"{Name}.u";

    private string RightName => $"{Name}.v";

    public override Layer For(long[] input) => new SpectralNormalization(_layer.For(input), _iterations);

    public override long[] OutputShape(long[] input) => _layer.OutputShape(input);

    public override Tensor Forward(Weights weights, Tensor input, Pass pass)
    {
        if (pass.Sink is { } sink && !sink.Holds(LeftName))
        {
            using var noGrad = no_grad();
            (Tensor left, Tensor right) = Iterate(weights, _iterations);
            sink.Set(LeftName, left);
            sink.Set(RightName, right);
        }

        (Tensor u, Tensor v) = (Current(LeftName), Current(RightName));
        if (!pass.Training)
        {
            // Those of averaged weights are averages, a little shorter than 1.
            (u, v) = (nn.functional.normalize(u, dim: 0), nn.functional.normalize(v, dim: 0));
        }

        return _layer.Forward(Divided(weights, u, v), input, pass);

        Tensor Current(string name) => pass.Sink is { } collected ? collected.Current(weights, name) : weights[name];
    }

    /// <summary>Written down, the layer has its matrix divided once and for all.</summary>
    public GraphValue Express(Weights weights, GraphValue input, IGraph graph)
    {
        using var noGrad = no_grad();
        (Tensor u, Tensor v) = (nn.functional.normalize(weights[LeftName], dim: 0), nn.functional.normalize(weights[RightName], dim: 0));
        return Expression.Of(_layer, Divided(weights, u, v), input, graph);
    }

    /// <summary>σ as the buffers of these weights have it, a scalar.</summary>
    public Tensor Sigma(Weights weights) => weights[LeftName].dot(Flat(weights).mv(weights[RightName]));

    /// <summary>Gives the buffers a first direction worth the name; drawn ones tell nothing of σ.</summary>
    /// <param name="weights">Weights whose buffers are written.</param>
    /// <param name="iterations">Power iterations.</param>
    public void Initialize(Weights weights, int iterations)
    {
        (Tensor u, Tensor v) = Iterate(weights, iterations);
        weights[LeftName].copy_(u);
        weights[RightName].copy_(v);
    }

    /// <summary>Against a division by 0 where all weights are 0.</summary>
    private const double Smallest = 1e-12;

    // Vectors of earlier weights may tell them apart from the present ones by a sign, which is no matter of size.
    private Weights Divided(Weights weights, Tensor u, Tensor v) =>
        weights.With(Matrix, weights[Matrix] / u.dot(Flat(weights).mv(v)).abs().AtLeast(Smallest));

    private (Tensor U, Tensor V) Iterate(Weights weights, int iterations)
    {
        Tensor matrix = Flat(weights).detach();
        (Tensor u, Tensor v) = (weights[LeftName], weights[RightName]);
        for (int i = 0; i < iterations; i++)
        {
            v = Direction(matrix.t().mv(u), v);
            u = Direction(matrix.mv(v), u);
        }

        return (u, v);

        // A vector of zeros would stay one for ever, whatever became of the weights.
        static Tensor Direction(Tensor next, Tensor last) => nn.functional.normalize(where(next.norm().IsAbove(Smallest), next, last), dim: 0);
    }

    private Tensor Flat(Weights weights) => weights[Matrix].transpose(0, OutputAxis).flatten(1);
}
