using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Networks.Layers;

/// <summary>Batch normalization (Ioffe and Szegedy 2015) of [B, features]. In training it uses the batch's own statistics, in evaluation the
/// running ones; a pass with a sink advances those by a tenth of the way, with the unbiased variance, as PyTorch does.</summary>
public sealed record BatchNorm : Layer
{
    private const double Momentum = 0.1;
    private const double Epsilon = 1e-5;
    private readonly string _scale;
    private readonly string _shift;
    private readonly string _mean;
    private readonly string _variance;

    public BatchNorm(string name, long features)
        : base(name)
    {
        (_scale, _shift, _mean, _variance) = ($"{name}.weight", $"{name}.bias", $"{name}.running-mean", $"{name}.running-variance");
        Weights =
        [
            new WeightSpec(_scale, [features], new ConstantInit(1)),
            new WeightSpec(_shift, [features], new ConstantInit(0)),
            new WeightSpec(_mean, [features], new ConstantInit(0), IsParameter: false),
            new WeightSpec(_variance, [features], new ConstantInit(1), IsParameter: false),
        ];
    }

    public override IReadOnlyList<WeightSpec> Weights { get; }

    public override Layer For(long[] input) => input[0] == Weights[0].Count ? this : new BatchNorm(Name, input[0]);

    public override bool MixesSamples => true;

    public override Tensor Forward(Weights weights, Tensor input, Pass pass)
    {
        Tensor mean = weights[_mean];
        Tensor variance = weights[_variance];
        if (pass.Training)
        {
            mean = input.mean([0]);
            variance = (input - mean).Squared().mean([0]);
            if (pass.Sink is { } sink)
            {
                long n = input.shape[0];
                double unbiased = n > 1 ? n / (n - 1d) : 1;
                sink.Set(_mean, sink.Current(weights, _mean).Times(1 - Momentum).Plus(mean.detach().Times(Momentum)));
                sink.Set(_variance, sink.Current(weights, _variance).Times(1 - Momentum).Plus(variance.detach().Times(Momentum * unbiased)));
            }
        }

        return ((input - mean) * (variance.Plus(Epsilon).rsqrt() * weights[_scale])).Plus(weights[_shift]);
    }
}
