using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GanCli.Engine.Random;
using GanCli.Engine.Watch;
using GanCli.Runs;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary>Several sets of samples, as a generator gave them one after another: what the collapse watch says over time.</summary>
internal static class EvalSeries
{
    private static readonly RandomStreams Streams = new(0);

    /// <summary>Names in their order in time: a shell gives <c>epoch-10</c> before <c>epoch-2</c>. Names in any other order stay as they were given.</summary>
    public static string[] InTime(string[] names) => !names.SequenceEqual(names.Order(StringComparer.Ordinal), StringComparer.Ordinal) ? names
        : [.. names.OrderBy(static name => Regex.Replace(name, "[0-9]+", static digits => digits.Value.PadLeft(20, '0'), RegexOptions.NonBacktracking),
            StringComparer.Ordinal)];

    /// <summary>Looks at one set after another and writes what the watch says after each, then what it says of them all.</summary>
    /// <param name="sets">Each set against the same real samples, in their order in time.</param>
    /// <param name="names">What they are called.</param>
    /// <param name="asJson">For programs, in place of a table.</param>
    /// <param name="output">Where to.</param>
    /// <returns>The verdict after the last; as of a run that ended there.</returns>
    /// <exception cref="UsageException">A set has too few samples to look at.</exception>
    public static WatchVerdict Write(IReadOnlyList<GivenFiles> sets, IReadOnlyList<string> names, bool asJson, Output output)
    {
        int count = Math.Min(EvalWatch.Samples, sets.Min(static set => set.Count));
        if (count < EvalWatch.Fewest)
        {
            string least = names[sets.Index().MinBy(static set => set.Item.Count).Index];
            throw new UsageException(FormattableString.Invariant($"{least} has {count} samples; a look needs {EvalWatch.Fewest} or more"));
        }

        var watch = new CollapseWatch(sets[0].Real, Streams, new WatchConfig { Samples = count });
        int dimension = sets[0].Real.Dimension;
        IReadOnlyList<WatchVerdict> verdicts =
            watch.Follow(sets.Select(set => set.Drawn()[..(count * dimension)]), watch.WordOfBlob(watch.Describe(Streams)));
        WatchVerdict last = verdicts[^1];
        if (asJson)
        {
            output.Data.WriteLine(Json(sets, names, verdicts).ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true }));
            return last;
        }

        output.Remark(FormattableString.Invariant(
            $"{sets.Count} sets of samples, one after another; of each {count:N0} are looked at; words need two"));
        var table = new TextTable().Add("SAMPLES", wraps: true).Add("UNCOVERED", alignRight: true).Add("OFF DATA", alignRight: true, dropOrder: 2)
            .Add("MOVED", alignRight: true, dropOrder: 1).Add("THE WATCH SAYS");
        foreach ((int i, (string name, WatchVerdict verdict)) in names.Zip(verdicts.SkipLast(1)).Index())
        {
            table.AddRow(
                name, Share(verdict.Uncovered), Share(verdict.Evidence["off-data"]),
                verdict.Evidence.TryGetValue("moved", out double moved) ? Share(moved) : RunWords.Unknown,
                i == 0 ? RunWords.Unknown : WatchText.Marked(verdict));
        }

        table.Write(output);
        string since = last.Since is { } step and > 0 ? $", since {names[(int)step - 1]}" : "";
        output.Remark($"at the end, which the last two sets decide: {WatchText.Clause(last with { Since = null })}{since}");
        return last;
    }

    private static JsonObject Json(IReadOnlyList<GivenFiles> sets, IReadOnlyList<string> names, IReadOnlyList<WatchVerdict> verdicts)
    {
        JsonObject Of(WatchVerdict verdict)
        {
            JsonObject watch = JsonNode.Parse(verdict.ToJson())!.AsObject();
            watch["since"] = verdict.Since is { } step and > 0 ? names[(int)step - 1] : null;
            return watch;
        }

        return new JsonObject
        {
            ["series"] = new JsonArray([.. names.Zip(sets, verdicts.SkipLast(1)).Select(set => (JsonNode)new JsonObject
            {
                ["generated"] = set.First, ["samples"] = set.Second.Count, ["watch"] = Of(set.Third),
            })]),
            ["watch"] = Of(verdicts[^1]),
        };
    }

    private static string Share(double share) => (100 * share).ToString("0", CultureInfo.InvariantCulture) + "%";
}
