using System.Numerics;
using static GanCli.Engine.Kernels.Registers;

namespace GanCli.Engine.Kernels;

/// <summary>A squashing function over plain memory: one pass for the function and one for each of its derivatives.</summary>
internal abstract class Squashing
{
    public static Squashing Tanh { get; } = new Squashing<Tanh>();

    public static Squashing Sigmoid { get; } = new Squashing<Sigmoid>();

    /// <summary>y = f(x); both may be the same memory.</summary>
    public abstract void Apply(ReadOnlySpan<float> x, Span<float> y);

    /// <summary>g f′.</summary>
    /// <param name="y">The function's values.</param>
    /// <param name="g">As many.</param>
    /// <param name="result">Overwritten.</param>
    public abstract void MultiplySlope(ReadOnlySpan<float> y, ReadOnlySpan<float> g, Span<float> result);

    /// <summary>How g f′ moves when x moves by t and g by <paramref name="move"/>: f′ move + f″ t g.</summary>
    /// <param name="y">The function's values.</param>
    /// <param name="t">As many.</param>
    /// <param name="g">As many.</param>
    /// <param name="move">As many.</param>
    /// <param name="result">Overwritten.</param>
    public abstract void MoveSlope(ReadOnlySpan<float> y, ReadOnlySpan<float> t, ReadOnlySpan<float> g, ReadOnlySpan<float> move, Span<float> result);
}

/// <inheritdoc/>
internal sealed class Squashing<TFunction> : Squashing
    where TFunction : ISquashing
{
    public override void Apply(ReadOnlySpan<float> x, Span<float> y)
    {
        for (int i = 0; i < x.Length; i += Vector<float>.Count)
        {
            Store(TFunction.Value(Load(x, i)), y, i);
        }
    }

    public override void MultiplySlope(ReadOnlySpan<float> y, ReadOnlySpan<float> g, Span<float> result)
    {
        for (int i = 0; i < y.Length; i += Vector<float>.Count)
        {
            Store(Load(g, i) * TFunction.Slope(Load(y, i)), result, i);
        }
    }

    public override void MoveSlope(ReadOnlySpan<float> y, ReadOnlySpan<float> t, ReadOnlySpan<float> g, ReadOnlySpan<float> move, Span<float> result)
    {
        for (int i = 0; i < y.Length; i += Vector<float>.Count)
        {
            Vector<float> values = Load(y, i);
            Store((Load(move, i) + (TFunction.Bend(values) * Load(t, i) * Load(g, i))) * TFunction.Slope(values), result, i);
        }
    }
}
