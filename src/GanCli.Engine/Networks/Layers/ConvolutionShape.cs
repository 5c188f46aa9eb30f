using System.Globalization;

namespace GanCli.Engine.Networks.Layers;

/// <summary>What a layer convolves, or of what convolution it is the transpose.</summary>
/// <param name="Channels">Of the pictures.</param>
/// <param name="Maps">That are made of them.</param>
/// <param name="Window">How the kernels go.</param>
internal sealed record ConvolutionShape(long Channels, long Maps, Window Window)
{
    /// <summary>In words: <c>3 channels to 20 maps, kernel 3, stride 1</c>.</summary>
    public string Words => string.Create(CultureInfo.InvariantCulture,
        $"{Channels} channel{(Channels == 1 ? "" : "s")} to {Maps} map{(Maps == 1 ? "" : "s")}, kernel {Window.Kernel}, stride {Window.Stride}");
}

/// <summary>A layer that convolves, or does the transpose.</summary>
internal interface IConvolves
{
    ConvolutionShape Convolution { get; }
}
