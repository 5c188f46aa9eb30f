using System.Runtime.InteropServices;
using Google.Protobuf;
using GanCli.Engine.Graphs;
using Onnx;

namespace GanCli.Exporting;

/// <summary>Writes a graph down as nodes of ONNX.</summary>
internal sealed class OnnxGraph : IGraph
{
    /// <summary>The version of the operations: the first that has LayerNormalization.</summary>
    public const int Opset = 17;

    // A message of Protocol Buffers has at most 2 GiB; names and nodes need a little of it.
    private const long MostBytes = int.MaxValue - (64L << 20);

    private static readonly Dictionary<ElementFunction, string> Operators = new()
    {
        [ElementFunction.Relu] = "Relu",
        [ElementFunction.LeakyRelu] = "LeakyRelu",
        [ElementFunction.Tanh] = "Tanh",
        [ElementFunction.Elu] = "Elu",
        [ElementFunction.Selu] = "Selu",
        [ElementFunction.Softplus] = "Softplus",
        [ElementFunction.Sigmoid] = "Sigmoid",
    };

    private readonly HashSet<string> _names;

    /// <summary>An empty one.</summary>
    public OnnxGraph()
        : this("", new GraphProto(), new HashSet<string>(StringComparer.Ordinal) { OnnxExporter.Latents, OnnxExporter.Samples })
    {
    }

    private OnnxGraph(string prefix, GraphProto content, HashSet<string> names) => (Prefix, Content, _names) = (prefix, content, names);

    public string Prefix { get; }

    /// <summary>Nodes and numbers so far.</summary>
    public GraphProto Content { get; }

    public IGraph Within(string prefix) => new OnnxGraph(Prefix + prefix, Content, _names);

    public GraphValue Linear(string name, GraphValue input, GraphNumbers weight, GraphNumbers? bias) =>
        Node("Gemm", name, [weight.Shape[0]], Operands(input, weight, bias), Whole("transB", 1));

    public GraphValue Convolution(
        string name, GraphValue input, GraphNumbers kernels, GraphNumbers? bias, KernelWindow window, IReadOnlyList<long> shape) =>
        Node("Conv", name, shape, Operands(input, kernels, bias), Window(kernels, window));

    public GraphValue TransposedConvolution(
        string name, GraphValue input, GraphNumbers kernels, GraphNumbers? bias, KernelWindow window, IReadOnlyList<long> shape)
    {
        AttributeProto further = Wholes("output_padding", window.Further, window.Further);
        return Node("ConvTranspose", name, shape, Operands(input, kernels, bias), [.. Window(kernels, window), further]);
    }

    public GraphValue DoubleSides(string name, GraphValue input)
    {
        // The second operand, a region of interest, is for other modes.
        string scales = Hold(new GraphNumbers($"{name}.scales", [4], [1, 1, 2, 2]));
        return Node(
            "Resize", name, [input.Shape[0], 2 * input.Shape[1], 2 * input.Shape[2]], [input.Name, "", scales], Word("mode", "nearest"),
            Word("coordinate_transformation_mode", "asymmetric"), Word("nearest_mode", "floor"));
    }

    public GraphValue PixelNorm(string name, GraphValue input, double epsilon)
    {
        IReadOnlyList<long> places = [1, .. input.Shape.Skip(1)];
        GraphValue squares = Product($"{name}.squares", input, input);
        GraphValue mean = Node("ReduceMean", $"{name}.mean", places, [squares.Name], Wholes("axes", 1), Whole("keepdims", 1));
        string smallest = Hold(new GraphNumbers($"{name}.epsilon", [], [(float)epsilon]));
        GraphValue root = Node("Sqrt", $"{name}.root", places, [Node("Add", $"{name}.size", places, [mean.Name, smallest]).Name]);
        return Node("Div", name, input.Shape, [input.Name, root.Name]);
    }

    public GraphValue BatchNorm(string name, GraphValue input, BatchStatistics statistics) => Node(
        "BatchNormalization",
        name,
        input.Shape,
        [input.Name, Hold(statistics.Scale), Hold(statistics.Shift), Hold(statistics.Mean), Hold(statistics.Variance)],
        Real("epsilon", statistics.Epsilon));

    public GraphValue LayerNorm(string name, GraphValue input, GraphNumbers scale, GraphNumbers shift, double epsilon) =>
        Node("LayerNormalization", name, input.Shape, [input.Name, Hold(scale), Hold(shift)], Whole("axis", -1), Real("epsilon", epsilon));

    public GraphValue Affine(string name, GraphValue input, GraphNumbers factors, GraphNumbers shifts)
    {
        GraphValue scaled = Node("Mul", $"{name}.scaled", input.Shape, [input.Name, Hold(factors)]);
        return Node("Add", name, input.Shape, [scaled.Name, Hold(shifts)]);
    }

    public GraphValue Times(string name, GraphValue input, GraphNumbers factors) => Node("Mul", name, factors.Shape, [input.Name, Hold(factors)]);

    public GraphValue Times(string name, GraphValue input, double factor) =>
        Node("Mul", name, input.Shape, [input.Name, Hold(new GraphNumbers($"{name}.factor", [], [(float)factor]))]);

    public GraphValue Elementwise(string name, GraphValue input, ElementFunction function, double slope = 0)
    {
        // This version has no node for x · sigmoid(x).
        if (function == ElementFunction.Silu)
        {
            return Product(name, input, Elementwise($"{name}.sigmoid", input, ElementFunction.Sigmoid));
        }

        AttributeProto[] attributes = function == ElementFunction.LeakyRelu ? [Real("alpha", slope)] : [];
        return Node(Operators[function], name, input.Shape, [input.Name], attributes);
    }

    public GraphValue Sum(string name, GraphValue first, GraphValue second) => Node("Add", name, first.Shape, [first.Name, second.Name]);

    public GraphValue Product(string name, GraphValue first, GraphValue second) => Node("Mul", name, first.Shape, [first.Name, second.Name]);

    public GraphValue Slice(string name, GraphValue input, long first, long count) => Node(
        "Slice", name, [count], [input.Name, Hold($"{name}.first", first), Hold($"{name}.end", first + count), Hold($"{name}.axis", 1)]);

    public GraphValue Reshape(string name, GraphValue input, IReadOnlyList<long> shape) =>
        Node("Reshape", name, shape, [input.Name, Hold($"{name}.shape", [-1, .. shape])]);

    public GraphValue LargestOfGroups(string name, GraphValue input, long size)
    {
        long groups = input.Shape[0] / size;
        GraphValue grouped = Reshape($"{name}.groups", input, [groups, size]);
        return Node("ReduceMax", name, [groups], [grouped.Name], Wholes("axes", 2), Whole("keepdims", 0));
    }

    public GraphValue Repeat(string name, GraphValue like, GraphNumbers value)
    {
        GraphValue batch = Node("Shape", $"{name}.batch", [], [like.Name], Whole("start", 0), Whole("end", 1));
        GraphValue shape = Node("Concat", $"{name}.shape", [], [batch.Name, Hold($"{name}.axes", [.. value.Shape])], Whole("axis", 0));
        return Node("Expand", name, value.Shape, [Hold(value), shape.Name]);
    }

    /// <summary>Gives the result its name.</summary>
    public void End(GraphValue result, string name)
    {
        var end = new NodeProto { OpType = "Identity", Name = name, Input = { result.Name }, Output = { name } };
        Content.Node.Add(end);
    }

    private GraphValue Node(string type, string name, IReadOnlyList<long> shape, string[] inputs, params AttributeProto[] attributes)
    {
        string output = Unique(name);
        var node = new NodeProto { OpType = type, Name = output, Output = { output } };
        node.Input.AddRange(inputs);
        node.Attribute.AddRange(attributes);
        Content.Node.Add(node);
        return new GraphValue(output, shape);
    }

    private string[] Operands(GraphValue input, GraphNumbers weight, GraphNumbers? bias) =>
        bias is null ? [input.Name, Hold(weight)] : [input.Name, Hold(weight), Hold(bias)];

    private static AttributeProto[] Window(GraphNumbers kernels, KernelWindow window) =>
    [
        Wholes("kernel_shape", kernels.Shape[2], kernels.Shape[3]),
        Wholes("strides", window.Stride, window.Stride),
        Wholes("pads", window.Padding, window.Padding, window.Padding, window.Padding),
        Whole("group", window.Groups),
    ];

    private string Hold(GraphNumbers numbers) =>
        Hold(numbers.Name, numbers.Shape, TensorProto.Types.DataType.Float, MemoryMarshal.AsBytes(numbers.Values.AsSpan()));

    private string Hold(string name, params ReadOnlySpan<long> numbers) =>
        Hold(name, [numbers.Length], TensorProto.Types.DataType.Int64, MemoryMarshal.AsBytes(numbers));

    private string Hold(string name, IReadOnlyList<long> shape, TensorProto.Types.DataType type, ReadOnlySpan<byte> bytes)
    {
        if (Content.Initializer.Sum(static tensor => (long)tensor.RawData.Length) + bytes.Length > MostBytes)
        {
            throw new NotExpressibleException("its weights", "take more than the 2 GB that an ONNX file can hold; use --format torch");
        }

        string unique = Unique(name);
        var tensor = new TensorProto { Name = unique, DataType = (int)type, RawData = ByteString.CopyFrom(bytes) };
        tensor.Dims.AddRange(shape);
        Content.Initializer.Add(tensor);
        return unique;
    }

    private string Unique(string name)
    {
        string unique = Prefix + name;
        for (int i = 2; !_names.Add(unique); i++)
        {
            unique = FormattableString.Invariant($"{Prefix}{name}-{i}");
        }

        return unique;
    }

    private static AttributeProto Whole(string name, long value) => new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value };

    private static AttributeProto Wholes(string name, params long[] values) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Ints, Ints = { values } };

    private static AttributeProto Word(string name, string value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.String, S = ByteString.CopyFromUtf8(value) };

    private static AttributeProto Real(string name, double value) => new() { Name = name, Type = AttributeProto.Types.AttributeType.Float, F = (float)value };
}
