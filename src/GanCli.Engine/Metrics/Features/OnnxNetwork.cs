using GanCli.Engine.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanCli.Engine.Metrics.Features;

/// <summary>A convolutional network from an ONNX file, in libtorch's operations: convolutions, each with the normalization that follows it, rectifiers, sums,
/// maxima, and a mean over each whole channel at the end.</summary>
internal sealed class OnnxNetwork
{
    private readonly List<Step> _steps = [];
    private readonly string _input;
    private readonly string _output;

    // What no later step needs, for each step.
    private readonly List<string[]> _spent = [];

    /// <param name="file">The network.</param>
    /// <exception cref="InvalidDataException">It does what nobody here can do.</exception>
    public OnnxNetwork(OnnxFile file)
    {
        try
        {
            Dictionary<string, OnnxNode> norms = file.Nodes.Where(static node => node.Operation is "BatchNormalization").ToDictionary(
                static node => node.Inputs[0], StringComparer.Ordinal);
            foreach (OnnxNode node in file.Nodes.Where(static node => node.Operation is not "BatchNormalization"))
            {
                _steps.Add(node.Operation is "Conv" ? Convolution(file, node, norms[node.Outputs[0]]) : Simple(node));
            }
        }
        catch (Exception e) when (e is KeyNotFoundException or ArgumentException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"{file.Path}: is another network than this program knows: {e.Message}", e);
        }

        (_input, _output) = (_steps[0].Inputs[0], _steps[^1].Output);
        var later = new HashSet<string>(StringComparer.Ordinal) { _input, _output };
        foreach (Step step in Enumerable.Reverse(_steps))
        {
            _spent.Insert(0, [.. step.Inputs.Where(later.Add)]);
        }

        Step Simple(OnnxNode node) => node.Operation switch
        {
            "Relu" => new Step(node, static inputs => functional.relu(inputs[0])),
            "Add" => new Step(node, static inputs => inputs[0].Plus(inputs[1])),
            "MaxPool" => new Step(node, Maximum(Window(file, node))),

            // Over what is left of each channel: 7 × 7 of a picture of 224 × 224, for which the file is written.
            "AveragePool" => new Step(node, static inputs => inputs[0].mean([2, 3])),
            _ => throw new InvalidDataException($"{file.Path}: is another network than this program knows: it has an operation {node.Operation}"),
        };
    }

    /// <summary>What comes out.</summary>
    /// <param name="pictures">[n, channels, side, side].</param>
    /// <returns>[n, features].</returns>
    public Tensor Forward(Tensor pictures)
    {
        var values = new Dictionary<string, Tensor>(StringComparer.Ordinal) { [_input] = pictures };
        for (int i = 0; i < _steps.Count; i++)
        {
            values[_steps[i].Output] = _steps[i].Compute([.. _steps[i].Inputs.Select(name => values[name])]);
            foreach (string name in _spent[i])
            {
                values[name].Dispose();
            }
        }

        return values[_output];
    }

    /// <summary>y = s (W x − m) + b with s = γ / √(v + ε) is one convolution by s W, plus b − s m.</summary>
    private static Step Convolution(OnnxFile file, OnnxNode node, OnnxNode norm)
    {
        OnnxWeights kernels = file.Weights[node.Inputs[1]];
        (float[] gain, float[] shift, float[] mean, float[] variance) = norm.Inputs.Skip(1).Select(name => file.Weights[name].Numbers).ToArray() switch
        {
            [var a, var b, var c, var d] => (a, b, c, d),
            _ => throw new KeyNotFoundException("a normalization lacks weights"),
        };
        double epsilon = norm.Real["epsilon"];
        int size = kernels.Numbers.Length / gain.Length;
        float[] scaled = new float[kernels.Numbers.Length];
        float[] bias = new float[gain.Length];
        for (int channel = 0; channel < gain.Length; channel++)
        {
            double scale = gain[channel] / Math.Sqrt(variance[channel] + epsilon);
            bias[channel] = (float)(shift[channel] - (scale * mean[channel]));
            for (int i = channel * size; i < (channel + 1) * size; i++)
            {
                scaled[i] = (float)(scale * kernels.Numbers[i]);
            }
        }

        (long stride, long padding, _) = Window(file, node);
        Tensor weight = Kept(scaled, kernels.Shape);
        Tensor offset = Kept(bias, bias.Length);
        return new Step(
            node with { Inputs = [node.Inputs[0]], Outputs = norm.Outputs },
            inputs => functional.conv2d(inputs[0], weight, offset, [stride, stride], [padding, padding]));
    }

    private static Func<Tensor[], Tensor> Maximum((long Stride, long Padding, long Kernel) window) =>
        inputs => functional.max_pool2d(inputs[0], [window.Kernel, window.Kernel], [window.Stride, window.Stride], [window.Padding, window.Padding]);

    /// <summary>How a square window goes. The file pads by one less behind the picture than before it where it halves: windows of an odd side that move by two
    /// over an even one never reach the last line of equal padding.</summary>
    private static (long Stride, long Padding, long Kernel) Window(OnnxFile file, OnnxNode node)
    {
        (long[] kernel, long[] strides, long[] pads) = (node.Whole["kernel_shape"], node.Whole["strides"], node.Whole["pads"]);
        bool plain = kernel[0] == kernel[1] && kernel[0] % 2 == 1 && strides[0] == strides[1] && pads[0] == pads[1] && pads[2] == pads[3]
            && pads[2] == (strides[0] == 2 && kernel[0] > 1 ? pads[0] - 1 : pads[0])
            && node.Whole.GetValueOrDefault("group", [1]) is [1] && node.Whole.GetValueOrDefault("dilations", [1, 1]) is [1, 1];
        return plain ? (strides[0], pads[0], kernel[0])
            : throw new InvalidDataException($"{file.Path}: is another network than this program knows: it has other windows");
    }

    private static Tensor Kept(float[] numbers, params long[] shape)
    {
        Tensor tensor = HostMemory.Copy(numbers, shape);
        tensor.DetachFromDisposeScope();
        return tensor;
    }

    private sealed record Step(IReadOnlyList<string> Inputs, string Output, Func<Tensor[], Tensor> Compute)
    {
        public Step(OnnxNode node, Func<Tensor[], Tensor> compute)
            : this(node.Inputs, node.Outputs[0], compute)
        {
        }
    }
}
