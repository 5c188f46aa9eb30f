using System.Runtime.CompilerServices;

namespace GanCli.Engine.Random;

/// <summary>
/// The functions behind random numbers, in single precision, from correctly rounded operations only: the same bits for every register
/// width and processor. Errors stay below four units in the last place.
/// </summary>
internal static class VectorMath
{
    private const float Turn32 = 1f / (1L << 32);

    /// <summary>w ↦ the multiple of 2⁻²⁴ in [0, 1) that the word's top 24 bits are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TRegister Unit<TWords, TRegister>(TRegister word)
        where TWords : IPhiloxWords<TRegister>
        where TRegister : struct
        => TWords.MultiplyFloat(TWords.ToFloat(TWords.ShiftRight(word, 8)), TWords.Create(1f / (1 << 24)));

    /// <summary>w ↦ ln((w + ½) · 2⁻³²), in [−22.9, −1.1e-10]: all 32 bits count at both ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TRegister Log<TWords, TRegister>(TRegister word)
        where TWords : IPhiloxWords<TRegister>
        where TRegister : struct
    {
        // Read as a signed number, a word of the upper half is its distance from 2³²: near 1 that keeps the digits that u itself would
        // lose to rounding. So distance = u for u < ½, and u − 1 otherwise.
        var distance = TWords.MultiplyFloat(TWords.AddFloat(TWords.ToFloat(word), TWords.Create(0.5f)), TWords.Create(Turn32));
        var u = TWords.AddFloat(distance, TWords.And(TWords.ShiftRightSigned(word, 31), TWords.Create(1f)));

        // u = 2^exponent · (1 + f) with 1 + f in [√½, √2).
        var root = TWords.Create(0x3F3504F3u);
        var offset = TWords.Subtract(u, root);
        var exponent = TWords.ShiftRightSigned(offset, 23);
        var mantissa = TWords.Add(TWords.And(offset, TWords.Create(0x007FFFFFu)), root);
        var f = TWords.Select(TWords.IsZero(exponent), distance, TWords.AddFloat(mantissa, TWords.Create(-1f)));

        // ln(1 + f) = f + f² q(f); q minimizes the largest relative error of the whole (Remez; 2⁻²⁷ before rounding). Its even and odd
        // coefficients run beside each other: one long chain of additions would leave the processor waiting.
        var square = TWords.MultiplyFloat(f, f);
        var even = TWords.FusedMultiplyAdd(TWords.Create(-0.0762177259f), square, TWords.Create(-0.132429883f));
        even = TWords.FusedMultiplyAdd(even, square, TWords.Create(-0.166090831f));
        even = TWords.FusedMultiplyAdd(even, square, TWords.Create(-0.250015825f));
        even = TWords.FusedMultiplyAdd(even, square, TWords.Create(-0.499999881f));
        var odd = TWords.FusedMultiplyAdd(TWords.Create(0.129044309f), square, TWords.Create(0.141818255f));
        odd = TWords.FusedMultiplyAdd(odd, square, TWords.Create(0.200019732f));
        odd = TWords.FusedMultiplyAdd(odd, square, TWords.Create(0.333333254f));
        var q = TWords.FusedMultiplyAdd(odd, f, even);
        var log = TWords.FusedMultiplyAdd(square, q, f);
        return TWords.FusedMultiplyAdd(TWords.ToFloat(exponent), TWords.Create(0.693147182f), log);
    }

    /// <summary>w ↦ cosine and sine of 2π (w + ½) · 2⁻³². The reduction to an eighth of a turn is exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TRegister Cosine, TRegister Sine) CosineAndSine<TWords, TRegister>(TRegister word)
        where TWords : IPhiloxWords<TRegister>
        where TRegister : struct
    {
        // The two top bits after rounding are the quarter turn; the rest, signed, is the position in it, y in [−½, ½) quarter turns.
        var quarter = TWords.Add(word, TWords.Create(1u << 29));
        var rest = TWords.Add(TWords.ShiftLeft(word, 2), TWords.Create(2u));
        var y = TWords.MultiplyFloat(TWords.ToFloat(rest), TWords.Create(Turn32));
        var square = TWords.MultiplyFloat(y, y);

        // sin(π/2 y) = y s(y²) and cos(π/2 y) = 1 + y² c(y²), by Remez: 2⁻²⁸ and 2⁻³³ before rounding.
        var s = TWords.Create(-0.00460165786f);
        s = TWords.FusedMultiplyAdd(s, square, TWords.Create(0.079680033f));
        s = TWords.FusedMultiplyAdd(s, square, TWords.Create(-0.64596349f));
        s = TWords.FusedMultiplyAdd(s, square, TWords.Create(1.57079637f));
        s = TWords.MultiplyFloat(s, y);
        var c = TWords.Create(0.000903766544f);
        c = TWords.FusedMultiplyAdd(c, square, TWords.Create(-0.0208601654f));
        c = TWords.FusedMultiplyAdd(c, square, TWords.Create(0.253669232f));
        c = TWords.FusedMultiplyAdd(c, square, TWords.Create(-1.23370051f));
        c = TWords.FusedMultiplyAdd(c, square, TWords.Create(1f));

        // Quarter turns 0 … 3: cosine is c, −s, −c, s and sine is s, c, −s, −c.
        var doubled = TWords.ShiftLeft(quarter, 1);
        var odd = TWords.ShiftRightSigned(doubled, 31);
        var sign = TWords.Create(1u << 31);
        var cosine = TWords.Xor(TWords.Select(odd, s, c), TWords.And(TWords.Xor(quarter, doubled), sign));
        var sine = TWords.Xor(TWords.Select(odd, c, s), TWords.And(quarter, sign));
        return (cosine, sine);
    }

    /// <summary>Two independent standard normal numbers from two words (Box and Muller 1958); |x| reaches 6.76.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TRegister First, TRegister Second) BoxMuller<TWords, TRegister>(TRegister radiusWord, TRegister angleWord)
        where TWords : IPhiloxWords<TRegister>
        where TRegister : struct
    {
        var radius = TWords.SquareRoot(TWords.MultiplyFloat(Log<TWords, TRegister>(radiusWord), TWords.Create(-2f)));
        var (cosine, sine) = CosineAndSine<TWords, TRegister>(angleWord);
        return (TWords.MultiplyFloat(radius, cosine), TWords.MultiplyFloat(radius, sine));
    }
}
