using GanCli.Engine.Networks;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Training;

/// <summary>The gradients of players whose loss no remedy changes but by penalties on D's gradient by its inputs, in a game between networks whose
/// layers know their own derivatives: the same functions as <see cref="Game"/>'s, differentiated layer by layer into flat memory that is
/// allocated once. Autograd sees only D's outputs and those gradients, so any loss and any penalty fits. Measured at batch 16, autograd's
/// bookkeeping for the layers was half of a step.</summary>
internal sealed class DirectGradients : IDisposable
{
    private readonly Game _game;
    private readonly Sequential _generator;
    private readonly Sequential _discriminator;
    private readonly Player _g;
    private readonly Player _d;
    private readonly bool _penalized;
    private readonly Regularizer? _objective;
    private readonly WeightStore _gGradient;
    private readonly WeightStore _dGradient;

    private DirectGradients(Game game, Sequential generator, Sequential discriminator, Player g, Player d)
    {
        (_game, _generator, _discriminator, _g, _d) = (game, generator, discriminator, g, d);
        Regularizer[] ofDiscriminator = [.. game.Regularizers.Select(static r => r.Regularizer).Where(static r => r.ChangesDiscriminatorLoss)];
        _penalized = ofDiscriminator.Length > 0 && ofDiscriminator.All(static r => r.AddsTermOfInputGradients) && discriminator.IsTwiceDirect;
        ServesDiscriminator = ofDiscriminator.Length == 0 || _penalized;
        Regularizer[] changing = [.. game.Regularizers.Select(static r => r.Regularizer).Where(static r => r.ChangesGeneratorLoss)];
        _objective = changing is [Regularizer only] && ofDiscriminator.Length == 0 && only.IsDirect(discriminator) ? only : null;
        ServesGenerator = changing.Length == 0 || _objective is not null;
        (_gGradient, _dGradient) = (WeightStore.From(g.Store.Frozen), WeightStore.From(d.Store.Frozen));
    }

    /// <summary>No remedy changes D's loss, or only by penalties that need no autograd: <see cref="Discriminator"/> may be used.</summary>
    public bool ServesDiscriminator { get; }

    /// <summary>No remedy changes G's loss, or the only one needs no autograd: <see cref="Generator"/> may be used.</summary>
    public bool ServesGenerator { get; }

    /// <summary>The direct gradients of a game, or null where it has a layer that only autograd can differentiate.</summary>
    public static DirectGradients? For(Game game, Player generator, Player discriminator) =>
        game.Regularizers.All(static r => !r.Regularizer.ChangesDiscriminatorLoss || !r.Regularizer.ChangesGeneratorLoss)
        && generator.Network is Sequential { IsDirect: true } g
        && discriminator.Network is Sequential { IsDirect: true, MixesSamples: false } d
            ? new DirectGradients(game, g, d, generator, discriminator)
            : null;

    /// <summary>Generated samples, [B, …].</summary>
    /// <param name="latent">[B, …].</param>
    public Tensor Generate(Tensor latent)
    {
        using var noGrad = no_grad();
        return _generator.ForwardDirect(_g.Store.Frozen, latent)[^1];
    }

    /// <summary>D's loss and its gradient, [P_D].</summary>
    /// <param name="real">[B, …].</param>
    /// <param name="fake">[B, …].</param>
    /// <param name="moment">When.</param>
    public (DiscriminatorLoss Loss, Tensor Gradient) Discriminator(Tensor real, Tensor fake, Moment moment)
    {
        Tensor[] tape = Outputs(_d.Store.Frozen, cat([real, fake]));
        if (_penalized)
        {
            return (Penalized(real, fake, tape, Leaf(tape[^1]), moment), _dGradient.Flat);
        }

        Tensor outputs = tape[^1].flatten();

        Tensor[] parts = outputs.split([real.size(0), fake.size(0)]);
        (Tensor total, Tensor gradient) = _game.Loss.HasSlopes && HostMemory.IsPlain(outputs) ? Written() : Traced();
        Backward(_discriminator, _d, tape, gradient, _dGradient.Frozen, inputWanted: false);
        return (new DiscriminatorLoss(total, parts[0], parts[1], []), _dGradient.Flat);

        (Tensor Loss, Tensor Gradient) Written()
        {
            Tensor slopes = empty_like(outputs);
            ReadOnlySpan<float> x = HostMemory.Of(outputs);
            Span<float> by = HostMemory.Of(slopes);
            int reals = (int)real.size(0);
            return (tensor((float)_game.Loss.DiscriminatorSlopes(x[..reals], x[reals..], by[..reals], by[reals..])), slopes);
        }

        (Tensor Loss, Tensor Gradient) Traced()
        {
            Tensor leaf = Leaf(tape[^1]);
            Tensor[] leaves = leaf.split([real.size(0), fake.size(0)]);
            Tensor loss = _game.Adversarial(leaves[0], leaves[1], Targets.Plain);
            return (loss, Gradient(loss, leaf));
        }
    }

    /// <summary>G's loss and its gradient, [P_G].</summary>
    /// <param name="latent">[B, …].</param>
    /// <param name="real">[B, …] where the loss needs it.</param>
    /// <param name="moment">When.</param>
    public (GeneratorLoss Loss, Tensor Gradient) Generator(Tensor latent, Tensor? real, Moment moment)
    {
        Tensor[] made;
        using (no_grad())
        {
            made = _generator.ForwardDirect(_g.Store.Frozen, latent);
        }

        var batch = new PlayedBatch(real, latent, made[^1]);
        Tensor? realOutputs = null;
        (Tensor total, Tensor bySample, Tensor outputs) = _objective?.DirectGeneratorLoss(new OpponentView(_game, _d, batch, moment)) ?? Plain();
        Backward(_generator, _g, made, bySample, _gGradient.Frozen, inputWanted: false);
        var view = new GeneratorView(
            _game, _g.Store.Frozen, _d.Store.Frozen, batch, batch.Fake, outputs, real, realOutputs, new Dictionary<string, Tensor>(StringComparer.Ordinal), Pass.Evaluation, moment);
        return (new GeneratorLoss(total, view, []), _gGradient.Flat);

        (Tensor Loss, Tensor BySample, Tensor FakeOutput) Plain()
        {
            Tensor[] tape = Outputs(_d.Store.Frozen, batch.Fake);
            Tensor fakeOutputs = tape[^1].flatten();
            realOutputs = _game.Loss.GeneratorNeedsReal ? Outputs(_d.Store.Frozen, real!)[^1].flatten() : null;
            (Tensor loss, Tensor gradient) = _game.Loss.HasSlopes && HostMemory.IsPlain(fakeOutputs) ? Written() : Traced();
            return (loss, Backward(_discriminator, _d, tape, gradient, null, inputWanted: true), fakeOutputs);

            (Tensor Loss, Tensor Gradient) Written()
            {
                Tensor slopes = empty_like(fakeOutputs);
                return (tensor((float)_game.Loss.GeneratorSlopes(realOutputs is null ? [] : HostMemory.Of(realOutputs), HostMemory.Of(fakeOutputs), HostMemory.Of(slopes))), slopes);
            }

            (Tensor Loss, Tensor Gradient) Traced()
            {
                Tensor leaf = Leaf(tape[^1]);
                Tensor value = _game.Loss.Generator(realOutputs, leaf).mean();
                return (value, Gradient(value, leaf));
            }
        }
    }

    /// <summary>D's loss with penalties P(g), g being D's gradients by its inputs. The gradient by the weights of P is that of ⟨∂P/∂g, g⟩, which is
    /// how D's outputs move when the inputs do along ∂P/∂g (Pearlmutter 1994); so it comes out of one pass of moving derivatives, along
    /// with the gradient of the rest of the loss.</summary>
    private DiscriminatorLoss Penalized(Tensor real, Tensor fake, Tensor[] tape, Tensor outputs, Moment moment)
    {
        Weights weights = _d.Store.Frozen;
        Tensor[] slopes;
        using (no_grad())
        {
            slopes = _discriminator.Slopes(weights, tape, ones_like(tape[^1]), null, inputWanted: true);
        }

        long[] sizes = [real.size(0), fake.size(0)];
        Tensor byInput = slopes[0].detach().requires_grad_();
        Tensor[] gradients = byInput.split(sizes);
        Tensor[] parts = outputs.split(sizes);
        var inputGradients = new Lazy<(Tensor?, Tensor?)>((gradients[0], gradients[1]));
        DiscriminatorLoss loss = _game.DiscriminatorLoss(new DiscriminatorView(
            _game, weights, real, fake, parts[0], parts[1], inputGradients, Targets.Plain, Pass.Evaluation, moment));
        IList<Tensor> pull = autograd.grad([loss.Total], [outputs, byInput]);
        using var noGrad = no_grad();
        Tensor?[] tangents = _discriminator.Tangents(weights, null, tape, pull[1].contiguous());
        _discriminator.BackwardTangent(weights, null, tape, tangents, slopes, pull[0].contiguous().view_as(tape[^1]), _dGradient.Frozen);
        return loss;
    }

    public void Dispose()
    {
        _gGradient.Dispose();
        _dGradient.Dispose();
    }

    /// <summary>D's outputs as the leaf that the loss is differentiated by, [B].</summary>
    private static Tensor Leaf(Tensor output) => output.flatten().detach().requires_grad_();

    // The mean of a linear loss gives one number that is repeated without being written down.
    private static Tensor Gradient(Tensor total, Tensor outputs) => autograd.grad([total], [outputs])[0].contiguous();

    private static Tensor Backward(Sequential network, Player player, Tensor[] tape, Tensor gradient, Weights? gradients, bool inputWanted)
    {
        using var noGrad = no_grad();
        return network.Backward(player.Store.Frozen, tape, gradient.view_as(tape[^1]), gradients, inputWanted);
    }

    private Tensor[] Outputs(Weights weights, Tensor samples)
    {
        using var noGrad = no_grad();
        return _discriminator.ForwardDirect(weights, samples);
    }
}
