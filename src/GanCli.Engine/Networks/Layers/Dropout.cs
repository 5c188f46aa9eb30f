using GanCli.Engine.Graphs;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Networks.Layers;

/// <summary>Sets numbers to zero with a probability while training and scales the rest up (Srivastava et al. 2014). The mask comes from the
/// pass's noise stream, so a pass that is run again drops the same numbers.</summary>
/// <param name="Name">Name of the layer.</param>
/// <param name="Probability">Share that is dropped, in [0, 1).</param>
/// <param name="Lane">This layer's lane of the noise stream, relative to the pass's.</param>
public sealed record Dropout(string Name, double Probability, int Lane) : Layer(Name), IExpressible
{
    public override Tensor Forward(Weights weights, Tensor input, Pass pass)
    {
        if (!pass.Training)
        {
            return input;
        }

        var mask = new float[input.numel()];
        pass.Noise.ForLane(pass.Noise.Lane + Lane).Uniform(0, mask);
        float scale = (float)(1 / (1 - Probability));
        foreach (ref float value in mask.AsSpan())
        {
            value = value < Probability ? 0 : scale;
        }

        return input * HostMemory.Copy(mask, input.shape).to(input.dtype).to(input.device);
    }

    public GraphValue Express(Weights weights, GraphValue input, IGraph graph) => input;
}
