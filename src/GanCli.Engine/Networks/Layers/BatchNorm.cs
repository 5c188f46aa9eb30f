using GanCli.Engine.Graphs;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Networks.Layers;

/// <summary>Batch normalization (Ioffe and Szegedy 2015) of [B, features], or of pictures [B, channels, H, W] over all of a channel's places. In training it
/// uses the batch's own statistics, in evaluation the running ones; a pass with a sink advances those by a tenth of the way, with the unbiased variance,
/// as PyTorch does.</summary>
public sealed record BatchNorm : Layer, IExpressible
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

    /// <exception cref="NotSupportedException">Inputs are neither vectors nor pictures.</exception>
    public override Layer For(long[] input) =>
        input.Length is not (1 or 3) ? throw new NotSupportedException($"'{Name}' normalizes vectors and pictures, and [{string.Join(", ", input)}] come")
        : input[0] == Weights[0].Count ? this
        : new BatchNorm(Name, input[0]);

    public override bool MixesSamples => true;

    public override Tensor Forward(Weights weights, Tensor input, Pass pass)
    {
        if (input.dim() > 2)
        {
            return OfPictures(weights, input, pass);
        }

        Tensor mean = weights[_mean];
        Tensor variance = weights[_variance];
        if (pass.Training)
        {
            (mean, variance) = TracedMoments(input);
            Advance(weights, input.size(0), mean, variance, pass.Sink);
        }

        return ((input - mean) * (Inverse(variance) * weights[_scale])).Plus(weights[_shift]);
    }

    public GraphValue Express(Weights weights, GraphValue input, IGraph graph)
    {
        GraphNumbers Of(string name) => GraphNumbers.Of(name, weights[name]);
        return graph.BatchNorm(Name, input, new BatchStatistics(Of(_scale), Of(_shift), Of(_mean), Of(_variance), Epsilon));
    }

    public override bool HasBackward => true;

    /// <summary>By libtorch's own kernel, one pass over memory where the formula takes eight. It writes running statistics in place, so that it gets
    /// copies.</summary>
    private Tensor OfPictures(Weights weights, Tensor input, Pass pass)
    {
        Tensor mean = pass.Sink?.Current(weights, _mean) ?? weights[_mean];
        Tensor variance = pass.Sink?.Current(weights, _variance) ?? weights[_variance];
        if (pass.Training)
        {
            (mean, variance) = (mean.detach().clone(), variance.detach().clone());
        }

        Tensor output = nn.functional.batch_norm(input, mean, variance, weights[_scale], weights[_shift], pass.Training, Momentum, Epsilon);
        if (pass is { Training: true, Sink: { } sink })
        {
            sink.Set(_mean, mean);
            sink.Set(_variance, variance);
        }

        return output;
    }

    public override Tensor ForwardWithTape(Weights weights, Tensor input, bool inputIsFree, Pass pass)
    {
        if (!pass.Training || !HostMemory.IsHostFloat32(input))
        {
            return Forward(weights, input, pass);
        }

        (Tensor mean, Tensor variance) = Moments(input);
        Advance(weights, input.size(0), mean, variance, pass.Sink);
        Tensor output = empty_like(input);
        Tensor factor = Inverse(variance) * weights[_scale];
        ColumnMoments.Apply(HostMemory.Of(input), HostMemory.Of(mean), HostMemory.Of(factor), HostMemory.Of(weights[_shift]), HostMemory.Of(output));
        return output;
    }

    /// <summary>Of a training pass. Its statistics are worked out again, which costs less than a place for them.</summary>
    public override Tensor Backward(Weights weights, Tensor input, Tensor output, Tensor gradient, Weights? gradients, bool inputWanted)
    {
        Tensor byScale = gradients?[_scale] ?? empty_like(weights[_scale]);
        Tensor byShift = gradients?[_shift] ?? empty_like(weights[_shift]);
        (Tensor mean, Tensor variance) = Moments(input);
        Tensor inverse = Inverse(variance);
        if (HostMemory.IsHostFloat32(input) && HostMemory.IsHostFloat32(gradient))
        {
            Tensor result = empty_like(input);
            ColumnMoments.Backward(
                HostMemory.Of(input),
                HostMemory.Of(mean),
                HostMemory.Of(inverse),
                HostMemory.Of(weights[_scale]),
                HostMemory.Of(gradient),
                HostMemory.Of(byScale),
                HostMemory.Of(byShift),
                HostMemory.Of(result));
            return result;
        }

        Tensor standard = (input - mean) * inverse;
        byShift.copy_(gradient.sum([0]));
        byScale.copy_((gradient * standard).sum([0]));
        return (gradient - byShift.Plus(standard * byScale).Over(input.size(0))) * (inverse * weights[_scale]);
    }

    /// <summary>Mean and biased variance of each feature, [features].</summary>
    private static (Tensor Mean, Tensor Variance) Moments(Tensor input)
    {
        if (!HostMemory.IsHostFloat32(input))
        {
            return TracedMoments(input);
        }

        (Tensor mean, Tensor variance) = (HostMemory.Empty(input.size(1)), HostMemory.Empty(input.size(1)));
        ColumnMoments.Moments(HostMemory.Of(input), HostMemory.Of(mean), HostMemory.Of(variance));
        return (mean, variance);
    }

    /// <summary>The same, where autograd can follow.</summary>
    private static (Tensor Mean, Tensor Variance) TracedMoments(Tensor input)
    {
        Tensor mean = input.mean([0]);
        return (mean, (input - mean).Squared().mean([0]));
    }

    private static Tensor Inverse(Tensor variance) => variance.Plus(Epsilon).rsqrt();

    private void Advance(Weights weights, long samples, Tensor mean, Tensor variance, BufferSink? sink)
    {
        if (sink is null)
        {
            return;
        }

        double unbiased = samples > 1 ? samples / (samples - 1d) : 1;
        sink.Set(_mean, sink.Current(weights, _mean).Times(1 - Momentum).Plus(mean.detach().Times(Momentum)));
        sink.Set(_variance, sink.Current(weights, _variance).Times(1 - Momentum).Plus(variance.detach().Times(Momentum * unbiased)));
    }
}
