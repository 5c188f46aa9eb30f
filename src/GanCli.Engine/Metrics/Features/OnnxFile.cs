using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using GanCli.Runs;

namespace GanCli.Engine.Metrics.Features;

/// <summary>One operation of an ONNX network.</summary>
/// <param name="Operation">Its word: <c>Conv</c>.</param>
/// <param name="Inputs">Names of values or weights.</param>
/// <param name="Outputs">Names of what it gives.</param>
/// <param name="Whole">Attributes that are whole numbers, or lists of them.</param>
/// <param name="Real">Attributes that are numbers.</param>
internal sealed record OnnxNode(
    string Operation,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Outputs,
    IReadOnlyDictionary<string, long[]> Whole,
    IReadOnlyDictionary<string, float> Real);

/// <summary>Weights of an ONNX network.</summary>
/// <param name="Shape">Its axes.</param>
/// <param name="Numbers">In row order.</param>
internal sealed record OnnxWeights(long[] Shape, float[] Numbers);

/// <summary>What an ONNX file says of a network: operations in the order in which they are done, and weights in single precision.</summary>
/// <remarks>The file is a message of Protocol Buffers (onnx.proto3, where the numbers of the fields come from). What is not needed is passed over.</remarks>
internal sealed class OnnxFile
{
    private readonly List<OnnxNode> _nodes = [];
    private readonly Dictionary<string, OnnxWeights> _weights = new(StringComparer.Ordinal);

    private OnnxFile(string path, ReadOnlySpan<byte> bytes)
    {
        Path = path;
        Hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var model = new ProtobufFields(bytes);
        while (model.Next())
        {
            if (model.Number == 7)
            {
                ReadGraph(new ProtobufFields(model.Bytes));
            }
        }

        if (_nodes.Count == 0)
        {
            throw new InvalidDataException("it holds no network");
        }
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>SHA-256 of the file, in hexadecimal digits.</summary>
    public string Hash { get; }

    public IReadOnlyList<OnnxNode> Nodes => _nodes;

    public IReadOnlyDictionary<string, OnnxWeights> Weights => _weights;

    /// <summary>Reads one.</summary>
    /// <exception cref="InvalidDataException">It is no ONNX file, or a damaged one.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static OnnxFile Read(string path)
    {
        using FileStream file = RegularFile.OpenRead(path);
        byte[] bytes = new byte[file.Length];
        try
        {
            file.ReadExactly(bytes);
            return new OnnxFile(path, bytes);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or ArgumentException)
        {
            throw new InvalidDataException($"{path}: is no ONNX file, or is damaged: {e.Message}", e);
        }
    }

    private void ReadGraph(ProtobufFields graph)
    {
        while (graph.Next())
        {
            switch (graph.Number)
            {
                case 1:
                    _nodes.Add(Node(new ProtobufFields(graph.Bytes)));
                    break;
                case 5:
                    (string name, OnnxWeights weights) = Tensor(new ProtobufFields(graph.Bytes));
                    _weights[name] = weights;
                    break;
                default:
                    break;
            }
        }
    }

    private static OnnxNode Node(ProtobufFields fields)
    {
        var (inputs, outputs, operation) = (new List<string>(), new List<string>(), "");
        var whole = new Dictionary<string, long[]>(StringComparer.Ordinal);
        var real = new Dictionary<string, float>(StringComparer.Ordinal);
        while (fields.Next())
        {
            switch (fields.Number)
            {
                case 1:
                    inputs.Add(fields.Text);
                    break;
                case 2:
                    outputs.Add(fields.Text);
                    break;
                case 4:
                    operation = fields.Text;
                    break;
                case 5:
                    Attribute(new ProtobufFields(fields.Bytes), whole, real);
                    break;
                default:
                    break;
            }
        }

        return new OnnxNode(operation, inputs, outputs, whole, real);
    }

    private static void Attribute(ProtobufFields fields, Dictionary<string, long[]> whole, Dictionary<string, float> real)
    {
        (string name, float? number, List<long> numbers) = ("", null, []);
        while (fields.Next())
        {
            switch (fields.Number)
            {
                case 1:
                    name = fields.Text;
                    break;
                case 2:
                    number = BinaryPrimitives.ReadSingleLittleEndian(fields.Bytes);
                    break;
                case 3 or 8:
                    fields.AddWholeTo(numbers);
                    break;
                default:
                    break;
            }
        }

        if (number is { } found)
        {
            real[name] = found;
        }

        whole[name] = [.. numbers];
    }

    private static (string Name, OnnxWeights Weights) Tensor(ProtobufFields fields)
    {
        (string name, List<long> shape, List<long> type, float[] numbers) = ("", [], [], []);
        while (fields.Next())
        {
            switch (fields.Number)
            {
                case 1:
                    fields.AddWholeTo(shape);
                    break;
                case 2:
                    fields.AddWholeTo(type);
                    break;
                case 4 or 9:
                    numbers = MemoryMarshal.Cast<byte, float>(fields.Bytes).ToArray();
                    break;
                case 8:
                    name = fields.Text;
                    break;
                default:
                    break;
            }
        }

        // 1: single precision.
        return type is [1] && shape.Aggregate(1L, static (product, axis) => product * axis) == numbers.Length
            ? (name, new OnnxWeights([.. shape], numbers))
            : throw new InvalidDataException($"its weights {name} are not as many numbers in single precision as they should be");
    }
}
