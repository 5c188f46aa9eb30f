using System.Diagnostics;
using System.Globalization;
using CliWrap;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.EndToEnd;

/// <summary>A folder with tiny experiments, in which the real program runs.</summary>
public class Workshop : IDisposable
{
    private const string Small =
        """
        prior: {kind: gaussian, dimension: 4}
        generator: {kind: mlp, widths: [8]}
        discriminator: {kind: mlp, widths: [8]}
        training: {steps: 40, batch: 8, num-threads: 1, ema: {decay: 0.9}}
        output: {log-every: 10, sample-every: 20, samples: 32, checkpoint-every: 20, surface-side: 4, pictures: false}
        """;

    private readonly TemporaryFolder _folder = new();

    public Workshop()
    {
        Write("ring.yaml", "data: {kind: ring, modes: 4, std: 0.5}\n" + Small
            + "\nevaluation: {every: 20, samples: 64, final-samples: 96, metrics: [mode-coverage]}\n");
        Write("table.yaml", "data: {kind: csv, path: table.csv}\n" + Small
            + "\nevaluation: {every: 20, samples: 64, final-samples: 64, metrics: [sliced-wasserstein]}\n");
        Write("table.csv", TableText);
        Program = new ProgramUnderTest { WorkingDirectory = Folder };
    }

    /// <summary>What <c>table.csv</c> holds.</summary>
    public static string TableText { get; } = "height,weight\n"
        + string.Concat(Enumerable.Range(0, 40).Select(static i => FormattableString.Invariant($"{1_000_000 + i},{-0.5 - (i * 0.001)}\n")));

    public string Folder => _folder.FullName;

    public ProgramUnderTest Program { get; }

    /// <summary>A path in the folder.</summary>
    public string this[params string[] parts] => _folder[parts];

    public void Write(string name, string text) => File.WriteAllText(_folder[name], text);

    /// <summary>Runs the program here.</summary>
    public Task<ProgramResult> Gan(params string[] arguments) => Program.RunAsync(arguments);

    /// <summary>Runs the program here; it must succeed.</summary>
    public async Task<ProgramResult> GanOk(params string[] arguments)
    {
        ProgramResult result = await Gan(arguments);
        Assert.True(result.ExitCode == 0, $"gan {string.Join(' ', arguments)} ended with {result.ExitCode}: {result.Talk}");
        return result;
    }

    /// <summary>Trains with the real program and gives the run.</summary>
    public async Task<RunFolder> Train(params string[] arguments)
    {
        await GanOk(["train", "--quiet", .. arguments]);
        return Latest();
    }

    /// <summary>The newest run.</summary>
    public RunFolder Latest() => RunFinder.Find(this["runs"], RunFinder.Latest);

    /// <summary>Starts the program and does not wait; it is killed when it takes too long. Signals act on it as on a program started in a
    /// terminal, whatever the tests' own parent had ignored.</summary>
    public CommandTask<CommandResult> Start(PipeTarget talk, params string[] arguments)
    {
        Tools.RequireThat(OperatingSystem.IsLinux(), "needs Linux's signals");
        ProgramUnderTest program = Program with { Path = Tools.Require("env") };
        return program.Command(["--default-signal=INT,HUP,TERM", ProgramUnderTest.DefaultPath, .. arguments]).WithStandardErrorPipe(talk)
            .ExecuteAsync(new CancellationTokenSource(program.Timeout).Token);
    }

    /// <summary>Sends a signal: <c>INT</c>.</summary>
    public static void Send(string signal, int process)
    {
        using Process kill = Process.Start("kill", ["-s", signal, process.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Waits until something is so, or fails.</summary>
    public static async Task Until(Func<bool> isSo, string what)
    {
        for (int i = 0; i < 1200; i++)
        {
            if (isSo())
            {
                return;
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"waited a minute for {what}");
    }

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
