using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using GanCli.Engine.Kernels;
using GanCli.Engine.Networks;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using GanCli.Runs;
using TorchSharp;

namespace GanCli.Engine.Sessions;

/// <summary>Words and numbers about an experiment, for manifests and tables.</summary>
public static class RunDescription
{
    private const int GitMilliseconds = 2000;

    /// <summary>The table of a network.</summary>
    public static NetworkDescription Table(string name, Network network) => new(
        name,
        network.Layout.ParameterCount,
        [.. network.Layers.Select(static l => new Runs.LayerDescription(l.Name, l.Output, l.Parameters))]);

    internal static RunManifest Manifest(Experiment experiment, int threads, RunOptions options, string seed)
    {
        string? commit = Git("rev-parse", "HEAD");
        return new RunManifest
        {
            Name = experiment.Config.Name!,
            Label = options.Label,
            Created = TimeProvider.System.GetUtcNow(),
            Arguments = options.Arguments,
            Program = options.Program,
            TorchSharp = typeof(torch).Assembly.GetName().Version!.ToString(3),
            Libtorch = TorchRuntime.Version,
            OperatingSystem = RuntimeInformation.OSDescription,
            Runtime = RuntimeInformation.FrameworkDescription,
            Device = experiment.Device.ToString(),
            Threads = threads,
            Seed = seed,
            GitCommit = commit,
            GitDirty = commit is null ? null : Git("status", "--porcelain", "--untracked-files=no") is { Length: > 0 },
            Arithmetic = Arithmetic(experiment),
            GradientsPerStep = StepWork.Gradients(experiment.Config),
            DiscriminatorOutput = experiment.Blueprint.Game.Loss.Output,
            Networks = Networks(experiment),
        };
    }

    /// <summary>A manifest after a rescue: what was done, and what the run is made of since.</summary>
    internal static RunManifest Rescued(RunManifest manifest, Experiment experiment, IReadOnlyList<Rescue> rescues) => manifest with
    {
        Rescues = rescues,
        Networks = Networks(experiment),
        GradientsPerStep = StepWork.Gradients(experiment.Config),
        DiscriminatorOutput = experiment.Blueprint.Game.Loss.Output,
    };

    private static NetworkDescription[] Networks(Experiment experiment) => [.. experiment.Players.Select(static p => Table(p.Name, p.Network))];

    private static RunArithmetic Arithmetic(Experiment experiment)
    {
        bool own = MatrixProduct.IsSupported && HostMemory.IsHostFloat32(experiment.Generator.Store.Flat);
        (bool generator, bool discriminator) = experiment.Step.FromLayers;
        return new RunArithmetic(
            own ? string.Create(CultureInfo.InvariantCulture, $"own, {MatrixProduct.PreferredWidth} bits") : "libtorch",
            generator ? "layers" : "autograd",
            discriminator ? "layers" : "autograd");
    }

    /// <summary>What git says of the current folder; null without git, outside a repository, or when it takes too long.</summary>
    private static string? Git(params string[] arguments)
    {
        try
        {
            using var git =
                Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false });
            Task<string> text = git!.StandardOutput.ReadToEndAsync();
            if (!git.WaitForExit(GitMilliseconds))
            {
                git.Kill();
                return null;
            }

            return git.ExitCode == 0 ? text.GetAwaiter().GetResult().Trim() : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
