using GanCli.Engine.Config;

namespace GanCli.Engine.Sweeps;

/// <summary>A sweep file: what all points have in common, what varies, and over which seeds.</summary>
internal sealed record SweepConfig : ConfigSection
{
    [Option("Name of the sweep, the folder of its runs; default: the file's name")]
    public string? Name { get; init; }

    [Option("Config file that every point starts from; looked for beside the sweep file, then among the shipped ones")]
    public string? Base { get; init; }

    [Option("Keys of a config, laid over the base: mappings merge, lists replace; without a base, the whole config")]
    public ConfigNode? Config { get; init; }

    [Option("Seeds, each of which every point is run with: 0..9, one number, or a list of such; default: the config's seed alone")]
    public ConfigNode? Seeds { get; init; }

    [Option("Settings of all points, as key: value with keys such as training.steps")]
    public IReadOnlyDictionary<string, ConfigNode> Set { get; init; } = new Dictionary<string, ConfigNode>(StringComparer.Ordinal);

    [Option("What varies; each axis is multiplied with the others")]
    public IReadOnlyList<AxisConfig> Axes { get; init; } = [];

    [Option("Where the numbers come from that points expect; training does not see them")]
    public PublishedConfig? Published { get; init; }

    public override void Validate(ConfigCheck check)
    {
        ExpectConfig[] all = [.. Axes.SelectMany(static axis => axis.Points ?? []).SelectMany(static point => point.Expect)];
        for (int axis = 0; axis < Axes.Count; axis++)
        {
            for (int point = 0; point < (Axes[axis].Points?.Count ?? 0); point++)
            {
                IReadOnlyList<ExpectConfig> expected = Axes[axis].Points![point].Expect;
                string path = ConfigPath.Key(ConfigPath.Element(ConfigPath.Key(ConfigPath.Element("axes", axis), "points"), point), "expect");
                if (expected.Count > 0 && Published is null)
                {
                    check.Fail(path, "says what was published, but not where; add published: {source: …}");
                }
                else if (expected.Count > 0 && Axes.Count > 1)
                {
                    check.Fail(path, "was published of one setting, and other axes make several of it; keep to one axis");
                }
                else if (Published is { PlusMinus: null } && expected.Any(static e => e.PlusMinus is not null))
                {
                    check.Fail(path, "has a ± of no kind; set published.plus-minus");
                }
                else if (Published?.Kind is { } kind && expected.Select(one => one.Misfit(kind)).FirstOrDefault(static why => why is not null) is { } why)
                {
                    check.Fail(path, why);
                }
                else if (Published?.Kind is PublishedKind.Printed && expected.FirstOrDefault(one => HasNoMargin(one, all)) is { } bare)
                {
                    check.Fail(path, $"has no margin for {bare.Metric}: there is no ±, and no other value of it in this file; set margin");
                }
            }
        }
    }

    /// <summary>Whether nothing says how close to a printed number is close: no margin, no ±, and no gap between values.</summary>
    private static bool HasNoMargin(ExpectConfig expected, IReadOnlyList<ExpectConfig> all) =>
        expected is { Value: { } value, Margin: null, PlusMinus: null or 0 }
        && all.Where(other => string.Equals(other.Metric, expected.Metric, StringComparison.Ordinal)).All(other => other.Value is null || other.Value == value);
}

/// <summary>One axis of a sweep: exactly one of grid, zip, points and random.</summary>
internal sealed record AxisConfig : ConfigSection
{
    [Option("What tables call it; default: its keys")]
    public string? Name { get; init; }

    [Option("All combinations: a list of values for each key")]
    public IReadOnlyDictionary<string, IReadOnlyList<ConfigNode>>? Grid { get; init; }

    [Option("Keys that move together: lists of equal length, whose first values are the first point, and so on")]
    public IReadOnlyDictionary<string, IReadOnlyList<ConfigNode>>? Zip { get; init; }

    [Option("Points that are written out, each with a label")]
    public IReadOnlyList<NamedPointConfig>? Points { get; init; }

    [Option("Points that are drawn: a distribution for each key")]
    public IReadOnlyDictionary<string, DistributionConfig>? Random { get; init; }

    [Option("How many random points are drawn", Min = 1, Max = SweepLoader.MostPoints)]
    public int? Count { get; init; }

    [Option("Seed of the draws. More points leave the earlier ones as they are; so do keys added at the end, where no two points drew the same before",
        Min = 0)]
    public long Seed { get; init; }

    public override void Validate(ConfigCheck check)
    {
        string[] given = [.. new (string Key, object? Value)[] { ("grid", Grid), ("zip", Zip), ("points", Points), ("random", Random) }
            .Where(static form => form.Value is not null)
            .Select(static form => form.Key)];
        if (Name is not null && Grid is { Count: > 1 })
        {
            check.Fail("name", "a grid of several keys is an axis for each of them, and is called by them");
        }

        if (given.Length != 1)
        {
            check.Fail("", given.Length == 0 ? "an axis is one of grid, zip, points and random" : $"an axis is one of {string.Join(" and ", given)}, not both");
        }
        else if (Grid?.Count == 0 || Zip?.Count == 0 || Random?.Count == 0)
        {
            check.Fail(given[0], "names no key that it sets");
        }
        else if (Points?.Count == 0)
        {
            check.Fail(given[0], "has no point");
        }
        else if ((Grid ?? Zip)?.FirstOrDefault(static list => list.Value.Count == 0).Key is { } empty)
        {
            check.Fail(given[0], $"{empty} has no value to take");
        }
        else if (Random is not null && Count is null)
        {
            check.Fail("", "say how many points are drawn: count");
        }
        else if (Random is null && (Count is not null || Seed != 0))
        {
            check.Fail(Count is not null ? "count" : "seed", "belongs to random points");
        }
    }
}

/// <summary>A point that is written out: all that makes one remedy, say.</summary>
internal sealed record NamedPointConfig : ConfigSection
{
    [Option("What tables and progress call it")]
    public string Label { get; init; } = "";

    [Option("Config file in place of the sweep's base")]
    public string? Base { get; init; }

    [Option("Settings, as key: value; none for a baseline")]
    public IReadOnlyDictionary<string, ConfigNode> Set { get; init; } = new Dictionary<string, ConfigNode>(StringComparer.Ordinal);

    [Option("What was published of this point; training does not see it")]
    public IReadOnlyList<ExpectConfig> Expect { get; init; } = [];

    [Option("A guess at what the source does not tell, in words: what this point tries. Its results are judged, and not counted")]
    public string? Hypothesis { get; init; }

    public override void Validate(ConfigCheck check)
    {
        if (Label.Length == 0)
        {
            check.Fail("label", "has no value; say what tables call this point");
        }

        if (Hypothesis is not null && (Hypothesis.Length == 0 || Expect.Count == 0))
        {
            check.Fail("hypothesis", Hypothesis.Length == 0 ? "has no words; say what is guessed"
                : "is about what was published, and nothing is expected; give expect");
        }
    }
}

/// <summary>Where random values come from: exactly one of the four.</summary>
internal sealed record DistributionConfig : ConfigSection
{
    [Option("Smallest and largest value; each between is as likely. Four significant digits are kept")]
    public IReadOnlyList<double>? Uniform { get; init; }

    [Option("Smallest and largest value, above 0; each ratio is as likely. Four significant digits are kept", Min = 0, MinExclusive = true)]
    public IReadOnlyList<double>? LogUniform { get; init; }

    [Option("Smallest and largest whole number; each of them and between is as likely")]
    public IReadOnlyList<int>? Integer { get; init; }

    [Option("Values, each as likely", MinItems = 1)]
    public IReadOnlyList<ConfigNode>? Choice { get; init; }

    public override void Validate(ConfigCheck check)
    {
        if (new object?[] { Uniform, LogUniform, Integer, Choice }.Count(static form => form is not null) != 1)
        {
            check.Fail("", "a distribution is one of uniform, log-uniform, integer and choice");
        }

        foreach ((string key,
            IReadOnlyList<double>? ends) in (ReadOnlySpan<(string, IReadOnlyList<double>?)>)[("uniform", Uniform), ("log-uniform", LogUniform)])
        {
            if (ends is not null && (ends is not [double low, double high] || low >= high))
            {
                check.Fail(key, "takes two numbers, the smaller one first");
            }
        }

        if (Integer is not null && (Integer is not [int first, int last] || first >= last))
        {
            check.Fail("integer", "takes two whole numbers, the smaller one first");
        }
    }
}
