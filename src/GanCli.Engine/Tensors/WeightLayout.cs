using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace GanCli.Engine.Tensors;

/// <summary>One named tensor of a network.</summary>
/// <param name="Name">For instance <c>0.weight</c>.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Init">How its first values are drawn.</param>
/// <param name="IsParameter">Trained by gradients; otherwise a buffer (batch statistics, power-iteration vectors) that passes advance.</param>
public sealed record WeightSpec(string Name, long[] Shape, WeightInit Init, bool IsParameter = true)
{
    public long Count => Shape.Aggregate(1L, static (a, b) => a * b);
}

/// <summary>Names, shapes and places of a network's weights. Parameters lie one after another in one flat vector.</summary>
public sealed class WeightLayout
{
    private readonly FrozenDictionary<string, int> _indices;
    private readonly ConcurrentDictionary<string, (WeightLayout Layout, int[] Places)> _within = new(StringComparer.Ordinal);

    /// <param name="specs">In the order of the layers; names must differ.</param>
    public WeightLayout(IEnumerable<WeightSpec> specs)
    {
        // Parameters first, so that a position below ParameterSizes.Length is a parameter's.
        Specs = [.. specs.OrderBy(static s => s.IsParameter ? 0 : 1)];
        ParameterSizes = [.. Specs.Where(static s => s.IsParameter).Select(static s => s.Count)];
        ParameterCount = ParameterSizes.Sum();
        _indices = Specs.Select(static (spec, i) => (spec.Name, i)).ToFrozenDictionary(static p => p.Name, static p => p.i, StringComparer.Ordinal);
    }

    /// <summary>All weights, parameters before buffers.</summary>
    public IReadOnlyList<WeightSpec> Specs { get; }

    /// <summary>Numbers in each parameter, in order.</summary>
    public long[] ParameterSizes { get; }

    /// <summary>Numbers in all parameters together.</summary>
    public long ParameterCount { get; }

    /// <summary>The weights whose names begin with a prefix, under the rest of their names, and their places here.</summary>
    public (WeightLayout Layout, int[] Places) Within(string prefix) => _within.GetOrAdd(prefix, start =>
    {
        int[] places = [.. Enumerable.Range(0, Specs.Count).Where(i => Specs[i].Name.StartsWith(start, StringComparison.Ordinal))];
        return (new WeightLayout(places.Select(place => Specs[place] with { Name = Specs[place].Name[start.Length..] })), places);
    });

    /// <summary>Position of a weight in <see cref="Specs"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is no weight of that name.</exception>
    public int IndexOf(string name) => _indices.TryGetValue(name, out int index)
        ? index
        : throw new KeyNotFoundException($"no weight is called '{name}'");
}
