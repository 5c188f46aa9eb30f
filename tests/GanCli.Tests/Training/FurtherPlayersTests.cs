using GanCli.Engine.Training;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Training;

/// <summary>Remedies with players or control variables of their own need nothing but the hooks: test doubles do it.</summary>
public sealed class FurtherPlayersTests
{
    [Fact]
    public void ReconstructorLearnsAndTheDiscriminatorJudgesPairs()
    {
        var reconstructor = new Reconstructor();
        using var lab = new Lab(new LabParts { Regularizers = [reconstructor] });
        using Player player = reconstructor.Players[0];
        Assert.Equal([5], lab.Game.Discriminator.InputShape);
        using var scope = NewDisposeScope();
        (Tensor real, Tensor latent, Tensor fake) = (Numbers.Random(1, 1, 8, 2), Numbers.Random(2, 1, 8, 3), Numbers.Random(3, 1, 8, 2));
        DiscriminatorLoss loss = lab.Game.DiscriminatorLoss(lab.Discriminator.Store.Frozen, new PlayedBatch(real, latent, fake), lab.Moment());
        Tensor guess = player.Network.Forward(player.Store.Frozen, real, Engine.Networks.Pass.Evaluation);
        Tensor pairs = cat([cat([real, guess], 1), cat([fake, latent], 1)]);
        double[] byHand = Numbers.Of(lab.Game.Discriminator.Forward(lab.Discriminator.Store.Frozen, pairs, Engine.Networks.Pass.Evaluation));
        Numbers.Close(byHand, [.. Numbers.Of(loss.RealOutput), .. Numbers.Of(loss.FakeOutput)], 1e-14);

        lab.Run(20);
        double early = Error(lab);
        lab.Statistics.Reset();
        lab.Run(200, 20);
        Assert.True(Error(lab) < 0.8 * early);
        Assert.Equal(220, player.State.Step);

        static double Error(Lab lab) => lab.Statistics.Read().Single(static s => s.Name == "double-0.generator").Mean;
    }
}
