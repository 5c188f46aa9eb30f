using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Data.Pictures;
using GanCli.Engine.Metrics.Features;
using GanCli.Tests.Support;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Onnx;

namespace GanCli.Tests.Metrics.Features;

/// <summary>Features of the ImageNet network beside what ONNX Runtime makes of the same files.</summary>
public sealed class Resnet18Tests : IDisposable
{
    private const string Network = "ResNet18.onnx";
    private const string Preprocessing = "ResNetPreprocess.onnx";
    private const int Native = 224;
    private readonly TemporaryFolder _folder = new();

    // The size that the files are written for: they are run as they are.
    [Fact]
    public void OfTheNativeSizeFeaturesAreThoseOfTheFiles()
    {
        byte[] picture = Picture(3, Native, 1);
        using var preprocessing = new InferenceSession(PathOf(Preprocessing));
        using var network = new InferenceSession(PathOf(Network));
        float[] prepared = Run(preprocessing, "OriginalInput", Array.ConvertAll(picture, static value => (float)value), 1, Native);
        AssertNear(Run(network, "Input247", prepared, 1, Native), Features(3, Native, Native, picture));
    }

    // Of another size the network is the same up to the mean over what is left of each channel.
    [Fact]
    public void OfOtherSizesFeaturesAreThoseOfTheNetwork()
    {
        using InferenceSession network = AnySize();
        foreach ((int size, int count) in ((int, int)[])[(32, 3), (64, 2)])
        {
            byte[] pictures = [.. Enumerable.Range(0, count).SelectMany(i => Picture(3, size, i))];
            float[] mean = Mean(size);
            int area = size * size;
            float[] prepared = new float[pictures.Length];
            for (int i = 0; i < prepared.Length; i++)
            {
                (int picture, int channel, int pixel) = (i / (3 * area), i / area % 3, i % area);
                prepared[(((picture * 3) + 2 - channel) * area) + pixel] = pictures[i] - mean[((2 - channel) * area) + pixel];
            }

            AssertNear(Run(network, "Input247", prepared, count, size), Features(3, size, size, pictures));
        }
    }

    [Fact]
    public void PicturesAreResizedAndGreyOnesAreColouredGrey()
    {
        byte[] grey = Picture(1, 20, 5);
        float[] features = Features(1, 20, 32, grey);
        AssertNear(Features(3, 20, 32, [.. grey, .. grey, .. grey]), features);

        var resizer = new SquareResizer(20, 32, 1, ResizeFilter.Bicubic);
        for (int y = 0; y < 20; y++)
        {
            resizer.Add(y, [.. grey.Skip(20 * y).Take(20).SelectMany(static value => (byte[])[value, value, value, 255])]);
        }

        // Bytes are rounded: near, and no more.
        byte[] resized = [.. Enumerable.Range(0, 32 * 32).Select(i => (byte)Math.Clamp(Math.Round(resizer.At(0, i / 32, i % 32)), 0, 255))];
        AssertNear(Features(1, 32, 32, resized), features, 0.02);
    }

    [Fact]
    public void TheHashIsOfFilesAndSize()
    {
        string[] hashes = [.. new[] { 32, 64, 32 }.Select(static size =>
        {
            var extractor = new Resnet18([1, 8, 8], size, Resnet18.Folder);
            extractor.Prepare();
            return extractor.Hash;
        })];
        Assert.Equal(hashes[0], hashes[2]);
        Assert.NotEqual(hashes[0], hashes[1]);
        Assert.Equal("resnet18-96px", new Resnet18([1, 8, 8], 96, Resnet18.Folder).Name);
    }

    [Fact]
    public void ItsWorkIsThatOfItsConvolutions()
    {
        // By hand: 7 × 7 of 3 to 64 channels at half the side; two blocks at a quarter, two at an eighth, two at a sixteenth, three at the last.
        long stem = 49L * 3 * 64 * 16 * 16;
        long blocks = (4L * 9 * 64 * 64 * 8 * 8)
            + (((9L * 64 * 128) + (3L * 9 * 128 * 128) + (64 * 128)) * 4 * 4)
            + (((9L * 128 * 256) + (3L * 9 * 256 * 256) + (128 * 256)) * 2 * 2)
            + ((9L * 256 * 512) + (5L * 9 * 512 * 512) + (256 * 512));
        Assert.Equal(0.02 * (stem + blocks) * 4, new Resnet18([1, 8, 8], 64, Resnet18.Folder).Nanoseconds, 1e4);
    }

    [Theory]
    [InlineData(33)]
    [InlineData(50)]
    public void ASizeIsAMultipleOf32(int size)
    {
        var check = new ConfigCheck();
        new Resnet18Config { Size = size }.Validate(check);
        Assert.Equal([("size", "must be a multiple of 32, as 32 and 64 are: the network halves it five times")], check.Faults);
    }

    [Fact]
    public void PicturesAreGreyOrColoured()
    {
        Assert.Equal("it takes pictures of one or three channels, and these have 2", new Resnet18Config().Unfit(Pictures(2)));
        Assert.Null(new Resnet18Config().Unfit(Pictures(1)));
        Assert.Null(new Resnet18Config().Unfit(Pictures(3)));
    }

    [Fact]
    public void MissingAndDamagedFilesAreNamed()
    {
        string path = _folder[Network];
        Assert.Equal(
            $"{path}: no such file; the extractor resnet18 needs the networks that are built with the program: build or publish it again (scripts/publish), "
                + "or take another extractor",
            Fault<FileNotFoundException>());
        File.WriteAllBytes(path, File.ReadAllBytes(PathOf(Network)).AsSpan(0, 1_000_000));
        Assert.Equal($"{path}: is no ONNX file, or is damaged: it is cut short", Fault<InvalidDataException>());
        File.WriteAllText(path, "<html>Not found</html>");
        Assert.StartsWith($"{path}: is no ONNX file, or is damaged: ", Fault<InvalidDataException>(), StringComparison.Ordinal);
        File.WriteAllText(path, "");
        Assert.Equal($"{path}: is no ONNX file, or is damaged: it holds no network", Fault<InvalidDataException>());

        // The mean picture's file is a network too.
        File.Copy(PathOf(Preprocessing), path, overwrite: true);
        File.Copy(PathOf(Preprocessing), _folder[Preprocessing]);
        Assert.Equal($"{path}: is another network than this program knows: it has an operation Split", Fault<InvalidDataException>());
    }

    public void Dispose() => _folder.Dispose();

    private static string PathOf(string file) => Path.Combine(Resnet18.Folder, file);

    private string Fault<TException>()
        where TException : Exception => Assert.Throws<TException>(() => new Resnet18([1, 8, 8], 32, _folder.FullName).Prepare()).Message;

    private static DataSource Pictures(int channels) =>
        new FiniteSource(new FloatRows(new float[channels * 16], channels * 16), [channels, 4, 4], range: (-1, 1));

    // Smooth, and other in each channel, with an edge.
    private static byte[] Picture(int channels, int side, int index) =>
    [
        .. Enumerable.Range(0, channels * side * side).Select(i =>
        {
            (int channel, double y, double x) = (i / (side * side), i / side % side / (double)side, i % side / (double)side);
            double wave = Math.Sin((9 * x) + channel + index) * Math.Cos((7 * y * (1 + index)) - channel);
            return (byte)((x > 0.3 && y > 0.6 ? 40 : 128) + (wave * 40) + (i * 7919 % 31));
        }),
    ];

    private static float[] Features(int channels, int side, int size, byte[] pictures)
    {
        var extractor = new Resnet18([channels, side, side], size, Resnet18.Folder);
        extractor.Prepare();
        float[] features = new float[pictures.Length / (channels * side * side) * extractor.Count];
        extractor.Extract(pictures, features);
        return features;
    }

    // Keys' cubic convolution, a = −1/2, as wide as a new pixel and divided by the sum of its weights; brute force.
    private static float[] Mean(int size)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(PathOf(Preprocessing)));
        float[] mean = [.. model.Graph.Initializer.Single(static weights => weights.Name == "MeanImage").FloatData];
        double scale = Native / (double)size;
        double[][] weights = [.. Enumerable.Range(0, size).Select(i =>
        {
            double[] line = [.. Enumerable.Range(0, Native).Select(pixel => Cubic((pixel + 0.5 - ((i + 0.5) * scale)) / scale))];
            return line.Select(weight => weight / line.Sum()).ToArray();
        })];
        double[] half = new double[3 * Native * size];
        for (int i = 0; i < half.Length; i++)
        {
            half[i] = weights[i % size].Select((weight, x) => weight * mean[(i / size * Native) + x]).Sum();
        }

        return [.. Enumerable.Range(0, 3 * size * size).Select(i => (float)weights[i / size % size].Select(
            (weight, y) => weight * half[(((i / size / size * Native) + y) * size) + (i % size)]).Sum())];
    }

    private static double Cubic(double x) => Math.Abs(x) switch
    {
        < 1 and var a => (1.5 * a * a * a) - (2.5 * a * a) + 1,
        < 2 and var a => (-0.5 * a * a * a) + (2.5 * a * a) - (4 * a) + 2,
        _ => 0,
    };

    /// <summary>The file with open sides, and a mean over whole channels at its end.</summary>
    private static InferenceSession AnySize()
    {
        ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(PathOf(Network)));
        model.Graph.ValueInfo.Clear();
        foreach (var (axis, name) in model.Graph.Input.Single(static input => input.Name == "Input247").Type.TensorType.Shape.Dim.Zip(["n", "", "h", "w"]))
        {
            if (name.Length > 0)
            {
                axis.DimParam = name;
            }
        }

        model.Graph.Output.Single().Type.TensorType.Shape.Dim[0].DimParam = "n";
        NodeProto pooling = model.Graph.Node[^1];
        Assert.Equal("AveragePool", pooling.OpType);
        pooling.OpType = "GlobalAveragePool";
        pooling.Attribute.Clear();
        return new InferenceSession(model.ToByteArray());
    }

    private static float[] Run(InferenceSession session, string input, float[] numbers, int count, int side)
    {
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results =
            session.Run([NamedOnnxValue.CreateFromTensor(input, new DenseTensor<float>(numbers, [count, 3, side, side]))]);
        return [.. results.Single().AsEnumerable<float>()];
    }

    private static void AssertNear(float[] expected, float[] actual, double tolerance = 1e-4)
    {
        Assert.Equal(expected.Length, actual.Length);
        double largest = expected.Max(Math.Abs);
        Assert.InRange(largest, 0.1, 1e4);
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second - pair.First, -tolerance * largest, tolerance * largest));
    }
}
