using static TorchSharp.torch;

namespace GanCli.Engine.Tensors;

/// <summary>Collects new values of buffers during a pass that should advance them. Without a sink a pass changes nothing.</summary>
public sealed class BufferSink
{
    private readonly Dictionary<string, Tensor> _values;
    private readonly string _prefix;

    public BufferSink()
        : this(new Dictionary<string, Tensor>(StringComparer.Ordinal), "")
    {
    }

    private BufferSink(Dictionary<string, Tensor> values, string prefix) => (_values, _prefix) = (values, prefix);

    /// <summary>What was collected, under the names of the whole network.</summary>
    public IReadOnlyDictionary<string, Tensor> Values => _values;

    /// <summary>The same sink for a part of the network, whose names lack the prefix.</summary>
    public BufferSink Within(string prefix) => new(_values, _prefix + prefix);

    /// <summary>Whether a new value was collected.</summary>
    public bool Holds(string name) => _values.ContainsKey(_prefix + name);

    /// <summary>The newest value: the collected one, or that of the weights.</summary>
    public Tensor Current(Weights weights, string name) => _values.TryGetValue(_prefix + name, out Tensor? value) ? value : weights[name];

    public void Set(string name, Tensor value) => _values[_prefix + name] = value.detach();
}
