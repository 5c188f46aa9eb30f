using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Networks.Layers;

/// <summary>Appends to each sample how similar it is to the rest of its batch (Salimans et al. 2016, section 3.2): M_i = x_i T with T being
/// A×B×C, and o_ib = Σ_{j≠i} exp(−‖M_ib − M_jb‖₁), or its mean over j. [N, A] → [N, A + B]; of maps, x_i being all of its numbers, B further channels of
/// one value each: [N, C, …] → [N, C + B, …].</summary>
public sealed record MinibatchDiscrimination : Layer
{
    private readonly long _inputs;
    private readonly int _features;
    private readonly int _kernelDimensions;
    private readonly bool _mean;

    /// <param name="name">Name of the layer.</param>
    /// <param name="inputs">A, numbers of one sample.</param>
    /// <param name="features">B, similarities that are appended.</param>
    /// <param name="kernelDimensions">C, numbers that a similarity is told from.</param>
    /// <param name="mean">The mean over the other samples instead of the sum.</param>
    public MinibatchDiscrimination(string name, long inputs, int features, int kernelDimensions, bool mean)
        : base(name)
    {
        (_inputs, _features, _kernelDimensions, _mean) = (inputs, features, kernelDimensions, mean);
        Weights =
        [
            new WeightSpec(TensorName, [inputs, features, kernelDimensions], new NormalInit(1)),
            new WeightSpec(SimilarityName, [1], new ConstantInit(0), IsParameter: false),
        ];
    }

    public override IReadOnlyList<WeightSpec> Weights { get; }

    public override bool MixesSamples => true;

    /// <summary>Name of T.</summary>
    public string TensorName => $"{Name}.tensor";

    /// <summary>Name of the buffer that holds the mean similarity of two samples in the last batch that advanced it.</summary>
    public string SimilarityName => $"{Name}.similarity";

    public override Layer For(long[] input) =>
        Count(input) == _inputs ? this : new MinibatchDiscrimination(Name, Count(input), _features, _kernelDimensions, _mean);

    public override long[] OutputShape(long[] input) => [input[0] + _features, .. input[1..]];

    public override Tensor Forward(Weights weights, Tensor input, Pass pass)
    {
        Tensor x = input.flatten(1);
        Tensor similarities = PairwiseSimilarity.Of(x.mm(weights[TensorName].flatten(1)), _features);
        long others = Math.Max(1, x.shape[0] - 1);
        pass.Sink?.Set(SimilarityName, similarities.detach().mean().unsqueeze(0).Over(others));
        return new Samples(input).Beside(_mean ? similarities.Over(others) : similarities).Values;
    }

    private static long Count(long[] input) => input.Aggregate(1L, static (a, b) => a * b);
}
