using System.Security.Cryptography;
using System.Text;
using GanCli.Engine.Config;
using GanCli.Engine.Metrics;
using GanCli.Engine.Training;

namespace GanCli.Engine.Sweeps;

/// <summary>The way from a sweep file or a command line to the runs it stands for, every one of them checked. Creates nothing.</summary>
public static class SweepLoader
{
    /// <summary>More would be a slip of the pen.</summary>
    internal const int MostPoints = 100_000;

    private const int OptionOrder = 2000;
    private const int HashDigits = 8;

    /// <summary>What a sweep's runs have unless somebody says otherwise: many processes side by side want one thread each, and pictures, which
    /// <c>gan report</c> draws as well, take as long as the training of a small network.</summary>
    private static readonly (string Key, string Value)[] Defaults = [("training.num-threads", "1"), ("output.pictures", "false")];

    /// <summary>Reads a sweep.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="folders">Where to look; the process's own folders when null.</param>
    /// <exception cref="ConfigException">Everything that is wrong with the sweep or any of its points.</exception>
    /// <exception cref="IOException">A data file cannot be read.</exception>
    public static Sweep Load(SweepRequest request, ConfigFolders? folders = null)
    {
        var definition = SweepDefinition.Read(request, folders ?? ConfigFolders.Default);
        var errors = new PointErrors();
        var doubts = new OrderedDictionary<string, ConfigError>(StringComparer.Ordinal);
        var points = new List<SweepPoint>();
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        var contents = new Dictionary<Choice, string?>(ReferenceEqualityComparer.Instance);
        IReadOnlyList<Choice> choices = definition.Choices;
        foreach (long? seed in definition.Seeds is { Count: > 0 } seeds ? seeds.Select(static s => (long?)s) : [null])
        {
            foreach (Choice choice in choices)
            {
                string label = choice.Label;
                string words = seed is null ? label : FormattableString.Invariant($"{(label.Length > 0 ? label + ", " : "")}seed {seed}");
                if (errors.Try(words, () => definition.Resolve(choice, seed)) is not { } loaded)
                {
                    continue;
                }

                // Networks and data are the same for all seeds.
                if (points.Count < choices.Count)
                {
                    if (errors.Try(words, () => Blueprint.Of(loaded)) is not { } blueprint)
                    {
                        continue;
                    }

                    CheckExpected(choice, blueprint, words, errors, definition.Start);
                    contents[choice] = blueprint.Data.ContentHash;
                }

                string json = ConfigWriter.ToJson(loaded.Config);
                if (!known.TryAdd(json, words))
                {
                    errors.Add("", new ConfigError(definition.Start, "", $"'{words}' is the same experiment as '{known[json]}'; leave one of them out"));
                }

                foreach (ConfigError doubt in loaded.Doubts)
                {
                    doubts.TryAdd(doubt.ToString(), doubt);
                }

                var settings = new OrderedDictionary<string, string>(
                    choice.Settings.GroupBy(static s => s.Key, static s => YamlText.Flow(s.Value), StringComparer.Ordinal)
                        .Select(static same => KeyValuePair.Create(same.Key, string.Join(", ", same))), StringComparer.Ordinal);
                points.Add(
                    new SweepPoint(choice.Labels, settings, loaded.Config) { Number = choice.Number, Expect = choice.Expect, Hypothesis =
                        choice.Hypothesis, ContentHash = contents.GetValueOrDefault(choice) });
            }
        }

        errors.ThrowIfAny(Math.Max(1, definition.Seeds.Count) * choices.Count);
        string hash =
            Convert.ToHexStringLower(
                SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(known.Keys.Concat(points.Select(static point => point.ContentHash))))))[..HashDigits];
        return new Sweep(points[0].Config.Name!, hash, definition.Text, definition.Axes, points, [.. doubts.Values]) { Published = definition.Published };
    }

    private static void CheckExpected(Choice choice, Blueprint blueprint, string words, PointErrors errors, ConfigPosition start)
    {
        if (choice.Expect.Count == 0)
        {
            return;
        }

        string[] names =
            [.. new Evaluator(blueprint.Data, blueprint.Config.Evaluation.Metrics).Infos.Where(static i => i.Format != MetricFormat.PerMode)
                .Select(static i => i.Name), ExpectConfig.Distance];
        foreach (string unknown in choice.Expect.Select(static e => e.Metric).Except(names, StringComparer.Ordinal))
        {
            errors.Add(words,
                new ConfigError(start, "expect", $"'{ScalarText.Show(unknown)}' is no single number that is measured here{Spelling.DidYouMean(unknown, names)}")
            {
                Alternatives = $"numbers: {string.Join(", ", names)}",
            });
        }
    }

    /// <summary>Lays the defaults of a sweep over what its base says.</summary>
    internal static ConfigMap WithDefaults(ConfigMap root)
    {
        var position = new ConfigPosition(new ConfigSource("the sweep's defaults", "", OptionOrder), 0, 0);
        foreach ((string key, string value) in Defaults)
        {
            root = TreeEditor.Set(root, ConfigPath.Parse(key)!, new ConfigScalar(position, value, plain: true));
        }

        return root;
    }

    /// <summary>The source of an option of the command line.</summary>
    internal static ConfigSource Option(string name, string folder, int order) => new(name, folder, OptionOrder + order) { IsOption = true };
}
