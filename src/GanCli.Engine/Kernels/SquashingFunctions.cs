using System.Numerics;
using System.Runtime.CompilerServices;

namespace GanCli.Engine.Kernels;

/// <summary>tanh, to two units in the last place.</summary>
internal readonly struct Tanh : ISquashing
{
    /// <summary>Up to here a polynomial, from here on the exponential, whose digits would cancel near 0.</summary>
    private const float Change = 0.625f;

    /// <summary>From here on it rounds to 1.</summary>
    private const float Saturation = 9.02f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Value(Vector<float> x)
    {
        Vector<float> size = Vector.Abs(x);

        // x + x³ p(x²), with the p that makes the largest relative error smallest (Remez; 2⁻²⁷ before rounding).
        Vector<float> square = x * x;
        Vector<float> p = Exponential.Polynomial(square, [-0.005704987f, 0.020639086f, -0.053739715f, 0.13331442f, -0.3333328f]);
        Vector<float> near = Vector.FusedMultiplyAdd(x * square, p, x);

        // 1 − 2 / (e²ˣ + 1); what is not a number passes both comparisons by.
        Vector<float> limited = Vector.ConditionalSelect(Vector.GreaterThan(size, new Vector<float>(Saturation)), new Vector<float>(Saturation), size);
        Vector<float> far = Vector<float>.One - (new Vector<float>(2) / (Exponential.Of(limited + limited) + Vector<float>.One));
        return Vector.ConditionalSelect(Vector.LessThan(size, new Vector<float>(Change)), near, Vector.CopySign(far, x));
    }

    public static Vector<float> Slope(Vector<float> y) => Vector<float>.One - (y * y);

    public static Vector<float> Bend(Vector<float> y) => y * -2;
}

/// <summary>1 / (1 + e⁻ˣ), to three units in the last place.</summary>
internal readonly struct Sigmoid : ISquashing
{
    /// <summary>e⁸⁷ is still a number of single precision.</summary>
    private const float Limit = 87;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Value(Vector<float> x)
    {
        Vector<float> minus = -x;
        minus = Vector.ConditionalSelect(Vector.GreaterThan(minus, new Vector<float>(Limit)), new Vector<float>(Limit), minus);
        minus = Vector.ConditionalSelect(Vector.LessThan(minus, new Vector<float>(-Limit)), new Vector<float>(-Limit), minus);
        return Vector<float>.One / (Vector<float>.One + Exponential.Of(minus));
    }

    public static Vector<float> Slope(Vector<float> y) => y * (Vector<float>.One - y);

    public static Vector<float> Bend(Vector<float> y) => Vector.FusedMultiplyAdd(y, new Vector<float>(-2), Vector<float>.One);
}

/// <summary>The exponential function behind them.</summary>
internal static class Exponential
{
    /// <summary>eˣ for |x| ≤ 87, to one unit in the last place; not a number where x is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Of(Vector<float> x)
    {
        // x = n ln 2 + f with |f| ≤ ½ ln 2; ln 2 in two parts, so that f keeps all its digits.
        Vector<float> n = Vector.Round(x * 1.44269504f);
        Vector<float> f = Vector.FusedMultiplyAdd(n, new Vector<float>(-0.693359375f), x);
        f = Vector.FusedMultiplyAdd(n, new Vector<float>(2.12194440e-4f), f);

        // 1 + f + f² q(f), q by Remez: 2⁻²⁸ before rounding.
        Vector<float> q = Polynomial(f, [0.0013814613f, 0.00836871f, 0.04166839f, 0.16666521f, 0.49999994f]);
        Vector<float> power = Vector.FusedMultiplyAdd(f * f, q, f) + Vector<float>.One;
        return power * Vector.AsVectorSingle((Vector.ConvertToInt32(n) + new Vector<int>(127)) << 23);
    }

    /// <summary>A polynomial of degree four, the highest coefficient first (Horner).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Polynomial(Vector<float> x, ReadOnlySpan<float> coefficients)
    {
        var value = new Vector<float>(coefficients[0]);
        value = Vector.FusedMultiplyAdd(value, x, new Vector<float>(coefficients[1]));
        value = Vector.FusedMultiplyAdd(value, x, new Vector<float>(coefficients[2]));
        value = Vector.FusedMultiplyAdd(value, x, new Vector<float>(coefficients[3]));
        return Vector.FusedMultiplyAdd(value, x, new Vector<float>(coefficients[4]));
    }
}
