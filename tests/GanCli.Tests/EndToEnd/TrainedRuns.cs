using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.EndToEnd;

/// <summary>Two runs of the real program that many tests look at and none changes.</summary>
[CollectionDefinition(Name)]
public sealed class TrainedRuns : Workshop, IAsyncLifetime, ICollectionFixture<TrainedRuns>
{
    public const string Name = "trained runs";

    /// <summary>On the ring, with averaged weights and pictures.</summary>
    public RunFolder Ring { get; private set; } = null!;

    /// <summary>What the program said of it.</summary>
    public ProgramResult RingResult { get; private set; } = null!;

    /// <summary>On a CSV file that is gone by now.</summary>
    public RunFolder Table { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        RingResult = await GanOk("train", "--config", "ring.yaml", "--json", "--set", "output.pictures=true");
        Ring = Latest();
        Table = await Train("--config", "table.yaml");
        File.Delete(this["table.csv"]);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
