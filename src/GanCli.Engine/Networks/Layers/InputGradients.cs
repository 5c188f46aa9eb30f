using static TorchSharp.torch;

namespace GanCli.Engine.Networks.Layers;

/// <summary>Differentiable gradients by a network's inputs. Operations of our own see that those by weights are not wanted and leave their
/// products out, which torch has no way to tell them.</summary>
internal static class InputGradients
{
    // Backward passes over the host's memory run on the thread that asks for them.
    [ThreadStatic]
    private static bool s_running;

    public static bool AreAllThatIsWanted => s_running;

    /// <summary>∂<paramref name="output"/>/∂inputs with a graph.</summary>
    /// <param name="output">A scalar.</param>
    /// <param name="inputs">What networks were given; their weights must not depend on it.</param>
    public static IList<Tensor> Of(Tensor output, params IList<Tensor> inputs)
    {
        s_running = true;
        try
        {
            return autograd.grad([output], inputs, retain_graph: true, create_graph: true);
        }
        finally
        {
            s_running = false;
        }
    }
}
