using GanCli.Engine.Config;
using GanCli.Engine.Networks;

namespace GanCli.Engine.Training;

/// <summary>The arithmetic of a step's dense layers, counted from the layers' descriptions.</summary>
public static class StepWork
{
    /// <summary>Multiplications and additions, two for each multiply-add, of the forward and backward passes that the step without remedies takes
    /// through both networks. What remedies compute besides is not in it.</summary>
    public static double Operations(Blueprint blueprint)
    {
        var (config, game) = (blueprint.Config, blueprint.Game);
        TrainingConfig training = config.Training;
        double batch = training.Batch;
        double seen = batch / Packs.Together(config);
        var (g, gInner) = MultiplyAdds(game.Generator);
        var (d, dInner) = MultiplyAdds(game.Discriminator);

        // Backward: the gradients by the weights cost as much as the way there, those by the layers' inputs too, where they are needed.
        double generated = batch * g;
        double discriminator = generated + (2 * seen * (d + d + dInner));
        double generator = generated + (seen * (d + d)) + (batch * (g + gInner)) + (game.Loss.GeneratorNeedsReal ? seen * d : 0);
        double once = training.Update == UpdateOrder.Simultaneous
            ? discriminator + generator - generated
            : (training.DSteps * discriminator) + (training.GSteps * generator);
        return 2 * once;
    }

    /// <summary>How often a step takes the gradient of G's or D's loss by its own weights, look-aheads included. Penalties do not add to it, nor do
    /// derivatives of gradients, nor further players.</summary>
    public static long Gradients(ExperimentConfig config)
    {
        TrainingConfig training = config.Training;
        return training.DSteps + training.GSteps + config.Regularizers.Sum(regularizer => regularizer.FurtherGradients(training));
    }

    /// <summary>Of all layers, and of all but the first, whose input has no gradient.</summary>
    private static (double All, double Inner) MultiplyAdds(Network network)
    {
        double all = network.Layers.Sum(static layer => (double)layer.MultiplyAdds);
        return (all, all - network.Layers[0].MultiplyAdds);
    }
}
