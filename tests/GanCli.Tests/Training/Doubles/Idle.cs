using GanCli.Engine.Game;
using static TorchSharp.torch;

namespace GanCli.Tests.Training.Doubles;

/// <summary>A remedy that may add to both losses and never does: with it, all gradients go through autograd.</summary>
internal sealed class Idle : Regularizer, IAddsToDiscriminatorLoss, IAddsToGeneratorLoss
{
    public Tensor? DiscriminatorTerm(DiscriminatorView view) => null;

    public Tensor? GeneratorTerm(GeneratorView view) => null;
}
