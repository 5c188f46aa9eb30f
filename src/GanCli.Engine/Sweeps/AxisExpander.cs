using System.Globalization;
using GanCli.Engine.Config;
using GanCli.Engine.Random;

namespace GanCli.Engine.Sweeps;

/// <summary>Turns axes into points.</summary>
internal static class AxisExpander
{
    // Beyond this share of repeated draws there is next to nothing left to draw.
    private const int DrawsAPoint = 100;

    /// <summary>The points of an axis of a sweep file; a grid is an axis for each of its keys.</summary>
    /// <param name="axis">The axis, checked.</param>
    /// <param name="node">Where it was stated.</param>
    /// <param name="path">How errors call it.</param>
    /// <param name="errors">Receives what is wrong.</param>
    public static IEnumerable<Axis> Expand(AxisConfig axis, ConfigNode node, string path, ICollection<ConfigError> errors) =>
        axis.Grid is { } grid
            ? grid.Select(list => new Axis(axis.Name ?? list.Key, Grid(list.Key, list.Value)))
            : [new Axis(axis.Name ?? (axis.Points is null ? string.Join(", ", axis.Zip?.Keys ?? axis.Random!.Keys) : null), Points(axis, node, path, errors))];

    /// <summary>A key that takes each of some values.</summary>
    public static IReadOnlyList<Choice> Grid(string key, IEnumerable<ConfigNode> values) =>
        [.. values.Select(value => new Choice([], null, [KeyValuePair.Create(key, value)]))];

    /// <summary>Every point of each axis with every point of the others; the last axis moves fastest.</summary>
    public static IReadOnlyList<Choice> Multiply(IEnumerable<IReadOnlyList<Choice>> axes)
    {
        IReadOnlyList<Choice> all = [new Choice([], null, [])];
        foreach (IReadOnlyList<Choice> axis in axes)
        {
            all = [.. all.SelectMany(_ => axis,
                static (left, right) => new Choice([.. left.Labels, .. right.Labels], left.Base ?? right.Base, [.. left.Settings, .. right.Settings])
            {
                Expect = [.. left.Expect, .. right.Expect],
                Hypothesis = left.Hypothesis ?? right.Hypothesis,
            })];
        }

        return all;
    }

    private static IReadOnlyList<Choice> Points(AxisConfig axis, ConfigNode node, string path, ICollection<ConfigError> errors)
    {
        if (axis.Points is { } points)
        {
            return [.. points.Select((point, i) =>
                new Choice([point.Label], BaseOf(node, i), [.. point.Set]) { Expect = point.Expect, Hypothesis = point.Hypothesis })];
        }

        if (axis.Random is { } random)
        {
            return Draw(random, axis.Count!.Value, (ulong)axis.Seed, node.Position, path, errors);
        }

        IReadOnlyDictionary<string, IReadOnlyList<ConfigNode>> lists = axis.Zip!;
        if (lists.Values.Select(static list => list.Count).Distinct().Count() > 1)
        {
            string lengths = string.Join(", ", lists.Select(static list => FormattableString.Invariant($"{list.Key} {list.Value.Count}")));
            errors.Add(new ConfigError(node.Position, path + ".zip", $"lists that move together are of equal length: {lengths}"));
            return [];
        }

        return [.. Enumerable.Range(0, lists.Values.FirstOrDefault()?.Count ?? 0)
            .Select(i => new Choice([], null, [.. lists.Select(list => KeyValuePair.Create(list.Key, list.Value[i]))]))];
    }

    private static ConfigScalar? BaseOf(ConfigNode axis, int index) =>
        ((axis as ConfigMap)?.Find("points")?.Value as ConfigList)?.Items[index] is ConfigMap point
            && point.Find("base")?.Value is ConfigScalar { IsNull: false } file
            ? file
            : null;

    private static List<Choice> Draw(
        IReadOnlyDictionary<string, DistributionConfig> random, int count, ulong seed, ConfigPosition position, string path, ICollection<ConfigError> errors)
    {
        var stream = new RandomStream(seed, StreamId.Sweep);
        var drawn = new HashSet<string>(StringComparer.Ordinal);
        var choices = new List<Choice>();
        for (long i = 0; choices.Count < count && i < (long)count * DrawsAPoint; i++)
        {
            KeyValuePair<string, ConfigNode>[] settings =
                [.. random.Select((key, lane) => KeyValuePair.Create(key.Key, Value(key.Value, stream.ForLane(lane), i, position)))];
            if (drawn.Add(string.Join('\n', settings.Select(static setting => YamlText.Flow(setting.Value)))))
            {
                choices.Add(new Choice([], null, settings));
            }
        }

        if (choices.Count < count)
        {
            errors.Add(
                new ConfigError(position, path
                    + ".count", FormattableString.Invariant($"{count} points that differ cannot be drawn; {choices.Count} were found")));
        }

        return choices;
    }

    private static ConfigNode Value(DistributionConfig distribution, RandomStream stream, long index, ConfigPosition position)
    {
        if (distribution.Choice is { } values)
        {
            return values[stream.Integer(index, values.Count)];
        }

        double share = stream.UniformDouble(index);
        if (distribution.Integer is [int first, int last])
        {
            long whole = first + (long)(share * (last - (long)first + 1));
            return new ConfigScalar(position, whole.ToString(CultureInfo.InvariantCulture), plain: true);
        }

        IReadOnlyList<double> ends = distribution.Uniform ?? distribution.LogUniform!;
        double number = distribution.Uniform is null ? ends[0] * Math.Pow(ends[1] / ends[0], share) : ends[0] + (share * (ends[1] - ends[0]));
        (double least, double most) = (Math.Ceiling(ends[0]), Math.Floor(ends[1]));
        return new ConfigScalar(position, ScalarText.ShortExponent(number.ToString("G4", CultureInfo.InvariantCulture)), plain: true)
        {
            WholeInstead = least < most ? FormattableString.Invariant($"integer: [{least}, {most}] draws such numbers") : null,
        };
    }
}
