using GanCli.Engine.Graphs;
using GanCli.Engine.Tensors;

namespace GanCli.Engine.Networks;

/// <summary>A network or layer that can say what it computes in evaluation in operations that other programs have: it can be exported.</summary>
public interface IExpressible
{
    /// <summary>Writes down what it computes.</summary>
    /// <param name="weights">The weights it computes with.</param>
    /// <param name="input">What it is given.</param>
    /// <param name="graph">Where to.</param>
    /// <returns>What it gives: as <c>Forward</c> does with <see cref="Pass.Evaluation"/>.</returns>
    /// <exception cref="NotExpressibleException">A part of it cannot be written down.</exception>
    GraphValue Express(Weights weights, GraphValue input, IGraph graph);
}
