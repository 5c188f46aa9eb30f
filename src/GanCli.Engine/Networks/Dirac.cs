using GanCli.Engine.Config;
using GanCli.Engine.Graphs;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Networks;

/// <summary>The players of Dirac-GAN, on data of any dimension: a generator that makes one point, G(z) = θ whatever the latent, and a
/// discriminator without a bias, D(x) = ψ·x.</summary>
[Component("dirac", "One weight for each number of a sample: the generator is a point θ, the discriminator the line ψx",
    Source = "Mescheder et al. 2018, definition 2.1")]
public sealed record DiracNetworkConfig : ArchitectureConfig
{
    [Option("Where every weight starts", Min = -1e6, Max = 1e6)]
    public double Start { get; init; } = 1;

    public override bool IgnoresLatents => true;

    public override Network Generator(long[] latent, long[] sample) => new Sequential(latent, [new Point("theta", sample, Start)]);

    public override Network Build(long[] input, long[] output) => new Sequential(input, [new Product("psi", input, output, Start)]);

    /// <summary>θ, whatever the input.</summary>
    private sealed record Point(string Name, long[] Sample, double Start) : Layer(Name), IExpressible
    {
        public override IReadOnlyList<WeightSpec> Weights { get; } = [new WeightSpec(Name, Sample, new ConstantInit(Start))];

        public override long[] OutputShape(long[] input) => Sample;

        public override Tensor Forward(Weights weights, Tensor input, Pass pass) => weights[Name].expand([input.shape[0], .. Sample]);

        public GraphValue Express(Weights weights, GraphValue input, IGraph graph) => graph.Repeat(Name, input, GraphNumbers.Of(Name, weights[Name]));
    }

    /// <summary>ψx, ψ being [outputs, inputs].</summary>
    private sealed record Product(string Name, long[] Input, long[] Output, double Start) : Layer(Name), IExpressible
    {
        public override IReadOnlyList<WeightSpec> Weights { get; } =
            [new WeightSpec(Name, [Output[0], Input.Aggregate(1L, static (a, b) => a * b)], new ConstantInit(Start))];

        public override string Matrix => Name;

        public override Layer For(long[] input) => new Product(Name, input, Output, Start);

        public override long[] OutputShape(long[] input) => Output;

        public override Tensor Forward(Weights weights, Tensor input, Pass pass) => input.flatten(1).mm(weights[Name].t());

        public GraphValue Express(Weights weights, GraphValue input, IGraph graph) =>
            graph.Linear(Name, input, GraphNumbers.Of(Name, weights[Name]), bias: null);
    }
}
