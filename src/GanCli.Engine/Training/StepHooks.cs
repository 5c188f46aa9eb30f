using GanCli.Engine.Game;
using GanCli.Runs;
using static TorchSharp.torch;

namespace GanCli.Engine.Training;

/// <summary>What follows an update: the remedies that act then, and the statistics of a step's last update of each player.</summary>
internal sealed class StepHooks(AdversarialGame game, StepStatistics statistics)
{
    private readonly Capability<IAfterDiscriminatorUpdate>[] _afterDiscriminator = Capability<IAfterDiscriminatorUpdate>.Of(game.Regularizers);
    private readonly Capability<IAfterGeneratorUpdate>[] _afterGenerator = Capability<IAfterGeneratorUpdate>.Of(game.Regularizers);

    /// <summary>D has moved.</summary>
    /// <param name="loss">The loss that it moved with.</param>
    /// <param name="norm">Of its gradient, a scalar.</param>
    /// <param name="discriminator">The player.</param>
    /// <param name="time">When, and noise.</param>
    /// <param name="record">It is the step's last update of D.</param>
    public void AfterDiscriminator(DiscriminatorLoss loss, Tensor norm, Player discriminator, StepTime time, bool record)
    {
        using var noGrad = no_grad();
        foreach ((IAfterDiscriminatorUpdate remedy, int i, _) in _afterDiscriminator)
        {
            remedy.AfterDiscriminatorUpdate(loss, discriminator, time.For(i));
        }

        if (record)
        {
            statistics.Add("loss.discriminator", loss.Total);
            AddOutputs(loss.RealScores.Values.mean(), loss.FakeScores.Values.mean());
            statistics.Add("gradient-norm.discriminator", norm);
            statistics.Add(loss.Terms);
        }
    }

    /// <summary>G has moved.</summary>
    /// <param name="loss">The loss that it moved with.</param>
    /// <param name="norm">Of its gradient, a scalar.</param>
    /// <param name="time">When, and noise.</param>
    /// <param name="record">It is the step's last update of G.</param>
    public void AfterGenerator(GeneratorLoss loss, Tensor norm, StepTime time, bool record)
    {
        foreach ((IAfterGeneratorUpdate remedy, int i, _) in _afterGenerator)
        {
            remedy.AfterGeneratorUpdate(loss.View with { Time = time.For(i) });
        }

        if (record)
        {
            statistics.Add("loss.generator", loss.Total);
            statistics.Add("gradient-norm.generator", norm);
            statistics.Add(loss.Terms);
            statistics.Add(game.Statistics(time));
        }
    }

    private void AddOutputs(Tensor real, Tensor fake)
    {
        DiscriminatorOutput output = game.Loss.Output;
        Tensor[] values = output.IsRelative ? [real - fake] : [real, fake];
        for (int i = 0; i < values.Length; i++)
        {
            statistics.Add(output.Keys[i], values[i]);
        }
    }
}
