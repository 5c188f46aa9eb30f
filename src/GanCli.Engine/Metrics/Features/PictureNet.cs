using GanCli.Engine.Data;
using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Inits;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Tensors;
using static System.FormattableString;
using static TorchSharp.torch;

namespace GanCli.Engine.Metrics.Features;

/// <summary>A small convolutional network for pictures of any size: 3 × 3 convolutions of 32 and 64 channels, each with a rectifier and but for the last with
/// a maximum over 2 × 2, until a side is 8 or less; then a layer of 64 features.</summary>
internal static class PictureNet
{
    /// <summary>Features of a picture.</summary>
    public const int Features = 64;

    // Part of what is cached: another network, another version.
    public const int Version = 1;

    private const int Wide = 64;
    private const int Narrow = 32;
    private const int SmallSide = 8;

    // Pictures that pass at a time: their activations stay in the cache of a core.
    private const int Batch = 100;

    private static readonly InitConfig Init = new HeInitConfig();

    /// <summary>The network down to the features.</summary>
    /// <param name="shape">[channels, height, width].</param>
    public static Sequential Body(IReadOnlyList<long> shape) => new([.. shape], Layers(shape));

    /// <summary>The same, with a score for each class, and last one for being none of them.</summary>
    public static Sequential Classifier(IReadOnlyList<long> shape, int classes) =>
        new([.. shape], [.. Layers(shape), new Linear("output.linear", Features, classes + 1, new DefaultInitConfig())]);

    /// <summary>Multiplications and additions for one picture.</summary>
    public static long MultiplyAdds(IReadOnlyList<long> shape) => Body(shape).Layers.Select(static layer => layer.MultiplyAdds).Sum();

    /// <summary>Features of pictures, a part after another.</summary>
    /// <param name="body">From <see cref="Body"/>.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="pictures">[n × channels × height × width].</param>
    /// <param name="features">[n × features].</param>
    public static void Extract(Sequential body, Weights weights, ReadOnlySpan<byte> pictures, Span<float> features)
    {
        TorchRuntime.EnsureLoaded();
        int size = checked((int)body.InputShape.Aggregate(1L, static (product, axis) => product * axis));
        using var noGradients = no_grad();
        while (!pictures.IsEmpty)
        {
            using var scope = NewDisposeScope();
            int count = Math.Min(Batch, pictures.Length / size);
            Tensor output = body.Forward(weights, Numbers(pictures[..(count * size)], [count, .. body.InputShape]), Pass.Evaluation).contiguous();
            HostMemory.Of(output).CopyTo(features);
            pictures = pictures[(count * size)..];
            features = features[(count * Features)..];
        }
    }

    /// <summary>Bytes as numbers in [−1, 1].</summary>
    public static Tensor Numbers(ReadOnlySpan<byte> pictures, long[] shape)
    {
        Tensor tensor = HostMemory.Empty(shape);
        Span<float> numbers = HostMemory.Of(tensor);
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = ByteRows.Number(pictures[i]);
        }

        return tensor;
    }

    private static List<Layer> Layers(IReadOnlyList<long> shape)
    {
        long side = Math.Min(shape[1], shape[2]);
        long inputs = shape[0];
        var layers = new List<Layer>();
        for (int i = 0; i == 0 || side > 2; i++)
        {
            long outputs = i == 0 ? Narrow : Wide;
            layers.Add(new Convolution(Invariant($"{i}.convolution"), inputs, outputs, Window.Same(3), Init));
            layers.Add(new Activation(Invariant($"{i}.relu"), ActivationKind.Relu, 0));
            inputs = outputs;
            if (i > 0 && side <= SmallSide)
            {
                break;
            }

            layers.Add(new MaxPool(Invariant($"{i}.pool")));
            side /= 2;
        }

        layers.Add(new Reshape("flatten", [1]));
        layers.Add(new Linear("features.linear", 1, Features, Init));
        layers.Add(new Activation("features.relu", ActivationKind.Relu, 0));
        return layers;
    }
}
