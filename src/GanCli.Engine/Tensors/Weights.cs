using static TorchSharp.torch;

namespace GanCli.Engine.Tensors;

/// <summary>Placeholder.</summary>
public sealed class Weights
{
    public IReadOnlyDictionary<string, Tensor> Tensors { get; } = new Dictionary<string, Tensor>(StringComparer.Ordinal);
}
