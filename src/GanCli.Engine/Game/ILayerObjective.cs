using GanCli.Engine.Networks;
using static TorchSharp.torch;

namespace GanCli.Engine.Game;

/// <summary>A remedy that can work out G's loss and its gradient without autograd, in a game where no other remedy changes a loss.</summary>
public interface ILayerObjective
{
    /// <summary>It can, against such a network.</summary>
    bool Serves(Sequential discriminator);

    /// <summary>G's loss (a scalar), its gradient by the generated samples ([B, …]), and D's scores of them ([B]): the numbers that its other
    /// capabilities lead to by way of autograd.</summary>
    (Tensor Loss, Tensor BySample, Tensor FakeScores) GeneratorObjective(OpponentView view);
}
