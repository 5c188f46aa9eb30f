using System.Globalization;
using GanCli.Engine.Config;
using GanCli.Runs;

namespace GanCli.Engine.Watch.Remedies;

/// <summary>Why a run leaves out a part of the data, by what its looks have shown, and what to change.</summary>
/// <param name="Symptoms">Possible causes, in the order of <see cref="Remedies.Cause"/>; at least one.</param>
/// <param name="Proposals">What to change, the most promising first; none where nothing fits.</param>
/// <remarks>The thresholds are coarse on purpose: they tell a D that guesses from one that parts everything, and no more. How often the first cause is the one
/// that settings were made to have is measured: <c>configs/watch/TREATMENTS.md</c>.</remarks>
public sealed record CollapseDiagnosis(IReadOnlyList<Symptom> Symptoms, IReadOnlyList<Proposal> Proposals)
{
    private const double Vanished = 1e-3;
    private const double Fast = 3;
    private const double Hopping = 0.3;
    private const double Large = 5e-3;
    private const double Guessing = 0.6;
    private const double Wrong = 0.4;
    private const double Parting = 0.97;
    private const int FewLatents = 2;
    private const int Narrow = 16;

    // Fewer runs say less about a cause than all causes together do.
    private const int EnoughRuns = 10;

    /// <summary>The first of them, by which treatments are chosen.</summary>
    public Cause Cause => Symptoms[0].Cause;

    /// <summary>Reads what looks have shown.</summary>
    /// <param name="config">The settings in force.</param>
    /// <param name="history">The looks so far; at least one.</param>
    /// <param name="step">Where the changes set in: where the run is, or 0 for a new one.</param>
    /// <param name="tried">Treatments that were applied before: none of them is proposed again.</param>
    /// <param name="fits">Whether a config could be trained with, beyond what its own checks say.</param>
    public static CollapseDiagnosis Of(
        ExperimentConfig config, WatchHistory history, long step, IEnumerable<string> tried, Func<ExperimentConfig, bool>? fits = null)
    {
        // Learning rates are those of the time when it was found stuck: many end at 0.
        long when = history.StuckAt ?? (history.Runs.TryGetValue(WatchWord.PartialCollapse, out WatchedRun uncovered) ? uncovered.Since : step);
        List<Symptom> symptoms = [.. Seen(config, history, when).OrderBy(static symptom => symptom.Cause)];
        if (symptoms.Count == 0)
        {
            string signal = history.Newest?.Accuracy is { } accuracy ? $"D tells {Percent(accuracy)} of the samples apart, and G learns, " : "G learns, ";
            symptoms.Add(new Symptom(Cause.NoDiversitySignal, signal + "but nothing in the loss rewards what it leaves out"));
        }

        HashSet<string> known = new(tried, StringComparer.Ordinal);
        Cause cause = symptoms[0].Cause;
        IEnumerable<Proposal> proposals = Treatments.All.Where(treatment => !known.Contains(treatment.Name))
            .OrderByDescending(treatment => Rate(treatment.Name, cause)?.Expected ?? 0)
            .Select(treatment => Proposed(treatment, config, step, cause, fits)).OfType<Proposal>();
        return new CollapseDiagnosis(symptoms, [.. proposals]);
    }

    /// <summary>A treatment for a config; null where it does not apply, is in place, or makes a config that nobody can train.</summary>
    internal static Proposal? Proposed(Treatment treatment, ExperimentConfig config, long step, Cause cause, Func<ExperimentConfig, bool>? fits)
    {
        IReadOnlyList<string> changes = treatment.Changes(config, step);
        if (changes.Count == 0 || Changed(config, changes) is not { } changed || fits?.Invoke(changed) == false)
        {
            return null;
        }

        return new Proposal(treatment.Name, treatment.Text, changes, changed, Rate(treatment.Name, cause), Rate(TreatmentRates.Unchanged, cause));
    }

    /// <summary>A config with changes; null where they make none that is valid.</summary>
    internal static ExperimentConfig? Changed(ExperimentConfig config, IEnumerable<string> changes)
    {
        try
        {
            return ConfigLoader.FromJson(ConfigWriter.ToJson(config), config.Name ?? "", changes.Select(ConfigOverride.Set));
        }
        catch (ConfigException)
        {
            return null;
        }
    }

    private static TreatmentRate? Rate(string treatment, Cause cause) =>
        TreatmentRates.Of(treatment, cause) is { Runs: >= EnoughRuns } rate ? rate : TreatmentRates.Of(treatment, null);

    private static IEnumerable<Symptom> Seen(ExperimentConfig config, WatchHistory history, long step)
    {
        TrainingSignals newest = history.Newest ?? default;
        if (newest.GeneratorGradient is { } now && history.Begun?.GeneratorGradient is { } first && now < Vanished * first)
        {
            yield return new Symptom(Cause.GradientVanished, string.Create(CultureInfo.InvariantCulture, $"G's gradient is {now / first:0.0e0} of its first"));
        }

        if (Capacity(config) is { } capacity)
        {
            yield return new Symptom(Cause.Capacity, capacity);
        }

        double ofGenerator = config.Optimizer.Generator.Lr.At(step, config.Training.Steps) * config.Optimizer.Factors.Generator;
        double ofDiscriminator = config.Optimizer.Discriminator.Lr.At(step, config.Training.Steps) * config.Optimizer.Factors.Discriminator
            * config.Training.DSteps / config.Training.GSteps;
        if (ofGenerator > 0 && ofGenerator >= Fast * ofDiscriminator)
        {
            yield return new Symptom(Cause.GeneratorTooFast, ofDiscriminator == 0 ? "D's learning rate is 0"
                : string.Create(CultureInfo.InvariantCulture, $"G's learning rate, steps counted, is {ofGenerator / ofDiscriminator:0.#} times D's"));
        }
        else if (history.Moved is { Count: > 1 } moved && moved.Average() >= Hopping)
        {
            yield return new Symptom(Cause.GeneratorTooFast, $"{Percent(moved.Average())} of the samples move elsewhere between two looks");
        }

        if (Math.Min(ofGenerator, ofDiscriminator) >= Large)
        {
            yield return new Symptom(
                Cause.StepSize, string.Create(CultureInfo.InvariantCulture, $"both learning rates are at least {Math.Min(ofGenerator, ofDiscriminator):G3}"));
        }

        if (newest.Accuracy is <= Guessing and var guessed)
        {
            yield return new Symptom(Cause.DiscriminatorTooWeak, guessed < Wrong
                ? $"D takes generated samples for more real than real ones: it is right for {Percent(guessed)}"
                : $"D tells {Percent(guessed)} of the samples apart; by guessing it would be 50%");
        }

        if (newest.Accuracy is >= Parting and var parted)
        {
            yield return new Symptom(Cause.DiscriminatorTooStrong, $"D tells {Percent(parted)} of the samples apart");
        }
    }

    private static string? Capacity(ExperimentConfig config)
    {
        if (config.Prior.Dimension < FewLatents)
        {
            return "the prior has a single latent: G bends a line over the data";
        }

        int narrow = new[] { config.Generator, config.Discriminator }.OfType<Networks.MlpConfig>().SelectMany(static mlp => mlp.Widths)
            .DefaultIfEmpty(int.MaxValue).Min();
        return narrow <= Narrow ? string.Create(CultureInfo.InvariantCulture, $"a layer has {narrow} units") : null;
    }

    private static string Percent(double share) => Math.Round(100 * share).ToString(CultureInfo.InvariantCulture) + "%";
}

/// <summary>Settings to change.</summary>
/// <param name="Treatment">Its name.</param>
/// <param name="Text">What it is, in a few words.</param>
/// <param name="Changes">Each <c>KEY=VALUE</c>, as <c>--set</c> takes it.</param>
/// <param name="Config">The config with them.</param>
/// <param name="Rate">How often it helped; null where that was not measured.</param>
/// <param name="Unchanged">How often runs recovered without any change; null where that was not measured.</param>
public sealed record Proposal(
    string Treatment, string Text, IReadOnlyList<string> Changes, ExperimentConfig Config, TreatmentRate? Rate, TreatmentRate? Unchanged)
{
    /// <summary>The changes as a config has them.</summary>
    public IEnumerable<string> Yaml()
    {
        var nowhere = new ConfigPosition(new ConfigSource("", "", 0), 0, 0);
        ConfigMap root = Changes.Aggregate(new ConfigMap(nowhere, []), (map, change) =>
        {
            int equals = change.IndexOf('=', StringComparison.Ordinal);
            ConfigNode value = YamlReader.Read(change[(equals + 1)..], nowhere.Source, [])!;
            return TreeEditor.Set(map, ConfigPath.Parse(change[..equals])!, value);
        });
        return root.Entries.Select(static entry => $"{entry.Key}: {YamlText.Flow(entry.Value)}");
    }
}
