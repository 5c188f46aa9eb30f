using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Networks.Layers;

/// <summary>Appends one feature (or channel) to each sample: how much the samples of its group differ (Karras et al. 2018, section 3). Sample i
/// of N belongs to group i mod N/size; the number is √(variance + 1e-8) within the group, averaged over all features. [N, F, …] → [N, F + 1, …].</summary>
/// <param name="Name">Name of the layer.</param>
/// <param name="GroupSize">Samples in a group; where a batch does not consist of whole groups, groups are as large as they can be below.</param>
public sealed record MinibatchStddev(string Name, int GroupSize) : Layer(Name)
{
    private const double Floor = 1e-8;

    public override IReadOnlyList<WeightSpec> Weights => [new WeightSpec(DeviationName, [1], new ConstantInit(0), IsParameter: false)];

    public override bool MixesSamples => true;

    /// <summary>Name of the buffer that holds the mean of the last batch that advanced it.</summary>
    public string DeviationName => $"{Name}.deviation";

    public override long[] OutputShape(long[] input) => [input[0] + 1, .. input[1..]];

    public override Tensor Forward(Weights weights, Tensor input, Pass pass)
    {
        long n = input.shape[0];
        long size = Math.Min(GroupSize, n);
        while (n % size != 0)
        {
            size--;
        }

        Tensor groups = input.reshape(size, n / size, -1);
        Tensor deviation = (groups - groups.mean([0], keepdim: true)).Squared().mean([0]).Plus(Floor).sqrt().mean([1]);
        pass.Sink?.Set(DeviationName, deviation.detach().mean().unsqueeze(0));
        long[] one = [n, 1, .. input.shape[2..]];
        Tensor feature = deviation.repeat(size).view([n, .. Enumerable.Repeat(1L, one.Length - 1)]).expand(one);
        return cat([input, feature], 1);
    }
}
