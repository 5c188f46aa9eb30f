using static TorchSharp.torch;

namespace GanCli.Engine.Tensors;

/// <summary>A batch of samples of any shape and, where there are any, what each one is. Whoever joins, packs, chooses or replaces samples does it to
/// both, so that a label never ends up beside another sample.</summary>
/// <param name="Values">The numbers, [B, …shape]; latents are samples of the prior, [B, Z].</param>
/// <param name="Labels">The class of each sample as a whole number from 0, int64 [B], or [B, m] for packs of m; null: samples have none.</param>
public sealed record Samples(Tensor Values, Tensor? Labels = null)
{
    /// <summary>B.</summary>
    public long Count => Values.size(0);

    /// <summary>Samples without labels.</summary>
    public static implicit operator Samples(Tensor values) => new(values);

    /// <summary>Other numbers for the same samples, [B, …]: they keep their labels.</summary>
    public Samples With(Tensor values) => new(values, Labels);

    /// <summary>The samples as constants.</summary>
    public Samples Detached() => With(Values.detach());

    /// <summary>Neighbours side by side along the first axis of a sample (its channels, where it has any): [B, C, …] → [B/m, m·C, …], labels [B] → [B/m,
    /// m].</summary>
    /// <param name="size">m, a divisor of B.</param>
    public Samples Packed(int size)
    {
        long[] shape = Values.shape;
        Tensor packs = Values.reshape([shape[0] / size, shape[1] * size, .. shape[2..]]);
        return new Samples(packs, Labels?.reshape(shape[0] / size, -1));
    }

    /// <summary>A vector beside each sample: further numbers of a vector, and further channels of anything else, each of one value everywhere (Reed et al.
    /// 2016 give pictures their text so). [B, C, …] and [B, Z] → [B, C + Z, …].</summary>
    public Samples Beside(Tensor vectors)
    {
        long[] shape = Values.shape;
        Tensor maps = shape.Length == 2
            ? vectors
            : vectors.view([shape[0], vectors.shape[1], .. Enumerable.Repeat(1L, shape.Length - 2)]).expand([shape[0], vectors.shape[1], .. shape[2..]]);
        return With(cat([Values, maps], 1));
    }

    /// <summary>One batch after another: [A + B, …].</summary>
    /// <exception cref="ArgumentException">Only one of them has labels.</exception>
    public static Samples Join(Samples first, Samples second)
    {
        if (first.Labels is null != second.Labels is null)
        {
            throw new ArgumentException("samples with labels cannot join samples without", nameof(second));
        }

        return new Samples(cat([first.Values, second.Values]), first.Labels is null ? null : cat([first.Labels, second.Labels!]));
    }
}
