using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Optimizers;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using static TorchSharp.torch;

namespace GanCli.Tests.Training.Doubles;

/// <summary>VEEGAN (Srivastava et al. 2017): a third player F maps samples back to latents; D judges pairs (sample, latent), (x, F(x)) against
/// (G(z), z); F and G minimize ‖z − F(G(z))‖².</summary>
internal sealed class Reconstructor : Regularizer
{
    private Player? _player;

    public override IReadOnlyList<Player> Players => [_player!];

    public override long[] DiscriminatorInputShape(long[] shape, long[] latent) => [shape[0] + latent[0]];

    public override IReadOnlyList<(string Name, Network Network)> PlayerNetworks(Game game) =>
        [("reconstructor", new MlpConfig { Widths = [7], Activation = ActivationKind.Tanh }.Build(game.Generator.OutputShape, game.Generator.InputShape))];

    public override void Attach(Attachment to) =>
        _player = to.NewPlayer("reconstructor", PlayerNetworks(to.Game)[0].Network, new AdamConfig { Lr = 0.01 });

    public override Tensor DiscriminatorInput(Tensor samples, Tensor? latent, Moment moment) =>
        cat([samples, latent ?? _player!.Network.Forward(_player.Store.Frozen, samples, Pass.Evaluation)], 1);

    public override Tensor GeneratorTerm(GeneratorView view) => Error(_player!.Store.Frozen, view.Batch.Fake, view.Batch.Latent);

    public override void AfterGeneratorUpdate(GeneratorView view)
    {
        Tensor error = Error(_player!.Store.Leaves, view.Batch.Fake.detach(), view.Batch.Latent);
        _player.Update(Player.Gradient(error, _player.Store.Leaves), view.Moment);
    }

    private Tensor Error(Weights weights, Tensor samples, Tensor latent) =>
        (_player!.Network.Forward(weights, samples, Pass.Evaluation) - latent).square().sum(1).mean();
}
