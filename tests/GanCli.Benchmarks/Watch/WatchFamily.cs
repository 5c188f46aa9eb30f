using GanCli.Engine.Config;
using GanCli.Runs;

namespace GanCli.Benchmarks.Watch;

/// <summary>A kind of data that the watch is measured on.</summary>
/// <param name="Name">For tables.</param>
/// <param name="IsForChoosing">Thresholds may be chosen by it; the others are reported, and nothing is chosen by them.</param>
/// <param name="Data">The <c>data</c> section; <c>{0}</c> is the folder of files.</param>
internal sealed record WatchFamily(string Name, bool IsForChoosing, string Data)
{
    private const int Rows = 5000;

    public static IReadOnlyList<WatchFamily> All { get; } =
    [
        new("ring", true, "{kind: ring, modes: 8, radius: 2, std: 0.1}"),
        new("fine-ring", true, "{kind: ring, modes: 8, radius: 2, std: 0.02}"),
        new("imbalanced-ring", true, "{kind: ring, modes: 8, radius: 2, std: 0.1, weights: [4, 1, 4, 1, 4, 1, 4, 1]}"),
        new("grid", true, "{kind: grid, side: 5, std: 0.05}"),
        new("mixture-5", true, $"{{kind: mixture, means: {Means(8, 5)}, stds: 0.3}}"),
        new("two-gaussians", false, "{kind: two-gaussians}"),
        new("rare-mode", false, "{kind: ring, modes: 8, radius: 2, std: 0.1, weights: [7, 7, 7, 7, 7, 7, 7, 1]}"),
        new("mixture-64", false, $"{{kind: mixture, means: {Means(8, 64)}, stds: 0.5}}"),
        new("half-moons", false, "{kind: npy, path: {0}/half-moons.npy}"),
        new("disc-with-hole", false, "{kind: npy, path: {0}/disc-with-hole.npy}"),
        new("digits", false, "{kind: npy, path: {0}/digits.npy}"),
        new("highdim-1200", false, "highdim-1200"),
    ];

    // Holds what small networks lose in many dimensions.
    private static string[] Wide { get; } =
    [
        "generator.widths=[256, 256]", "discriminator.widths=[256, 256]", "loss=relativistic", "regularizers=[{kind: r1, gamma: 1}, {kind: r2, gamma: 1}]",
    ];

    /// <summary>Ways to train: a kind of setting, its name and what it sets. The first is the base.</summary>
    public static IReadOnlyList<(string Kind, string Name, string[] Sets)> Settings { get; } =
    [
        ("loss", "non-saturating", []),
        ("loss", "minimax", ["loss=minimax"]),
        ("loss", "hinge", ["loss=hinge"]),
        ("loss", "least-squares", ["loss=least-squares"]),
        ("loss", "wasserstein", ["loss=wasserstein"]),
        ("loss", "relativistic", ["loss=relativistic"]),
        ("remedy", "r1 + r2", ["loss=relativistic", "regularizers=[{kind: r1, gamma: 0.1}, {kind: r2, gamma: 0.1}]"]),
        ("remedy", "wgan-gp", ["loss=wasserstein", "regularizers=[wgan-gp]", "training.d-steps=3"]),
        ("remedy", "clipping", ["loss=wasserstein", "regularizers=[{kind: weight-clipping, limit: 0.1}]"]),
        ("remedy", "r1", ["regularizers=[{kind: r1, gamma: 0.1}]"]),
        ("rates", "G 0.1", ["optimizer.generator.lr=1e-4"]),
        ("rates", "G 0.3", ["optimizer.generator.lr=3e-4"]),
        ("rates", "G 3", ["optimizer.generator.lr=3e-3"]),
        ("rates", "G 10", ["optimizer.generator.lr=1e-2"]),
        ("rates", "G 30", ["optimizer.generator.lr=3e-2"]),
        ("rates", "both 0.1", ["optimizer.generator.lr=1e-4", "optimizer.discriminator.lr=1e-4"]),
        ("rates", "D 5", ["optimizer.discriminator.lr=5e-3"]),
        ("D", "1 x 4", ["discriminator.widths=[4]"]),
        ("D", "1 x 16", ["discriminator.widths=[16]"]),
        ("D", "1 x 128", ["discriminator.widths=[128]"]),
        ("D", "3 x 64", ["discriminator.widths=[64, 64, 64]"]),
        ("D", "3 x 128, r1 + r2",
            ["discriminator.widths=[128, 128, 128]", "loss=relativistic", "regularizers=[{kind: r1, gamma: 0.1}, {kind: r2, gamma: 0.1}]"]),
        ("latents", "1", ["prior.dimension=1"]),
        ("latents", "1, r1 + r2", ["prior.dimension=1", "loss=relativistic", "regularizers=[{kind: r1, gamma: 0.1}, {kind: r2, gamma: 0.1}]"]),
        ("latents", "64", ["prior.dimension=64"]),
        ("latents", "256", ["prior.dimension=256"]),
        ("noise", "1 to 0", ["regularizers=[{kind: instance-noise, std: {kind: linear, from: 1, to: 0}}]"]),
        ("noise", "0.5 to 0, G 3",
            ["regularizers=[{kind: instance-noise, std: {kind: linear, from: 0.5, to: 0}}]", "optimizer.generator.lr=3e-3"]),
        ("order", "simultaneous", ["training.update=simultaneous"]),
        ("order", "5 of D", ["training.d-steps=5"]),
        ("wide", "both 256, r1 + r2 of 1", Wide),
        ("wide", "both 256, r1 + r2 of 1, averaged", [.. Wide, "training.ema={decay: 0.99}"]),
        ("wide", "both 256, wgan-gp",
            ["generator.widths=[256, 256]", "discriminator.widths=[256, 256]", "loss=wasserstein", "regularizers=[wgan-gp]", "training.d-steps=3"]),
        ("late", "G 1 to 30, r1 + r2",
            [
                "loss=relativistic", "regularizers=[{kind: r1, gamma: 0.1}, {kind: r2, gamma: 0.1}]",
                "optimizer.generator.lr={kind: linear, from: 1e-3, to: 3e-2}",
            ]),
        ("late", "both 256, G 1 to 30, r1 + r2 of 1", [.. Wide, "optimizer.generator.lr={kind: linear, from: 1e-3, to: 3e-2}"]),
        ("late", "D 1 to 0", ["optimizer.discriminator.lr={kind: linear, from: 1e-3, to: 0}"]),
    ];

    /// <summary>The config of a run.</summary>
    /// <param name="sets">What the setting sets.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="folder">Where data files are.</param>
    public ExperimentConfig Config(IReadOnlyList<string> sets, int seed, string folder) => ConfigLoader.FromJson(
        "{}",
        Name,
        [
            .. ((IEnumerable<string>)[
                "data=" + Data.Replace("{0}", Path.GetFullPath(folder), StringComparison.Ordinal),
                "prior={kind: gaussian, dimension: 8}",
                "generator={kind: mlp, widths: [64, 64], init: {kind: he}}",
                "discriminator={kind: mlp, widths: [64, 64], init: {kind: he}}",
                "optimizer={generator: {kind: adam, lr: 1e-3, beta1: 0.5}, discriminator: {kind: adam, lr: 1e-3, beta1: 0.5}}",
                "training={steps: 3000, batch: 64, num-threads: 1}",
                FormattableString.Invariant($"seed={seed}"),
            ]).Concat(sets).Select(ConfigOverride.Set),
        ]);

    /// <summary>Writes the files of data without a formula in the program, where they are not there yet. Digits have to be put there.</summary>
    public static void WriteFiles(string folder)
    {
        Directory.CreateDirectory(folder);
        var random = new Random(1);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        Write("half-moons", () =>
        {
            double angle = Math.PI * random.NextDouble();
            return random.Next(2) == 0
                ? (Math.Cos(angle) + (0.05 * Normal()), Math.Sin(angle) + (0.05 * Normal()))
                : (1 - Math.Cos(angle) + (0.05 * Normal()), 0.5 - Math.Sin(angle) + (0.05 * Normal()));
        });
        Write("disc-with-hole", () =>
        {
            (double radius, double angle) = (Math.Sqrt(0.25 + (0.75 * random.NextDouble())), 2 * Math.PI * random.NextDouble());
            return (radius * Math.Cos(angle), radius * Math.Sin(angle));
        });

        void Write(string name, Func<(double X, double Y)> draw)
        {
            string path = Path.Combine(folder, name + ".npy");
            if (!File.Exists(path))
            {
                var points = Enumerable.Range(0, Rows).Select(_ => draw());
                Npy.Write(path, [.. points.SelectMany(static point => (float[])[(float)point.X, (float)point.Y])], [Rows, 2]);
            }
        }
    }

    // Far enough apart for modes to be modes.
    private static string Means(int count, int dimension)
    {
        var random = new Random(7);
        return "[" + string.Join(", ", Enumerable.Range(0, count).Select(_ =>
            "[" + string.Join(", ", Enumerable.Range(0, dimension).Select(_ => FormattableString.Invariant($"{(random.Next(2) * 3) - 1.5}"))) + "]")) + "]";
    }
}
