using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Data.Pictures;
using GanCli.Engine.Tensors;
using GanCli.Runs;
using static TorchSharp.torch;

namespace GanCli.Engine.Metrics.Features;

/// <summary>A network that the user brings.</summary>
[AlsoCalled("jit", "inception", "dinov2", "custom")]
[Component("torchscript", "A network of your own as a TorchScript file: Inception, DINOv2, or whatever torch.jit.script or torch.jit.trace takes",
    Source = "torch.jit.script(model.eval()).save(FILE) in PyTorch 2.10 or earlier",
    When = "To measure as somebody else does; the file is a program, so take it from where you trust",
    Cost = "What the network costs: Inception at size 299 some 150 ms a picture on one core")]
public sealed record TorchScriptConfig : ExtractorConfig
{
    [AlsoCalled("path", "model", "weights", "checkpoint")]
    [Option("The TorchScript file; it is called with numbers [n, channels, size, size]", IsPath = true)]
    public string? File { get; init; }

    [AlsoCalled("dimension", "dims", "embedding-size")]
    [Option("How many numbers the network gives for a picture, all axes together: 2048 of Inception", Min = 1, Max = 65536)]
    public int? Features { get; init; }

    [AlsoCalled("resolution", "image-size")]
    [Option("Side that pictures are resized to", Min = 1, Max = 1024)]
    public int Size { get; init; } = 299;

    [AlsoCalled("scale", "input-range")]
    [Option("What black and white are for the network: [-1, 1], [0, 1] or [0, 255]; any other preparation belongs into the file", Min = -1000, Max = 1000)]
    public IReadOnlyList<double> Range { get; init; } = [-1, 1];

    [Option("Channels that the network takes: 3 are red, green and blue, and a grey picture becomes three equal ones", Min = 1, Max = 3)]
    public int Channels { get; init; } = 3;

    [AlsoCalled("interpolation", "resample")]
    [Option("How pixels are weighed when pictures are resized, always antialiased; bicubic is what clean-fid takes")]
    public ResizeFilter Filter { get; init; }

    [AlsoCalled("index", "layer")]
    [Option("Which output has the features where the network gives several, from 0", Min = 0, Max = 100)]
    public int Output { get; init; }

    public override void Validate(ConfigCheck check)
    {
        if (File is null)
        {
            check.Fail("file", "must be given: the TorchScript file");
        }

        if (Features is null)
        {
            check.Fail("features", "must be given: how many numbers the network gives for a picture");
        }

        if (Range is not [var black, var white] || black >= white)
        {
            check.Fail("range", "must be two numbers, what black is and what white is, as [0, 1]");
        }

        if (Channels == 2)
        {
            check.Fail("channels", "must be 1 or 3");
        }
    }

    public override string? Unfit(DataSource data) => Colours.Unfit(data, Channels);

    public override Extractor Build(DataSource data) => new TorchScript(data.Shape, this);

    public bool Equals(TorchScriptConfig? other) => other is not null && Parts == other.Parts && Range.SequenceEqual(other.Range);

    public override int GetHashCode() => Parts.GetHashCode();

    private (string?, int?, int, int, ResizeFilter, int) Parts => (File, Features, Size, Channels, Filter, Output);
}

/// <summary>A TorchScript, called on resized pictures.</summary>
/// <param name="shape">[1 or as many channels as it takes, height, width].</param>
/// <param name="config">How it is called.</param>
internal sealed partial class TorchScript(IReadOnlyList<long> shape, TorchScriptConfig config) : Extractor
{
    // Pictures that pass at a time.
    private const int Most = 16;
    private readonly string _path = config.File!;
    private readonly int _count = config.Features!.Value;
    private jit.ScriptModule? _network;
    private PictureResizer? _resizer;
    private string? _hash;

    public override string Name => Word(Path.GetFileNameWithoutExtension(_path)) is { Length: > 0 } word ? $"torchscript-{word}" : "torchscript";

    public override int Count => _count;

    public override string Hash => _hash ?? throw new InvalidOperationException("the network was not prepared");

    // Nobody knows what is in it: as much for each pixel as Inception takes.
    public override double Nanoseconds => 1700.0 * config.Size * config.Size;

    public override void Prepare(IProgress<Preparation>? progress = null)
    {
        if (_network is not null)
        {
            return;
        }

        TorchRuntime.EnsureLoaded();
        byte[] bytes = Read();
        jit.ScriptModule network = Load(bytes);
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        network.eval();

        // A ramp: of a picture without contrast a network that normalizes makes nothing.
        const int Pictures = 2;
        Tensor ramp = HostMemory.Empty(Pictures, config.Channels, config.Size, config.Size);
        Span<float> numbers = HostMemory.Of(ramp);
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = (float)(config.Range[0] + ((config.Range[1] - config.Range[0]) * i / numbers.Length));
        }

        long[] axes = Call(network, ramp).shape;
        if (axes is not [Pictures, ..])
        {
            throw Fault($"gives {Shown(axes)} for two pictures; its first axis must be the pictures");
        }

        long features = axes.Skip(1).Aggregate(1L, static (product, axis) => product * axis);
        if (features != _count)
        {
            throw Fault($"gives {Shown(axes)} for two pictures, which is {features} features of a picture and not {_count}; set features: {features}");
        }

        _resizer = new PictureResizer(shape[1], shape[2], config.Size, config.Filter);
        string file = Convert.ToHexStringLower(SHA256.HashData(bytes));
        string range = NumberTable.Text($"{config.Range[0]:R} {config.Range[1]:R}");
        _hash = FeatureHash.Of(NumberTable.Text($"torchscript {file} {_count} {config.Size} {range} {config.Channels} {config.Filter} {config.Output}"));
        _network = network;
    }

    public override void Extract(ReadOnlySpan<byte> pictures, Span<float> features)
    {
        TorchRuntime.EnsureLoaded();
        int bytes = (int)(shape[0] * shape[1] * shape[2]);
        using var noGradients = no_grad();
        while (!pictures.IsEmpty)
        {
            using var scope = NewDisposeScope();
            int count = Math.Min(Most, pictures.Length / bytes);
            Tensor resized = _resizer!.Resize(Colours.Of(pictures[..(count * bytes)], [count, .. shape]));
            Tensor numbers = resized.Times((config.Range[1] - config.Range[0]) / 255).Plus(config.Range[0]);
            Tensor output = Call(_network!, Colours.Spread(numbers, config.Channels).contiguous());
            if (output.shape is not [var first, ..] || first != count || output.NumberOfElements != (long)count * _count)
            {
                throw Fault($"gives {Shown(output.shape)} for {count} pictures; it must take any number of them, and give {_count} features of each");
            }

            Span<float> some = features[..(count * _count)];
            HostMemory.Of(output.to(CPU).to(ScalarType.Float32).contiguous()).CopyTo(some);
            foreach (float number in some)
            {
                if (!float.IsFinite(number))
                {
                    throw Fault($"gives features that are no finite numbers; see that range and size are what the network wants");
                }
            }

            pictures = pictures[(count * bytes)..];
            features = features[some.Length..];
        }
    }

    private byte[] Read()
    {
        if (!Path.Exists(_path))
        {
            throw new FileNotFoundException($"{_path}: no such file; file must name a TorchScript, as torch.jit.script(model).save(FILE) writes it", _path);
        }

        using FileStream file = RegularFile.OpenRead(_path);
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private jit.ScriptModule Load(byte[] bytes)
    {
        try
        {
            return jit.load(bytes, CPU);
        }
        catch (ExternalException e) when (!NativeFailure.IsOutOfMemory(e))
        {
            throw Fault($"is no TorchScript, as torch.jit.script(model).save(FILE) writes it: {NativeFailure.Line(e)}", e);
        }
    }

    private Tensor Call(jit.ScriptModule network, Tensor numbers)
    {
        object result;
        try
        {
            result = network.call(numbers);
        }
        catch (ExternalException e) when (!NativeFailure.IsOutOfMemory(e))
        {
            throw Fault($"cannot be called with numbers {Shown(numbers.shape)}: {Why(NativeFailure.Line(e))}", e);
        }
        catch (ArgumentOutOfRangeException e)
        {
            // TorchSharp's own, of results that it has no type for.
            throw Fault($"gives neither a tensor nor a tuple of tensors; wrap the network so that it does", e);
        }

        object?[] outputs = result switch
        {
            ITuple tuple => [.. Enumerable.Range(0, tuple.Length).Select(i => tuple[i])],
            IEnumerable<Tensor> list => [.. list],
            _ => [result],
        };
        return config.Output < outputs.Length
            ? outputs[config.Output] as Tensor ?? throw Fault($"its output {config.Output} is no tensor; wrap the network so that it gives one")
            : outputs.Length == 1 ? throw Fault($"gives one output, so output must be 0")
            : throw Fault($"gives {outputs.Length} outputs, so output must be from 0 to {outputs.Length - 1}");
    }

    private InvalidDataException Fault(FormattableString words, Exception? cause = null) => new($"{_path}: {FormattableString.Invariant(words)}", cause);

    private static string Shown(long[] axes) =>
        $"[{string.Join(", ", axes.Select(static axis => axis.ToString(CultureInfo.InvariantCulture)))}]";

    // The interpreter tells first where it was.
    private static string Why(string line)
    {
        const string Mark = "Error: ";
        int place = line.LastIndexOf(Mark, StringComparison.Ordinal);
        return place < 0 ? line : line[(place + Mark.Length)..];
    }

    private static string Word(string name) => Other.Replace(name.ToLowerInvariant(), "-").Trim('-');

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Other { get; }
}
