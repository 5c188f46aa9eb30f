using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace GanCli.Engine.Tensors;

/// <summary>Arithmetic between tensors and C# numbers that is safe from the garbage collector.</summary>
/// <remarks>
/// TorchSharp 0.107 makes a <see cref="Scalar"/> of the number in <c>tensor * 2.0</c> and hands its native handle on without holding the object:
/// a collection in mid-call lets the finalizer free what libtorch is reading. So do the operations that have a hidden number in them:
/// <c>a + b</c> is a + 1 · b, <c>a.square()</c> is a to the power of 2. The methods here hold every scalar until the call has returned; they are the
/// same operations of libtorch on the same numbers. Nothing else in the program may make a scalar, which a test sees to.
/// An ending of <c>InPlace</c> stands for libtorch's trailing underscore.
/// </remarks>
internal static class ScalarArithmetic
{
    private static readonly Scalar One = 1.ToScalar();
    private static readonly Scalar Two = 2.ToScalar();

    public static Tensor Plus(this Tensor tensor, Tensor other) => tensor.add(other, One);

    /// <summary>tensor + factor · other.</summary>
    public static Tensor Plus(this Tensor tensor, Tensor other, double factor)
    {
        using Scalar held = factor;
        return tensor.add(other, held);
    }

    public static Tensor Plus(this Tensor tensor, double number)
    {
        using Scalar held = number;
        return tensor.add(held, One);
    }

    public static Tensor PlusInPlace(this Tensor tensor, Tensor other) => tensor.add_(other, One);

    /// <summary>tensor + factor · other.</summary>
    public static Tensor PlusInPlace(this Tensor tensor, Tensor other, double factor)
    {
        using Scalar held = factor;
        return tensor.add_(other, held);
    }

    public static Tensor PlusInPlace(this Tensor tensor, double number)
    {
        using Scalar held = number;
        return tensor.add_(held, One);
    }

    public static Tensor Minus(this Tensor tensor, double number)
    {
        using Scalar held = number;
        return tensor.sub(held);
    }

    /// <summary>1 − tensor.</summary>
    public static Tensor OneMinus(this Tensor tensor) => tensor.negative().add(One, One);

    public static Tensor Times(this Tensor tensor, double number)
    {
        using Scalar held = number;
        return tensor.mul(held);
    }

    public static Tensor TimesInPlace(this Tensor tensor, double number)
    {
        using Scalar held = number;
        return tensor.mul_(held);
    }

    public static Tensor Over(this Tensor tensor, double number)
    {
        using Scalar held = number;
        return tensor.div(held);
    }

    public static Tensor OverInPlace(this Tensor tensor, double number)
    {
        using Scalar held = number;
        return tensor.div_(held);
    }

    public static Tensor Squared(this Tensor tensor) => tensor.pow(Two);

    /// <summary>tensor + factor · a · b.</summary>
    public static Tensor PlusProduct(this Tensor tensor, Tensor a, Tensor b, double factor)
    {
        using Scalar held = factor;
        return tensor.addcmul(a, b, held);
    }

    /// <summary>tensor + factor · a · b.</summary>
    public static Tensor PlusProductInPlace(this Tensor tensor, Tensor a, Tensor b, double factor)
    {
        using Scalar held = factor;
        return tensor.addcmul_(a, b, held);
    }

    /// <summary>tensor + factor · a / b.</summary>
    public static Tensor PlusQuotient(this Tensor tensor, Tensor a, Tensor b, double factor)
    {
        using Scalar held = factor;
        return tensor.addcdiv(a, b, held);
    }

    /// <summary>tensor + factor · a / b.</summary>
    public static Tensor PlusQuotientInPlace(this Tensor tensor, Tensor a, Tensor b, double factor)
    {
        using Scalar held = factor;
        return tensor.addcdiv_(a, b, held);
    }

    /// <summary>The larger of each element and a number; NaN stays.</summary>
    public static Tensor AtLeast(this Tensor tensor, double lowest)
    {
        using Scalar held = lowest;
        return tensor.clamp_min(held);
    }

    /// <summary>The smaller of each element and a number; NaN stays.</summary>
    public static Tensor AtMost(this Tensor tensor, double highest)
    {
        using Scalar held = highest;
        return tensor.clamp_max(held);
    }

    /// <summary>Elements outside [lowest, highest] moved to the nearer end; NaN stays.</summary>
    public static Tensor Within(this Tensor tensor, double lowest, double highest)
    {
        using Scalar low = lowest;
        using Scalar high = highest;
        return tensor.clamp(low, high);
    }

    /// <summary>Elements outside [lowest, highest] moved to the nearer end; NaN stays.</summary>
    public static Tensor WithinInPlace(this Tensor tensor, double lowest, double highest)
    {
        using Scalar low = lowest;
        using Scalar high = highest;
        return tensor.clamp_(low, high);
    }

    public static Tensor IsAbove(this Tensor tensor, double number)
    {
        using Scalar held = number;
        return tensor.gt(held);
    }

    public static Tensor IsAtLeast(this Tensor tensor, double number)
    {
        using Scalar held = number;
        return tensor.ge(held);
    }

    public static Tensor IsBelow(this Tensor tensor, double number)
    {
        using Scalar held = number;
        return tensor.lt(held);
    }

    public static Tensor IsEqualTo(this Tensor tensor, double number)
    {
        using Scalar held = number;
        return tensor.eq(held);
    }

    /// <summary>Overwrites every element, and returns the tensor.</summary>
    public static Tensor FilledWith(this Tensor tensor, double number)
    {
        using Scalar held = number;
        return tensor.fill_(held);
    }

    /// <summary>Overwrites some rows, and returns the tensor.</summary>
    public static Tensor FilledWith(this Tensor tensor, double number, Tensor rows)
    {
        using Scalar held = number;
        return tensor.index_fill_(0, rows, held);
    }

    /// <summary>x above zero, slope · x below.</summary>
    public static Tensor LeakyRelu(this Tensor tensor, double slope)
    {
        using Scalar held = slope;
        return tensor.leaky_relu(held);
    }

    /// <summary>x above zero, slope · x below.</summary>
    public static Tensor LeakyReluInPlace(this Tensor tensor, double slope)
    {
        using Scalar held = slope;
        return tensor.leaky_relu_(held);
    }

    /// <summary>x above zero, e^x − 1 below.</summary>
    public static Tensor Elu(this Tensor tensor) => tensor.elu(One, One, One);

    /// <summary>log(1 + e^x), and x itself above a threshold.</summary>
    public static Tensor Softplus(this Tensor tensor, double threshold)
    {
        using Scalar held = threshold;
        return HeldSoftplus(tensor, One, held);
    }

    /// <summary>The only element.</summary>
    public static double Number(this Tensor tensor)
    {
        using Scalar held = tensor.ToScalar();
        return held.ToDouble();
    }

    // The public method takes plain numbers, and makes scalars of them that nobody can hold.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "softplus1")]
    private static extern Tensor HeldSoftplus(Tensor tensor, Scalar beta, Scalar threshold);
}
