using GanCli.Engine.Regularizers;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using static TorchSharp.torch;

namespace GanCli.Tests.Training.Doubles;

/// <summary>Both players step with the gradients at the point a plain step would lead to (Korpelevich 1976).</summary>
internal sealed class Extragradient : Regularizer
{
    public override Gradients JointGradients(JointView view)
    {
        (Weights g, Weights d) = (view.Generator.Store.Leaves, view.Discriminator.Store.Leaves);
        Gradients here = view.Gradients(g, d, false);
        return view.Gradients(Ahead(view.Generator, here.Generator), Ahead(view.Discriminator, here.Discriminator), false);

        Weights Ahead(Player player, Tensor gradient)
        {
            Tensor flat = player.LookAhead(player.Store.Flat, gradient, player.State, view.Moment).Weights;
            return Weights.FromFlat(player.Store.Layout, flat.detach().requires_grad_(), player.Store.Frozen.Buffers);
        }
    }
}

/// <summary>Adds −γ∇½‖v‖² to the field (Mescheder et al. 2017).</summary>
internal sealed class Consensus(double gamma) : Regularizer
{
    public override Gradients JointGradients(JointView view)
    {
        (Weights g, Weights d) = (view.Generator.Store.Leaves, view.Discriminator.Store.Leaves);
        Gradients here = view.Gradients(g, d, true);
        Tensor size = (here.Generator.square().sum() + here.Discriminator.square().sum()) / 2;
        IList<Tensor> slopes = autograd.grad([size], [.. g.Parameters, .. d.Parameters]);
        return new Gradients(
            (here.Generator + (gamma * Weights.Concatenate(slopes.Take(g.Parameters.Length)))).detach(),
            (here.Discriminator + (gamma * Weights.Concatenate(slopes.Skip(g.Parameters.Length)))).detach());
    }
}

/// <summary>Steps along twice the gradient less the last one (Daskalakis et al. 2018).</summary>
internal sealed class Optimistic : Regularizer
{
    private readonly Dictionary<string, Tensor> _state = new(StringComparer.Ordinal);

    public override IReadOnlyDictionary<string, Tensor> State => _state;

    public override Gradients JointGradients(JointView view)
    {
        Gradients here = view.Gradients(view.Generator.Store.Leaves, view.Discriminator.Store.Leaves, false);
        return new Gradients(Mix("generator", here.Generator), Mix("discriminator", here.Discriminator));

        Tensor Mix(string name, Tensor gradient)
        {
            if (!_state.TryGetValue(name, out Tensor? last))
            {
                last = _state[name] = gradient.clone().DetachFromDisposeScope();
            }

            Tensor mixed = (2 * gradient) - last;
            last.copy_(gradient);
            return mixed;
        }
    }
}
