using System.Globalization;

namespace GanCli.Runs;

/// <summary>What it means that a generator holds a mode.</summary>
/// <remarks>
/// One sample near a mode proves nothing: among 10,000 samples of a featureless blob some are near every mode. A mode is held where the share of all
/// samples within its radius is at least <see cref="Part"/> of its weight, and lost otherwise; it is narrow where its samples crowd in less than
/// <see cref="Narrow"/> of its width.
/// <para>Runs from before this was so wrote under <see cref="Key"/> what is now <see cref="Captured"/>. Their logs also have the share of samples
/// within each mode, from which the held ones are counted when they are read.</para>
/// </remarks>
public static class HeldModes
{
    /// <summary>The part of its weight from which on a mode is held, unless a config says otherwise: what a run counted with is
    /// <see cref="MetricsInfo.HeldPart"/>.</summary>
    public const double Part = 0.25;

    /// <summary>The part of its width (<see cref="Width"/>) below which a mode is narrow.</summary>
    public const double Narrow = 0.5;

    /// <summary>The part of its width below which a mode is told to be less wide than the data's: what a perfect sampler of 1,000 samples a mode has is
    /// above.</summary>
    public const double Full = 0.95;

    /// <summary>Key of the number of modes held.</summary>
    public const string Key = "modes";

    /// <summary>Key of the number of modes with at least one sample (PacGAN's count).</summary>
    public const string Captured = "modes-captured";

    /// <summary>Key of the share of all samples within each mode.</summary>
    public const string Shares = "mode-frequency";

    /// <summary>Key of the width of each mode's samples, as a part of the mode's own.</summary>
    public const string Width = "mode-width";

    /// <summary>What the number of modes held is called.</summary>
    public const string Label = "Modes held";

    /// <summary>One line that defines hopping.</summary>
    public const string HoppingHelp =
        "Modes held at some evaluation in the last quarter of the steps and not at the end: the generator goes from mode to mode in place of holding them";

    private const string OldLabel = "Modes captured";

    private static readonly string[] WidthKeys = [Width, "mode-spread"];

    /// <summary>One line that defines the number of modes held.</summary>
    /// <param name="part">The part of its weight that a mode must get.</param>
    public static string Help(double part) => string.Create(
        CultureInfo.InvariantCulture,
        $"Modes within whose radius lies at least {(part == Part ? "a quarter" : $"{part * 100:0.##}%")} (option held) of their weight, of all samples; the "
            + $"others are lost");

    /// <summary>Whether a mode is held.</summary>
    /// <param name="share">Share of all samples within its radius.</param>
    /// <param name="weight">The mode's weight.</param>
    /// <param name="part">The part of its weight that it must get.</param>
    public static bool IsHeld(double share, double weight, double part) => share >= part * weight;

    /// <summary>Which modes are held.</summary>
    /// <param name="shares">Share of all samples within the radius of each.</param>
    /// <param name="weights">Their weights.</param>
    /// <param name="part">The part of its weight that a mode must get.</param>
    public static bool[] Of(IReadOnlyList<double> shares, IReadOnlyList<double> weights, double part) =>
        [.. shares.Zip(weights, (share, weight) => IsHeld(share, weight, part))];

    /// <summary>The modes that are held, of them those that are narrow, and the median width over those held; null where the values do not tell.</summary>
    /// <param name="values">What was logged together.</param>
    /// <param name="weights">The modes' weights; null where they are not known.</param>
    /// <param name="part">The part of its weight that a mode must get.</param>
    public static (int Held, int Narrow, double Width)? Widths(IReadOnlyDictionary<string, RowValue> values, IReadOnlyList<double>? weights, double part)
    {
        if (weights is null || ListOf(values, Shares, weights.Count) is not { } shares
            || WidthKeys.Select(key => ListOf(values, key, weights.Count)).FirstOrDefault(list => list is not null) is not { } widths)
        {
            return null;
        }

        double[] held = [.. widths.Where((_, mode) => weights[mode] > 0 && IsHeld(shares[mode], weights[mode], part)).Order()];
        return held.Length == 0 ? null : (held.Length, held.Count(width => width < Narrow), (held[(held.Length - 1) / 2] + held[held.Length / 2]) / 2);
    }

    /// <summary>Descriptions of metrics with today's meaning of <see cref="Key"/>.</summary>
    public static MetricsInfo OfToday(MetricsInfo info)
    {
        if (!info.Metrics.TryGetValue(Key, out MetricDescription? modes) || !string.Equals(modes.Label, OldLabel, StringComparison.Ordinal))
        {
            return info;
        }

        OrderedDictionary<string, MetricDescription> metrics = new(info.Metrics, StringComparer.Ordinal)
        {
            [Key] = modes with { Label = Label, Held = Part, Help = Help(Part) },
            [Captured] = modes,
        };
        return new MetricsInfo(metrics);
    }

    /// <summary>Values with today's meaning of <see cref="Key"/>.</summary>
    /// <param name="values">What was logged together.</param>
    /// <param name="weights">The modes' weights; without them nothing can be counted anew, and an old count appears as captured only.</param>
    public static IReadOnlyDictionary<string, RowValue> OfToday(IReadOnlyDictionary<string, RowValue> values, IReadOnlyList<double>? weights)
    {
        // The counts of earlier versions always had the shares beside them.
        if (!values.TryGetValue(Key, out RowValue modes) || values.ContainsKey(Captured) || !values.ContainsKey(Shares))
        {
            return values;
        }

        OrderedDictionary<string, RowValue> today = new(values, StringComparer.Ordinal) { [Captured] = modes };
        if (weights is not null && ListOf(values, Shares, weights.Count) is { } shares)
        {
            // They knew no other part.
            today[Key] = Of(shares, weights, Part).Count(held => held);
        }
        else
        {
            today.Remove(Key);
        }

        return today;
    }

    private static IReadOnlyList<double>? ListOf(IReadOnlyDictionary<string, RowValue> values, string key, int count) =>
        values.TryGetValue(key, out RowValue value) && value.List is { } list && list.Count == count ? list : null;
}
