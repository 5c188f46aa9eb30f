using System.Runtime.Intrinsics;
using GanCli.Engine.Game;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Losses;

/// <summary>A loss's share of one of D's outputs, φ(x), as an operation of torch that gradients flow through and, for memory at hand, along with its
/// slope: for a few hundred outputs autograd's bookkeeping costs many times the arithmetic.</summary>
internal abstract class OutputTerm
{
    /// <summary>φ(x).</summary>
    /// <param name="x">Any shape.</param>
    public abstract Tensor Of(Tensor x);

    /// <summary>Σ φ(x), and factor · φ'(x).</summary>
    /// <param name="x">D's outputs.</param>
    /// <param name="factor">Of the slopes.</param>
    /// <param name="slopes">As many numbers, overwritten.</param>
    public double Gradients(ReadOnlySpan<float> x, float factor, Span<float> slopes)
    {
        double sum = 0;
        Span<float> rest = stackalloc float[Vector512<float>.Count];
        for (int i = 0; i < x.Length; i += Vector512<float>.Count)
        {
            int count = Math.Min(x.Length - i, Vector512<float>.Count);
            rest.Clear();
            x.Slice(i, count).CopyTo(rest);
            (Vector512<float> values, Vector512<float> derivatives) = At(Vector512.Create<float>(rest));
            (derivatives * factor).CopyTo(rest);
            rest[..count].CopyTo(slopes[i..]);
            values.CopyTo(rest);
            foreach (float value in rest[..count])
            {
                sum += value;
            }
        }

        return sum;
    }

    /// <summary>φ and φ'.</summary>
    protected abstract (Vector512<float> Value, Vector512<float> Slope) At(Vector512<float> x);
}

/// <summary>sign · x.</summary>
internal sealed class LinearTerm(float sign) : OutputTerm
{
    public override Tensor Of(Tensor x) => sign < 0 ? -x : x.alias();

    protected override (Vector512<float> Value, Vector512<float> Slope) At(Vector512<float> x) => (x * sign, Vector512.Create(sign));
}

/// <summary>relu(1 + sign · x).</summary>
internal sealed class HingeTerm(float sign) : OutputTerm
{
    public override Tensor Of(Tensor x) => (sign < 0 ? x.OneMinus() : x.Plus(1)).relu();

    protected override (Vector512<float> Value, Vector512<float> Slope) At(Vector512<float> x)
    {
        Vector512<float> margin = Vector512<float>.One + (x * sign);

        // What is not a number stays so.
        Vector512<float> isMet = Vector512.LessThanOrEqual(margin, Vector512<float>.Zero);
        return (Vector512.AndNot(margin, isMet), Vector512.AndNot(Vector512.Create(sign), isMet));
    }
}

/// <summary>½ (x − target)².</summary>
internal sealed class SquareTerm(float target) : OutputTerm
{
    public override Tensor Of(Tensor x) => x.Minus(target).Squared().Over(2);

    protected override (Vector512<float> Value, Vector512<float> Slope) At(Vector512<float> x)
    {
        Vector512<float> distance = x - Vector512.Create(target);
        return (distance * distance * 0.5f, distance);
    }
}

/// <summary>weight · softplus(sign · x), the logistic loss of a logit.</summary>
internal sealed class SoftplusTerm(float sign, float weight = 1) : OutputTerm
{
    public override Tensor Of(Tensor x)
    {
        Tensor value = AdversarialLoss.Softplus(sign < 0 ? -x : x);
        return weight == 1 ? value : value.Times(weight);
    }

    /// <summary>softplus(y) = max(y, 0) + log(1 + t) and σ(y) = 1 / (1 + t) or t / (1 + t), with t = e^(−|y|).</summary>
    protected override (Vector512<float> Value, Vector512<float> Slope) At(Vector512<float> x)
    {
        Vector512<float> one = Vector512<float>.One;
        Vector512<float> y = x * sign;
        Vector512<float> t = Vector512.Exp(-Vector512.Abs(y));
        Vector512<float> u = one + t;

        // log(u) is the logarithm of a rounded number; the second part brings back what the rounding took.
        Vector512<float> log = Vector512.Log(u) + ((t - (u - one)) / u);
        Vector512<float> sigmoid = Vector512.ConditionalSelect(Vector512.LessThan(y, Vector512<float>.Zero), t, one) / u;
        return ((Vector512.Max(y, Vector512<float>.Zero) + log) * weight, sigmoid * (sign * weight));
    }
}
