using GanCli.Engine.Game;
using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Layers;

namespace GanCli.Engine.Regularizers;

/// <summary>A layer that a remedy puts into D.</summary>
/// <param name="before">Name of the layer that it comes before; null means the output layer: the last that multiplies by weights.</param>
/// <param name="kind">What the layer is called; a second one of the kind is called <c>kind-2</c>.</param>
/// <param name="make">Makes the layer under its name, for inputs of any shape.</param>
internal sealed class LayerInsertion<T>(string? before, string kind, Func<string, T> make)
    where T : Layer
{
    /// <summary>The layer as it was made, null where there was no place for it.</summary>
    public T? Layer { get; private set; }

    public Network Into(Network discriminator) => discriminator.Rewrite(layers =>
    {
        int at = layers.ToList()
            .FindLastIndex(layer => before is null ? layer.Matrix is not null : string.Equals(layer.Name, before, StringComparison.Ordinal));
        if (at < 0)
        {
            return layers;
        }

        int count = layers.Count(static layer => layer is T);
        Layer = make(count == 0 ? kind : FormattableString.Invariant($"{kind}-{count + 1}"));
        return [.. layers.Take(at), Layer, .. layers.Skip(at)];
    });

    /// <summary>Why there is no place for it, or null when there is.</summary>
    public string? Conflict(AdversarialGame game)
    {
        string[] names = [.. game.Discriminator.Layers.Select(static row => row.Name)];
        return Layer is not null ? null
            : before is null
                ? $"this discriminator has no layer to put it before; set discriminator.kind "
                    + $"to {ArchitectureConfig.WithLayers}"
            : names.Contains(before, StringComparer.Ordinal) ? $"'{before}' lies inside a part or block of this discriminator, where no layer can be put"
            : $"this discriminator has no layer '{before}'; set before to one of: {string.Join(", ", names)}";
    }
}
