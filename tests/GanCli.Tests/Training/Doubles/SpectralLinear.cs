using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Inits;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Tests.Training.Doubles;

/// <summary>A linear layer whose weight is divided by an estimate of its largest singular value (Miyato et al. 2018). The estimate's vectors
/// are buffers, iterated once by a pass with a sink, whatever number of passes share that sink.</summary>
internal sealed record SpectralLinear : Layer
{
    private readonly Linear _linear;
    private readonly long _outputs;

    public SpectralLinear(string name, long inputs, long outputs)
        : base(name)
    {
        _outputs = outputs;
        _linear = new Linear(name, inputs, outputs, new NormalInitConfig { Std = 0.5 });
        Weights =
        [
            .. _linear.Weights,
            new WeightSpec($"{name}.u", [outputs], new NormalInit(1), IsParameter: false),
            new WeightSpec($"{name}.v", [inputs], new NormalInit(1), IsParameter: false),
        ];
    }

    public override IReadOnlyList<WeightSpec> Weights { get; }

    public override long[] OutputShape(long[] input) => [_outputs];

    public override Tensor Forward(Weights weights, Tensor input, Pass pass)
    {
        (Tensor u, Tensor v) = (weights[$"{Name}.u"], weights[$"{Name}.v"]);
        Tensor matrix = weights[$"{Name}.weight"];
        if (pass.Sink is { } sink)
        {
            if (!sink.Values.ContainsKey($"{Name}.u"))
            {
                using var noGrad = no_grad();
                Tensor nextV = nn.functional.normalize(matrix.t().mv(u), dim: 0);
                sink.Set($"{Name}.v", nextV);
                sink.Set($"{Name}.u", nn.functional.normalize(matrix.mv(nextV), dim: 0));
            }

            (u, v) = (sink.Values[$"{Name}.u"], sink.Values[$"{Name}.v"]);
        }

        Tensor sigma = u.dot(matrix.mv(v));
        return nn.functional.linear(input, matrix / sigma, weights[$"{Name}.bias"]);
    }
}
