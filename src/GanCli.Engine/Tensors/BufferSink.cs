using static TorchSharp.torch;

namespace GanCli.Engine.Tensors;

/// <summary>Collects new values of buffers during a pass that should advance them. Without a sink a pass changes nothing.</summary>
public sealed class BufferSink
{
    private readonly Dictionary<string, Tensor> _values = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, Tensor> Values => _values;

    /// <summary>The newest value: the collected one, or that of the weights.</summary>
    public Tensor Current(Weights weights, string name) => _values.TryGetValue(name, out Tensor? value) ? value : weights[name];

    public void Set(string name, Tensor value) => _values[name] = value.detach();
}
