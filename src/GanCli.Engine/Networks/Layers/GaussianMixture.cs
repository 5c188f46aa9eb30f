using GanCli.Engine.Graphs;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Networks.Layers;

/// <summary>Places noise in a mixture of Gaussians, all equally likely, with learned means μ_k and deviations σ_k = exp(s_k), one for each axis:
/// (e_k, ε) → μ_k + σ_k ε, e_k being the k-th unit vector: [B, K + d] → [B, d]. Between unit vectors means and deviations are
/// interpolated, so that a straight walk from one component to another is a straight walk.</summary>
public sealed record GaussianMixture : Layer, IExpressible
{
    private readonly string _means;
    private readonly string _logStds;
    private readonly long _components;
    private readonly long _dimension;

    /// <param name="name">Name of the layer.</param>
    /// <param name="components">K.</param>
    /// <param name="dimension">d.</param>
    /// <param name="spread">First means are uniform in [−spread, spread].</param>
    /// <param name="std">First deviation, above 0.</param>
    public GaussianMixture(string name, long components, long dimension, double spread, double std)
        : base(name)
    {
        (_means, _logStds, _components, _dimension) = ($"{name}.means", $"{name}.log-stds", components, dimension);
        Weights =
        [
            new WeightSpec(_means, [components, dimension], new UniformInit(spread)),
            new WeightSpec(_logStds, [components, dimension], new ConstantInit(Math.Log(std))),
        ];
    }

    public override IReadOnlyList<WeightSpec> Weights { get; }

    public override long[] OutputShape(long[] input) => [_dimension];

    public override Tensor Forward(Weights weights, Tensor input, Pass pass)
    {
        (Tensor component, Tensor noise) = Parts(input);
        return component.mm(weights[_means]).Plus(component.mm(weights[_logStds].exp()) * noise);
    }

    public GraphValue Express(Weights weights, GraphValue input, IGraph graph)
    {
        GraphValue component = graph.Slice($"{Name}.component", input, 0, _components);
        GraphValue noise = graph.Slice($"{Name}.noise", input, _components, _dimension);
        GraphValue mean = graph.Linear($"{Name}.mean", component, GraphNumbers.Of(_means, weights[_means].t()), bias: null);
        GraphValue std = graph.Linear($"{Name}.std", component, GraphNumbers.Of($"{Name}.stds", weights[_logStds].exp().t()), bias: null);
        return graph.Sum(Name, mean, graph.Product($"{Name}.spread", std, noise));
    }

    /// <summary>log p(z) = log Σ_k 1/K Π_i N(z_i; μ_ki, σ_ki²).</summary>
    /// <param name="weights">Weights that hold those of this layer.</param>
    /// <param name="z">[B, d].</param>
    /// <returns>[B].</returns>
    public Tensor LogDensity(Weights weights, Tensor z)
    {
        Tensor logStds = weights[_logStds];
        Tensor standard = (z.unsqueeze(1) - weights[_means]) / logStds.exp();
        Tensor each = (standard.Squared().Times(-0.5) - logStds).Minus(0.5 * Math.Log(2 * Math.PI));
        return each.sum(2).logsumexp(1).Minus(Math.Log(_components));
    }

    public override bool HasBackward => true;

    public override Tensor Backward(Weights weights, Tensor input, Tensor output, Tensor gradient, Weights? gradients, bool inputWanted)
    {
        (Tensor component, Tensor noise) = Parts(input);
        Tensor stds = weights[_logStds].exp();
        Tensor byStd = gradient * noise;
        if (gradients is not null)
        {
            Tensor transposed = component.t();
            gradients[_means].addmm_(transposed, gradient, beta: 0);
            gradients[_logStds].copy_(transposed.mm(byStd) * stds);
        }

        return inputWanted ? cat([gradient.mm(weights[_means].t()).Plus(byStd.mm(stds.t())), gradient * component.mm(stds)], 1) : gradient;
    }

    private (Tensor Component, Tensor Noise) Parts(Tensor input) => (input.narrow(1, 0, _components), input.narrow(1, _components, _dimension));
}
