using static TorchSharp.torch;

namespace GanCli.Engine.Game;

/// <summary>A remedy that gives the generated samples weights in G's loss.</summary>
public interface IWeighsSamples
{
    /// <summary>The weights, [B'], or null for all alike. The loss is the weighted mean.</summary>
    /// <param name="fakeScores">D's scores of the generated samples, one each, [B'].</param>
    /// <param name="time">When, and noise.</param>
    Tensor? GeneratorSampleWeights(Tensor fakeScores, StepTime time);
}
