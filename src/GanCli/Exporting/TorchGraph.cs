using System.Globalization;
using System.Runtime.InteropServices;
using GanCli.Engine.Graphs;
using GanCli.Runs;

namespace GanCli.Exporting;

/// <summary>Writes a graph down as modules, buffers and statements of PyTorch.</summary>
internal sealed class TorchGraph : IGraph
{
    /// <summary>The variable that holds the latents.</summary>
    public const string Input = "z";

    private const string Running = "x";

    private static readonly Dictionary<ElementFunction, string> Functions = new()
    {
        [ElementFunction.Relu] = "torch.relu({0})",
        [ElementFunction.LeakyRelu] = "nn.functional.leaky_relu({0}, {1})",
        [ElementFunction.Tanh] = "torch.tanh({0})",
        [ElementFunction.Elu] = "nn.functional.elu({0})",
        [ElementFunction.Selu] = "nn.functional.selu({0})",
        [ElementFunction.Silu] = "nn.functional.silu({0})",
        [ElementFunction.Softplus] = "nn.functional.softplus({0})",
        [ElementFunction.Sigmoid] = "torch.sigmoid({0})",
    };

    private readonly List<(string Result, string[] Operands, Func<string[], string> Text)> _statements = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal) { "forward", "latents", "training" };

    /// <summary>An empty one.</summary>
    public TorchGraph() => (Prefix, Modules, Tensors) = ("", [], []);

    private TorchGraph(TorchGraph whole, string prefix) => (Prefix, Modules, Tensors, _statements, _names) =
        (whole.Prefix + prefix, whole.Modules, whole.Tensors, whole._statements, whole._names);

    public string Prefix { get; }

    /// <summary>Lines of the constructor.</summary>
    public List<string> Modules { get; }

    /// <summary>What its state holds.</summary>
    public List<SafetensorsEntry> Tensors { get; }

    public IGraph Within(string prefix) => new TorchGraph(this, prefix);

    public GraphValue Linear(string name, GraphValue input, GraphNumbers weight, GraphNumbers? bias) =>
        Weighted(name, input, Text($"nn.Linear({weight.Shape[1]}, {weight.Shape[0]}"), weight, bias, [weight.Shape[0]]);

    public GraphValue Convolution(
        string name, GraphValue input, GraphNumbers kernels, GraphNumbers? bias, KernelWindow window, IReadOnlyList<long> shape) =>
        Weighted(name, input, Convolving("nn.Conv2d", input, kernels, window, shape), kernels, bias, shape);

    public GraphValue TransposedConvolution(
        string name, GraphValue input, GraphNumbers kernels, GraphNumbers? bias, KernelWindow window, IReadOnlyList<long> shape) =>
        Weighted(name, input, Convolving("nn.ConvTranspose2d", input, kernels, window, shape), kernels, bias, shape);

    public GraphValue DoubleSides(string name, GraphValue input) => Statement(
        [input.Shape[0], 2 * input.Shape[1], 2 * input.Shape[2]], [input], x => $"nn.functional.interpolate({x[0]}, scale_factor=2, mode=\"nearest\")");

    public GraphValue PixelNorm(string name, GraphValue input, double epsilon) => Statement(
        input.Shape, [input], x => $"{x[0]} * torch.rsqrt({x[0]}.square().mean(1, keepdim=True) + {Number(epsilon)})");

    public GraphValue BatchNorm(string name, GraphValue input, BatchStatistics statistics)
    {
        string module = Module(name, Text($"nn.BatchNorm{(input.Shape.Count == 1 ? 1 : 2)}d({input.Shape[0]}, eps={Number(statistics.Epsilon)})"));
        Hold($"{module}.weight", statistics.Scale);
        Hold($"{module}.bias", statistics.Shift);
        Hold($"{module}.running_mean", statistics.Mean);
        Hold($"{module}.running_var", statistics.Variance);

        // PyTorch counts batches, and takes no state without the count.
        Tensors.Add(new SafetensorsEntry($"{module}.num_batches_tracked", SafetensorsType.I64, [], new byte[sizeof(long)]));
        return Call(module, input, input.Shape);
    }

    public GraphValue LayerNorm(string name, GraphValue input, GraphNumbers scale, GraphNumbers shift, double epsilon)
    {
        string module = Module(name, Text($"nn.LayerNorm({scale.Shape[0]}, eps={Number(epsilon)})"));
        Hold($"{module}.weight", scale);
        Hold($"{module}.bias", shift);
        return Call(module, input, input.Shape);
    }

    public GraphValue Affine(string name, GraphValue input, GraphNumbers factors, GraphNumbers shifts)
    {
        string factor = Buffer(factors.Name, factors.Shape, factors.Values);
        string shift = Buffer(shifts.Name, shifts.Shape, shifts.Values);
        return Statement(input.Shape, [input], x => $"{x[0]} * self.{factor} + self.{shift}");
    }

    public GraphValue Times(string name, GraphValue input, GraphNumbers factors)
    {
        string factor = Buffer(factors.Name, factors.Shape, factors.Values);
        return Statement(factors.Shape, [input], x => $"{x[0]} * self.{factor}");
    }

    public GraphValue Times(string name, GraphValue input, double factor) => Statement(input.Shape, [input], x => Text($"{x[0]} * {Number(factor)}"));

    public GraphValue Elementwise(string name, GraphValue input, ElementFunction function, double slope = 0) =>
        Statement(input.Shape, [input], x => string.Format(CultureInfo.InvariantCulture, Functions[function], x[0], Number(slope)));

    public GraphValue Sum(string name, GraphValue first, GraphValue second) => Statement(first.Shape, [first, second], x => $"{x[0]} + {x[1]}");

    public GraphValue Product(string name, GraphValue first, GraphValue second) => Statement(first.Shape, [first, second], x => $"{x[0]} * {x[1]}");

    public GraphValue Slice(string name, GraphValue input, long first, long count) =>
        Statement([count], [input], x => Text($"{x[0]}[:, {first}:{first + count}]"));

    public GraphValue Reshape(string name, GraphValue input, IReadOnlyList<long> shape) =>
        Statement(shape, [input], x => Text($"{x[0]}.reshape(-1, {string.Join(", ", shape)})"));

    public GraphValue LargestOfGroups(string name, GraphValue input, long size) =>
        Statement([input.Shape[0] / size], [input], x => Text($"{x[0]}.reshape(-1, {input.Shape[0] / size}, {size}).amax(2)"));

    public GraphValue Repeat(string name, GraphValue like, GraphNumbers value)
    {
        string buffer = Buffer(value.Name, value.Shape, value.Values);
        return Statement(value.Shape, [like], x => $"self.{buffer}.expand({x[0]}.shape[0], *self.{buffer}.shape)");
    }

    /// <summary>Numbers that are no parameters.</summary>
    /// <returns>The attribute that holds them.</returns>
    public string Buffer(string name, IReadOnlyList<long> shape, float[] values)
    {
        string attribute = Attribute(name);
        Modules.Add($"self.register_buffer(\"{attribute}\", torch.empty({string.Join(", ", shape)}))");
        Hold(attribute, new GraphNumbers(attribute, shape, values));
        return attribute;
    }

    /// <summary>Lines of <c>forward</c>. A result is called x unless an earlier x is still needed.</summary>
    public IEnumerable<string> Statements(GraphValue result)
    {
        Dictionary<string, int> lastUse = _statements.SelectMany(static (statement, i) => statement.Operands.Select(operand => (operand, i)))
            .GroupBy(static use => use.operand, StringComparer.Ordinal)
            .ToDictionary(static uses => uses.Key, static uses => uses.Max(static use => use.i), StringComparer.Ordinal);
        lastUse[result.Name] = int.MaxValue;
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { [Input] = Input };
        for (int i = 0; i < _statements.Count; i++)
        {
            (string name, string[] operands, Func<string[], string> text) = _statements[i];
            string line = text([.. operands.Select(operand => variables[operand])]);
            HashSet<string> needed =
                [.. variables.Where(variable => lastUse.GetValueOrDefault(variable.Key, -1) > i).Select(static variable => variable.Value)];
            variables[name] = needed.Contains(Running)
                ? Enumerable.Range(2, needed.Count).Select(static n => Text($"{Running}{n}")).First(free => !needed.Contains(free)) : Running;
            yield return $"{variables[name]} = {line}";
        }

        yield return $"return {variables[result.Name]}";
    }

    private static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture).ToLowerInvariant();

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>The beginning of a module's constructor: what is as PyTorch has it unasked is left out.</summary>
    private static string Convolving(string made, GraphValue input, GraphNumbers kernels, KernelWindow window, IReadOnlyList<long> shape)
    {
        (string Name, long Value, long Unasked)[] options =
            [("stride", window.Stride, 1), ("padding", window.Padding, 0), ("output_padding", window.Further, 0), ("groups", window.Groups, 1)];
        IEnumerable<string> asked =
            options.Where(static option => option.Value != option.Unasked).Select(static option => Text($", {option.Name}={option.Value}"));
        return Text($"{made}({input.Shape[0]}, {shape[0]}, {kernels.Shape[2]}{string.Concat(asked)}");
    }

    /// <summary>A module with a weight and maybe a bias.</summary>
    /// <param name="name">Name of the operation.</param>
    /// <param name="input">What it is given.</param>
    /// <param name="made">How it is made, but for the bias and the closing bracket.</param>
    /// <param name="weight">Its weight.</param>
    /// <param name="bias">Its bias; null: none.</param>
    /// <param name="shape">Of the result.</param>
    private GraphValue Weighted(string name, GraphValue input, string made, GraphNumbers weight, GraphNumbers? bias, IReadOnlyList<long> shape)
    {
        string module = Module(name, $"{made}{(bias is null ? ", bias=False" : "")})");
        Hold($"{module}.weight", weight);
        if (bias is not null)
        {
            Hold($"{module}.bias", bias);
        }

        return Call(module, input, shape);
    }

    private GraphValue Call(string module, GraphValue input, IReadOnlyList<long> shape) => Statement(shape, [input], x => $"self.{module}({x[0]})");

    private GraphValue Statement(IReadOnlyList<long> shape, GraphValue[] operands, Func<string[], string> text)
    {
        string result = Text($"#{_statements.Count}");
        _statements.Add((result, [.. operands.Select(static operand => operand.Name)], text));
        return new GraphValue(result, shape);
    }

    private string Module(string name, string made)
    {
        string attribute = Attribute(name);
        Modules.Add($"self.{attribute} = {made}");
        return attribute;
    }

    private void Hold(string name, GraphNumbers numbers) =>
        Tensors.Add(new SafetensorsEntry(name, SafetensorsType.F32, numbers.Shape, write => write(MemoryMarshal.AsBytes(numbers.Values.AsSpan()))));

    /// <summary>A free name of Python, in which numbers stand behind their words: <c>0.block.body.1.convolution</c> becomes
    /// <c>block_0_body_convolution_1</c>.</summary>
    private string Attribute(string name)
    {
        string[] words = (Prefix + name).Split('.', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 1; i < words.Length; i++)
        {
            if (words[i - 1].All(char.IsAsciiDigit))
            {
                (words[i - 1], words[i]) = (words[i], words[i - 1]);
                i++;
            }
        }

        string plain = string.Concat(string.Join('_', words).Select(static c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        string attribute = plain is [(>= 'a' and <= 'z') or (>= 'A' and <= 'Z'), ..] ? plain : $"part_{plain}";
        string unique = attribute;
        for (int i = 2; !_names.Add(unique); i++)
        {
            unique = Text($"{attribute}_{i}");
        }

        return unique;
    }
}
