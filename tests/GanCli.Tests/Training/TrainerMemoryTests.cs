using GanCli.Engine.Training;
using GanCli.Tests.Support;
using TorchSharp;

namespace GanCli.Tests.Training;

/// <summary>A whole run with all its observers holds on to nothing.</summary>
[Collection(Alone.Name)]
public sealed class TrainerMemoryTests : IDisposable
{
    private const long Megabyte = 1 << 20;

    private readonly TrainerRuns _runs = new();

    [Fact]
    public void MemoryStaysFlat()
    {
        var gauge = new Gauge();

        _runs.Train(
            [
                "training.steps=5000", "generator.norm=batch", "discriminator.dropout=0.1", "training.ema.decay=0.99", "evaluation.every=500",
                "output.log-every=100", "output.sample-every=500", "output.checkpoint-every=500",
            ],
            null,
            gauge);

        Assert.Equal(10, gauge.Tensors.Count);
        Assert.Single(gauge.Tensors.Distinct());
        // After the first thousand steps every pool has the size it needs.
        Assert.InRange(gauge.Resident[^1] - gauge.Resident[1], -1000 * Megabyte, 16 * Megabyte);
    }

    public void Dispose() => _runs.Dispose();

    private sealed class Gauge : TrainingObserver
    {
        public List<long> Tensors { get; } = [];

        public List<long> Resident { get; } = [];

        public override void AfterStep(long step)
        {
            if (step % 500 == 0)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                Tensors.Add(DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
                Resident.Add(Environment.WorkingSet);
            }
        }
    }
}
