using GanCli.Engine.Game;
using static TorchSharp.torch;

namespace GanCli.Engine.Regularizers;

/// <summary>One layer of D, read by remedies that compare features of real and generated samples.</summary>
internal static class FeatureLayer
{
    /// <summary>Why D has no such layer, or null when it has.</summary>
    /// <param name="game">The game.</param>
    /// <param name="layer">Name of the layer; null means the last hidden one.</param>
    public static string? Conflict(AdversarialGame game, string? layer)
    {
        string[] names = [.. game.Discriminator.Layers.Select(static row => row.Name)];
        return layer is null
            ? names.Length > 1 ? null : "compares the outputs of a hidden layer, and this discriminator has none; set discriminator.widths to [128]"
            : names.Contains(layer) ? null
            : $"this discriminator has no layer '{layer}'; set layer to one of: {string.Join(", ", names)}";
    }

    /// <summary>Outputs of the layer, [B', F] each, on the real and the generated samples of G's update. The real ones come from a pass of
    /// their own, so that batch statistics do not mix. Where D's weights are constants, as in an ordinary update of G, that pass builds no
    /// graph; where they follow G (unrolling) or are differentiated too (consensus), the gradient is complete.</summary>
    public static (Tensor Real, Tensor Fake) Of(GeneratorView view, string? layer)
    {
        string name = layer ?? view.Game.Discriminator.Layers[^2].Name;
        var features = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        view.Game.Discriminator.Forward(view.Discriminator, view.RealSeen!, view.Pass with { Features = features });
        return (features[name].flatten(1), view.Features[name].flatten(1));
    }
}
