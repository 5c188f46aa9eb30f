using GanCli.Engine.Optimizers;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using static TorchSharp.torch;

namespace GanCli.Tests.Training.Doubles;

/// <summary>G is trained against D as it will be <paramref name="moves"/> updates from now (Metz et al. 2017).</summary>
/// <param name="moves">Length of the look-ahead.</param>
/// <param name="detached">Cut the gradient through the look-ahead: a known bug, for comparison.</param>
internal sealed class Unrolling(int moves, bool detached = false) : Regularizer
{
    public override bool GeneratorNeedsReal => true;

    public override Weights Opponent(Weights discriminator, OpponentView view)
    {
        Tensor flat = discriminator.Flatten().detach().requires_grad_();
        OptimizerState state = view.Discriminator.State;
        for (int i = 0; i < moves; i++)
        {
            Weights weights = Weights.FromFlat(discriminator.Layout, flat, discriminator.Buffers);
            Tensor loss = view.Game.DiscriminatorLoss(weights, view.Batch, view.Moment).Total;
            (flat, state) = view.Discriminator.LookAhead(flat, Player.Gradient(loss, weights, createGraph: true), state, view.Moment);
        }

        return Weights.FromFlat(discriminator.Layout, detached ? flat.detach() : flat, discriminator.Buffers);
    }

    public override Tensor GeneratorLoss(GeneratorView view) => -view.Game.DiscriminatorLoss(view.Discriminator, view.Batch, view.Moment).Total;
}
