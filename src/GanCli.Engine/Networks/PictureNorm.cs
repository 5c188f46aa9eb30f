using GanCli.Engine.Config;
using GanCli.Engine.Networks.Layers;

namespace GanCli.Engine.Networks;

/// <summary>Normalization of maps.</summary>
public enum PictureNorm
{
    None,
    [AlsoCalled("bn", "batch-norm")]
    Batch,
    [AlsoCalled("pixel-norm", "pixelnorm")]
    Pixel,
}

/// <summary>The layers of a <see cref="PictureNorm"/>.</summary>
internal static class PictureNorms
{
    /// <summary>Adds the layer, where there is one.</summary>
    /// <param name="norm">Which.</param>
    /// <param name="layers">Is added to.</param>
    /// <param name="name">Name of the layer.</param>
    /// <param name="channels">Channels of the maps.</param>
    public static void Add(this PictureNorm norm, ICollection<Layer> layers, string name, long channels)
    {
        if (norm != PictureNorm.None)
        {
            layers.Add(norm == PictureNorm.Batch ? new BatchNorm(name, channels) : new PixelNorm(name));
        }
    }
}
