using System.Globalization;
using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Game;
using GanCli.Engine.Metrics;
using GanCli.Engine.Networks;
using GanCli.Engine.Priors;
using GanCli.Engine.Random;

namespace GanCli.Engine.Training;

/// <summary>An experiment's parts before any tensor exists: made without libtorch, so that a config can be checked and described anywhere.</summary>
/// <param name="Config">What was asked for.</param>
/// <param name="Streams">All randomness.</param>
/// <param name="Data">Real samples.</param>
/// <param name="Prior">Latents.</param>
/// <param name="Game">Networks, loss and remedies.</param>
public sealed record Blueprint(ExperimentConfig Config, RandomStreams Streams, DataSource Data, Prior Prior, AdversarialGame Game)
{
    /// <summary>Whether no remedy is in conflict with the game that came of it.</summary>
    internal bool Fits => Game.Regularizers.All(remedy => remedy.Regularizer.Conflict(Game) is null);

    /// <summary>The parts, after checking what only shows once the data are known.</summary>
    /// <exception cref="ConfigException">A metric does not fit the data, a remedy does not fit the networks, or there is no such value to choose the best
    /// checkpoint by.</exception>
    /// <exception cref="IOException">A data file cannot be read.</exception>
    /// <exception cref="InvalidDataException">A data file's content is not usable.</exception>
    public static Blueprint Of(LoadedConfig loaded)
    {
        Blueprint blueprint;
        try
        {
            blueprint = Of(loaded.Config);
        }
        catch (UnfitNetworksException e)
        {
            throw new ConfigException([.. e.Faults.Select(fault => loaded.Fault(fault.Key, fault.Message))]);
        }

        EvaluationConfig evaluation = loaded.Config.Evaluation;
        List<ConfigError> errors = [.. Evaluator.Check(blueprint.Data, evaluation.Metrics ?? [])
            .Select(fault => loaded.Fault(string.Create(CultureInfo.InvariantCulture, $"evaluation.metrics[{fault.Index}]"), fault.Message))];
        if (errors.Count == 0 && evaluation.Best is { } best && new Evaluator(blueprint.Data, evaluation.Metrics) is var evaluator
            && evaluator.Best(best) is null)
        {
            string[] names = [.. evaluator.Infos.Where(static i => i.Format != MetricFormat.PerMode).Select(static i => i.Name)];
            ConfigError fault = loaded.Fault("evaluation.best", $"'{best}' is no single number that these metrics give{Spelling.DidYouMean(best, names)}");
            errors.Add(fault with { Alternatives = $"numbers: {string.Join(", ", names)}" });
        }

        IReadOnlyList<NamedRegularizer> remedies = blueprint.Game.Regularizers;
        int first = remedies.Count - loaded.Config.Regularizers.Count;
        errors.AddRange(remedies.Select((r, i) => (Index: i - first, Message: r.Regularizer.Conflict(blueprint.Game)))
            .Where(static fault => fault.Message is not null)
            .Select(
                fault => loaded.Fault(fault.Index < 0 ? "loss" : string.Create(CultureInfo.InvariantCulture, $"regularizers[{fault.Index}]"), fault.Message!)));
        return errors.Count == 0 ? blueprint : throw new ConfigException(errors);
    }

    /// <summary>The parts of a config that was checked before.</summary>
    /// <exception cref="IOException">A data file cannot be read.</exception>
    /// <exception cref="InvalidDataException">A data file's content is not usable.</exception>
    public static Blueprint Of(ExperimentConfig config) => Of(config, new Substitutes());

    /// <summary>The parts of a config, some of them given: what a config cannot ask for still goes through the one wiring that there is.</summary>
    internal static Blueprint Of(ExperimentConfig config, Substitutes given)
    {
        RandomStreams streams = config.Seed.Streams();
        DataSource data = given.Data ?? config.Data.Build(streams);
        Prior prior = given.Prior ?? config.Prior.Build(streams);
        IReadOnlyList<NamedRegularizer> regularizers = given.Regularizers ?? Name(config);
        long[] sample = [.. data.Shape];
        long[] latent = [prior.Dimension];
        long[] seen = Capability<IShapesInput>.Of(regularizers).Aggregate(sample, (shape, remedy) => remedy.Does.DiscriminatorInputShape(shape, latent));
        ThrowIfUnfit(config, given, Latent(prior), sample, seen);
        Network generator = Rewritten(given.Generator ?? GeneratorOf(config, prior, sample), regularizers);
        Network discriminator = Capability<IRewritesDiscriminator>.Of(regularizers)
            .Aggregate(given.Discriminator ?? config.Discriminator.Build(seen, [1]), static (network, remedy) => remedy.Does.Discriminator(network));
        return new Blueprint(config, streams, data, prior, new AdversarialGame(generator, discriminator, config.Loss.Build(), regularizers));
    }

    /// <summary>The generator alone, for samples of a given shape: what a checkpoint needs, without its data.</summary>
    public static Network SampledGenerator(ExperimentConfig config, Prior prior, long[] sample) => Rewritten(GeneratorOf(config, prior, sample), Name(config));

    private static void ThrowIfUnfit(ExperimentConfig config, Substitutes given, long[] latent, long[] sample, long[] seen)
    {
        (string Key, string? Message)[] faults =
        [
            ("generator", given.Generator is null ? config.Generator.Unfit(latent, sample) : null),
            ("discriminator", given.Discriminator is null ? config.Discriminator.Unfit(seen, [1]) : null),
        ];
        (string, string)[] found = [.. faults.Where(static fault => fault.Message is not null).Select(static fault => (fault.Key, fault.Message!))];
        if (found.Length > 0)
        {
            throw new UnfitNetworksException(found);
        }
    }

    /// <summary>Shape of what the generator's own layers are given.</summary>
    private static long[] Latent(Prior prior) => prior.Learned is { } learned ? learned.OutputShape([prior.Dimension]) : [prior.Dimension];

    /// <summary>The generator as its architecture has it, behind the map that the prior learns.</summary>
    private static Network GeneratorOf(ExperimentConfig config, Prior prior, long[] sample)
    {
        Network generator = config.Generator.Generator(Latent(prior), sample);
        return prior.Learned is { } learned ? generator.Rewrite(layers => [learned, .. layers], [prior.Dimension]) : generator;
    }

    private static Network Rewritten(Network generator, IReadOnlyList<NamedRegularizer> regularizers) =>
        Capability<IRewritesGenerator>.Of(regularizers).Aggregate(generator, static (network, remedy) => remedy.Does.Generator(network));

    /// <summary>What the loss brings along, by the loss's kind, and remedies by theirs; a second one of a kind is called <c>kind-2</c>.</summary>
    private static List<NamedRegularizer> Name(ExperimentConfig experiment)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var named = new List<NamedRegularizer>();
        if (experiment.Loss.BuildControl() is { } control)
        {
            named.Add(new NamedRegularizer(Catalog.KindOf(experiment.Loss), control));
        }

        foreach (RegularizerConfig config in experiment.Regularizers)
        {
            string kind = Catalog.KindOf(config);
            int count = counts[kind] = counts.GetValueOrDefault(kind) + 1;
            named.Add(new NamedRegularizer(count == 1 ? kind : kind + "-" + count.ToString(CultureInfo.InvariantCulture), config.Build()));
        }

        return named;
    }
}
