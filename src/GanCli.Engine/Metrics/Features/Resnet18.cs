using System.Collections.Concurrent;
using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Data.Pictures;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Metrics.Features;

/// <summary>A residual network trained on ImageNet.</summary>
[AlsoCalled("resnet", "imagenet")]
[Component("resnet18", "A residual network trained on ImageNet's photographs: needs no labels, and sees more than shapes",
    Source = "He et al. 2016, section 4.1, in the weights of ML.NET's DnnImageFeaturizer (CNTK)",
    When = "For pictures without labels that show what photographs show; its values are comparable with each other, and with no published FID",
    Cost = "512 features, 2 to 10 ms a picture on one core at size 64, and more as its area grows")]
public sealed record Resnet18Config : ExtractorConfig
{
    [AlsoCalled("resolution", "image-size")]
    [Option("Side that pictures are resized to, a multiple of 32; the network was trained on 224", Min = Resnet18.Step, Max = 512)]
    public int Size { get; init; } = 64;

    public override void Validate(ConfigCheck check)
    {
        if (Size % Resnet18.Step != 0)
        {
            int below = Size / Resnet18.Step * Resnet18.Step;
            check.Fail(
                "size",
                NumberTable.Text($"must be a multiple of {Resnet18.Step}, as {below} and {below + Resnet18.Step} are: the network halves it five times"));
        }
    }

    public override string? Unfit(DataSource data) => Colours.Unfit(data, 3);

    public override Extractor Build(DataSource data) => new Resnet18(data.Shape, Size, Resnet18.Folder);
}

/// <summary>The network, read from the files of the package <c>Microsoft.ML.DnnImageFeaturizer.ResNet18</c>.</summary>
/// <param name="shape">[1 or 3, height, width].</param>
/// <param name="size">What pictures are resized to.</param>
/// <param name="folder">Where the files lie.</param>
internal sealed class Resnet18(IReadOnlyList<long> shape, int size, string folder) : Extractor
{
    /// <summary>What the sides of pictures are multiples of.</summary>
    public const int Step = 32;

    private const int Features = 512;
    private const int MeanSide = 224;
    private const ResizeFilter Filter = ResizeFilter.Bicubic;

    // Part of the hash: other arithmetic, another version.
    private const int Version = 1;

    // Pictures that pass at a time, as many pixels at any size.
    private const int PixelsAtOnce = 32 * 64 * 64;

    // Multiplications and additions of a picture whose side is one step.
    private const double StepMultiplyAdds = 41.7e6;

    private static readonly ConcurrentDictionary<string, Lazy<(OnnxNetwork Network, OnnxWeights Mean, string Hash)>> Networks = new(StringComparer.Ordinal);

    private OnnxNetwork? _network;
    private PictureResizer? _resizer;
    private Tensor? _mean;
    private string? _hash;

    /// <summary>Where the files lie: they come with the program.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "networks", "resnet18");

    public override string Name => NumberTable.Text($"resnet18-{size}px");

    public override int Count => Features;

    public override string Hash => _hash ?? throw new InvalidOperationException("the network was not prepared");

    // Wide convolutions: 75 milliards of multiplications a second were measured on one core with AVX-512.
    public override double Nanoseconds => 0.02 * StepMultiplyAdds * size * size / (Step * Step);

    public override void Prepare(IProgress<Preparation>? progress = null)
    {
        if (_network is null)
        {
            TorchRuntime.EnsureLoaded();
            (_network, OnnxWeights mean, string hash) =
                Networks.GetOrAdd(folder, static place => new(() => Read(place), LazyThreadSafetyMode.PublicationOnly)).Value;
            using var scope = NewDisposeScope();
            _mean = new PictureResizer(MeanSide, MeanSide, size, Filter).Resize(HostMemory.Copy(mean.Numbers, mean.Shape)).DetachFromDisposeScope();
            _resizer = new PictureResizer(shape[1], shape[2], size, Filter);
            _hash = FeatureHash.Of(NumberTable.Text($"resnet18 {Version} {hash} {size} {Filter}"));
        }
    }

    /// <summary>Pixels from 0 to 255 less the mean picture, blue before green before red.</summary>
    public override void Extract(ReadOnlySpan<byte> pictures, Span<float> features)
    {
        TorchRuntime.EnsureLoaded();
        int bytes = (int)(shape[0] * shape[1] * shape[2]);
        int most = Math.Max(1, PixelsAtOnce / (size * size));
        using var noGradients = no_grad();
        while (!pictures.IsEmpty)
        {
            using var scope = NewDisposeScope();
            int count = Math.Min(most, pictures.Length / bytes);
            Tensor resized = _resizer!.Resize(Colours.Of(pictures[..(count * bytes)], [count, .. shape]));
            Tensor colours = Colours.Spread(resized, 3).flip(1).sub(_mean!);
            HostMemory.Of(_network!.Forward(colours).contiguous()).CopyTo(features);
            pictures = pictures[(count * bytes)..];
            features = features[(count * Features)..];
        }
    }

    private static (OnnxNetwork Network, OnnxWeights Mean, string Hash) Read(string folder)
    {
        OnnxFile network = OnnxFile.Read(Find("ResNet18.onnx"));
        OnnxFile preprocessing = OnnxFile.Read(Find("ResNetPreprocess.onnx"));
        OnnxWeights mean = preprocessing.Weights.GetValueOrDefault("MeanImage") is { Shape: [1, 3, MeanSide, MeanSide] } found
            ? found
            : throw new InvalidDataException($"{preprocessing.Path}: has no mean picture");
        return (new OnnxNetwork(network), mean, $"{network.Hash} {preprocessing.Hash}");

        string Find(string name)
        {
            string path = Path.Combine(folder, name);
            return File.Exists(path) ? path : throw new FileNotFoundException(
                $"{path}: no such file; the extractor resnet18 needs the networks that are built with the program: build or publish it again "
                    + "(scripts/publish), or take another extractor", path);
        }
    }
}
