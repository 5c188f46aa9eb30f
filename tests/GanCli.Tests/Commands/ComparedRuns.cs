using GanCli.Commands;
using GanCli.Runs;
using GanCli.Terminal;
using GanCli.Tests.Reporting.Comparison;
using GanCli.Tests.Support;

namespace GanCli.Tests.Commands;

/// <summary>A folder of runs, and the program in this process.</summary>
public abstract class ComparedRuns : IDisposable
{
    private protected TemporaryFolder Folder { get; } = new();

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Two learning rates with six seeds each, and one that was interrupted.</summary>
    private protected void Fill()
    {
        new SeedRun { LearningRate = "0.1", Modes = [0, 2] }.WriteSeeds(Folder.FullName, 1, 2, 1, 2, 1, 2);
        new SeedRun { LearningRate = "1", Modes = [0, 8], Begun = 1 }.WriteSeeds(Folder.FullName, 8, 8, 8, 8, 8, 8);
        new SeedRun { LearningRate = "1", Seed = "6", State = RunState.Interrupted }.Write(Folder.FullName);
    }

    private protected (int Code, string Data, string Talk) Gan(params string[] arguments) => Gan(StreamTraits.Plain, arguments);

    private protected (int Code, string Data, string Talk) Gan(StreamTraits traits, params string[] arguments)
    {
        RecordedOutput output = new(traits);
        int code = CommandLine.Run([.. arguments, "--runs-dir", Folder.FullName], output.Output);
        return (code, output.Data, output.Talk);
    }
}
