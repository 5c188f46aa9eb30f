using System.Globalization;
using GanCli.Benchmarks;
using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Networks;
using GanCli.Engine.Optimizers;
using GanCli.Engine.Priors;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using TorchSharp;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
int rounds = args is [var first, ..] ? int.Parse(first, CultureInfo.InvariantCulture) : 15;
TorchRuntime.EnsureLoaded();
if (args is [_, "remedies"])
{
    RemedyCosts.Print(rounds);
    return;
}

Console.WriteLine("one step of G latent→128→128→2 against D 2→128→128→1, Adam; medians of " + rounds + " interleaved rounds");
Console.WriteLine($"{"batch",6} {"latent",7} {"threads",8} {"ours ms",9} {"idiomatic ms",13} {"ratio",6} {"ours B/step",12} {"idiomatic B/step",17}");
foreach ((int batch, int latent) in new[] { (512, 256), (16, 2) })
{
    foreach (int threads in new[] { 1, 2 })
    {
        TorchRuntime.SetThreads(threads);
        var config = new ExperimentConfig
        {
            Data = new RingConfig(),
            Prior = new GaussianPriorConfig { Dimension = latent },
            Generator = new MlpConfig(),
            Discriminator = new MlpConfig(),
            Optimizer = new OptimizersConfig { Generator = new AdamConfig(), Discriminator = new AdamConfig() },
            Training = new TrainingConfig { Batch = batch },
        };
        using var experiment = new Experiment(Blueprint.Of(config), torch.CPU);
        using var idiomatic = new IdiomaticGan(latent, batch);
        long step = 0;
        var (ours, theirs, ratio) = Interleaved.Run(() => experiment.Step.Run(step++), idiomatic.Step, rounds);
        Console.WriteLine($"{batch,6} {latent,7} {threads,8} {ours.Milliseconds,9:F3} {theirs.Milliseconds,13:F3} {ratio,6:F2} {ours.Bytes,12:N0} {theirs.Bytes,17:N0}");
    }
}
