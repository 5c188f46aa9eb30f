namespace GanCli.Engine.Graphs;

/// <summary>Functions of one number. Constants are those of PyTorch and ONNX.</summary>
public enum ElementFunction
{
    Relu,
    LeakyRelu,
    Tanh,
    Elu,
    Selu,
    Silu,
    Softplus,
    Sigmoid,
}
