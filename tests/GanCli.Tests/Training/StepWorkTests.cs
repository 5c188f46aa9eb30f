using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Training;

namespace GanCli.Tests.Training;

public sealed class StepWorkTests
{
    [Fact]
    public void EachUpdateTakesAGradientAndLookAheadsTakeMore()
    {
        Assert.Equal(2, StepWork.Gradients(new ExperimentConfig()));
        Assert.Equal(2, Gradients(new TrainingConfig { Update = UpdateOrder.Simultaneous }));
        Assert.Equal(7, Gradients(new TrainingConfig { DSteps = 5, GSteps = 2 }));
        Assert.Equal(7, Gradients(new TrainingConfig { DSteps = 5, GSteps = 2 }, new R1Config(), new PackingConfig()));
        Assert.Equal(5 + 2 + (2 * 10), Gradients(new TrainingConfig { DSteps = 5, GSteps = 2 }, new UnrollingConfig { Steps = 10 }));
        Assert.Equal(4, Gradients(new TrainingConfig { Update = UpdateOrder.Simultaneous }, new ExtragradientConfig()));
        Assert.Equal(2, Gradients(new TrainingConfig { Update = UpdateOrder.Simultaneous }, new OptimisticConfig()));
    }

    private static long Gradients(TrainingConfig training, params RegularizerConfig[] remedies) =>
        StepWork.Gradients(new ExperimentConfig { Training = training, Regularizers = remedies });
}
