using System.Globalization;
using GanCli.Engine.Config;
using GanCli.Engine.Networks;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Schedules;
using static System.FormattableString;

namespace GanCli.Engine.Watch.Remedies;

/// <summary>The changes of settings that <c>gan diagnose</c> proposes and a rescue applies. Which comes first is decided by how often each helped:
/// <see cref="TreatmentRates"/>.</summary>
internal static class Treatments
{
    private const double Slower = 1.0 / 3;
    private const int Wider = 2;
    private const int Narrowest = 64;
    private const int FewestLatents = 8;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Treatment> All { get; } =
    [
        new("r1-r2", "relativistic loss with R1 and R2, γ 0.1", static (config, _) => Penalized(config, 0.1)),
        new("r1-r2-strong", "relativistic loss with R1 and R2, γ 1", static (config, _) => Penalized(config, 1)),
        new("r1-r2-slower", "relativistic loss with R1 and R2, γ 1, and a third of G's learning rate", static (config, step) =>
            And(Penalized(config, 1), Rate("generator", config.Optimizer.Generator.Lr, config, step))),
        new("r1-r2-wider", "relativistic loss with R1 and R2, γ 1, and wider networks: twice the units, 64 and 8 latents at least", static (config, _) =>
            Widened(config) is { Length: > 0 } widths ? And(Penalized(config, 1), widths) : []),
        new("wgan-gp", "Wasserstein loss with a gradient penalty, three steps of D or more", static (config, _) => Critic(config)),
        new("slower-generator", "a third of G's learning rate", static (config, step) =>
            Rate("generator", config.Optimizer.Generator.Lr, config, step)),
        new("instance-noise", "noise on all that D sees, fading to none", static (config, step) => Noise(config, step)),
    ];

    /// <summary>The treatment of a name; null where there is none.</summary>
    public static Treatment? Find(string name) => All.FirstOrDefault(treatment => string.Equals(treatment.Name, name, StringComparison.Ordinal));

    private static string[] And(string[] changes, params string[] others) => [.. changes, .. others];

    private static string[] Penalized(ExperimentConfig config, double gamma) =>
        config.Regularizers.OfType<R1Config>().Any(r1 => r1.Gamma >= gamma) && config.Regularizers.OfType<R2Config>().Any() ? []
            : ["loss=relativistic", Regularizers(config, false, Invariant($"{{kind: r1, gamma: {gamma}}}"), Invariant($"{{kind: r2, gamma: {gamma}}}"))];

    private static string[] Critic(ExperimentConfig config) => config.Regularizers.OfType<WganGpConfig>().Any() ? []
        : ["loss=wasserstein", Regularizers(config, keepsPenalties: false, "wgan-gp"), Invariant($"training.d-steps={Math.Max(3, config.Training.DSteps)}")];

    private static string[] Noise(ExperimentConfig config, long step) => config.Regularizers.OfType<InstanceNoiseConfig>().Any() ? []
        : [Regularizers(config, keepsPenalties: true, Fading(step, config.Training.Steps))];

    private static string Fading(long begin, long end) =>
        Invariant($"{{kind: instance-noise, std: {{kind: linear, from: 0.5, to: 0, begin: {begin}, end: {end}}}}}");

    private static string[] Widened(ExperimentConfig config)
    {
        if (config is not { Generator: MlpConfig generator, Discriminator: MlpConfig discriminator })
        {
            return [];
        }

        return
        [
            $"generator.widths={Doubled(generator.Widths)}", $"discriminator.widths={Doubled(discriminator.Widths)}",
            .. config.Prior.Dimension < FewestLatents ? (string[])[Invariant($"prior.dimension={FewestLatents}")] : [],
        ];

        static string Doubled(IEnumerable<int> widths) =>
            Invariant($"[{string.Join(", ", widths.Select(static width => Math.Max(Narrowest, width * Wider)))}]");
    }

    // A third of every value of a schedule of a known form; of others a third of what is in force.
    private static string[] Rate(string player, ScheduleConfig lr, ExperimentConfig config, long step)
    {
        string key = $"optimizer.{player}.lr";
        return lr switch
        {
            RampSchedule ramp => [$"{key}.from={Third(ramp.From)}", $"{key}.to={Third(ramp.To)}"],
            StepSchedule steps => [$"{key}.from={Third(steps.From)}"],
            _ => [$"{key}={Third(lr.At(step, config.Training.Steps))}"],
        };
    }

    private static string Third(double rate) =>
        ScalarText.Of(double.Parse((rate * Slower).ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    /// <summary>The remedies of a config with others at the end; penalties on D's gradient make room for those of another kind.</summary>
    private static string Regularizers(ExperimentConfig config, bool keepsPenalties, params string[] added)
    {
        IEnumerable<string> kept = config.Regularizers
            .Where(remedy => keepsPenalties || remedy is not (PenaltyConfig or WeightClippingConfig))
            .Select(static remedy => YamlText.Flow(ConfigTree.Of(remedy)));
        return $"regularizers=[{string.Join(", ", kept.Concat(added))}]";
    }
}
