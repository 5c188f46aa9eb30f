using static TorchSharp.torch;

namespace GanCli.Engine.Networks.Layers;

/// <summary>Differentiable gradients by a network's inputs, for the passes that carry it (<see cref="Pass.InputGradients"/>). Operations of our own see
/// in it that those by weights are not wanted and leave their products out, which torch has no way to tell them; and outside <see cref="Of"/> convolutions
/// leave out the gradient by an input that nothing was made from, which nobody else may then ask for. It belongs to passes and not to a
/// thread: on a GPU a backward pass runs on another one than the thread that asks for it.</summary>
public sealed class InputGradients
{
    private volatile bool _running;

    /// <summary>A backward pass is running in which nobody asks for gradients by weights.</summary>
    internal bool AreAllThatIsWanted => _running;

    /// <summary>∂<paramref name="output"/>/∂inputs with a graph.</summary>
    /// <param name="output">A scalar.</param>
    /// <param name="inputs">What networks were given; their weights must not depend on it.</param>
    public IList<Tensor> Of(Tensor output, params IList<Tensor> inputs)
    {
        _running = true;
        try
        {
            return autograd.grad([output], inputs, retain_graph: true, create_graph: true);
        }
        finally
        {
            _running = false;
        }
    }
}
