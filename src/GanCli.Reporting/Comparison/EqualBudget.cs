using GanCli.Runs;

namespace GanCli.Reporting.Comparison;

/// <summary>The same amount of something for all runs: the least that a completed one ended with.</summary>
/// <param name="Budget">What it is an amount of.</param>
/// <param name="Limit">How much; NaN where no run tells.</param>
/// <param name="Notes">What a reader has to know.</param>
/// <param name="Advice">How to give all runs values, where some have none within the limit; null where all have, and where nothing helps.</param>
public sealed record EqualBudget(Budget Budget, double Limit, IReadOnlyList<string> Notes, string? Advice)
{
    /// <summary>The limit in words: <c>1,000 gradient evaluations</c>.</summary>
    public string Words => $"{Numbers.Short(Limit)} {Budget.Unit}";

    /// <summary>Finds it.</summary>
    /// <param name="budget">What to give the same amount of.</param>
    /// <param name="runs">Runs that came to an end.</param>
    internal static EqualBudget Of(Budget budget, IReadOnlyList<ComparedRun> runs)
    {
        ComparedRun[] completed = [.. runs.Where(run => run.State != RunState.Diverged)];
        double limit = LimitOf(budget, completed);
        if (double.IsNaN(limit))
        {
            string why = runs.Any(run => run.IsRecorded) ? " (records keep none)" : "";
            return new EqualBudget(budget, limit, [$"no run tells how many {budget.Unit} it took at an evaluation on the way{why}: nothing to compare"], null);
        }

        List<string> notes = [$"each run as it was at its last evaluation within {Numbers.Short(limit)} {budget.Unit}, the least that a run ended with"];
        if (completed.Count(run => run.IsRecorded) is var recorded and > 0)
        {
            notes.Add($"{RunComparison.Count(recorded, "run is", "runs are")} from a record, which keeps no evaluations on the way: without values here");
        }

        if (completed.Count(run => !run.IsRecorded && double.IsNaN(budget.End(run))) is var without and > 0)
        {
            notes.Add($"{RunComparison.Count(without, "run does", "runs do")} not tell how many {budget.Unit} it took: without values here");
        }

        ComparedRun[] late =
            [.. completed.Where(run => run.Evaluations.Count > 0 && !(budget.Of(run, run.Evaluations[0]) <= limit) && !double.IsNaN(budget.End(run)))];
        string? advice = late.Length == 0 ? null : AdviceFor(budget, limit, completed, late);
        if (late.Length > 0)
        {
            notes.Add($"{RunComparison.Count(late.Length, "run was", "runs were")} not evaluated by then: without values here");
            notes.AddRange(advice is null ? [] : [advice]);
        }

        return new EqualBudget(budget, limit, notes, advice);
    }

    private static double LimitOf(Budget budget, IEnumerable<ComparedRun> completed) =>
        completed.Select(budget.End).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min();

    private static string? AdviceFor(Budget budget, double limit, ComparedRun[] completed, ComparedRun[] late)
    {
        List<string> ways = [];
        if (Budget.All.FirstOrDefault(other => other != budget && HasAll(other)) is Budget all)
        {
            ways.Add($"at equal {all.Unit} (--by {all.Name}) all have values");
        }

        double steps = late.Min(run => Math.Floor(limit * run.Evaluations[0].Step / budget.Of(run, run.Evaluations[0])));
        if (steps >= 1)
        {
            ways.Add($"evaluated every {(steps == 1 ? "step" : $"{Numbers.Whole(steps)} steps or more often")} (evaluation.every) they would have");
        }

        return ways.Count == 0 ? null : string.Join("; ", ways);

        bool HasAll(Budget other) =>
            LimitOf(other, completed) is var end && Array.TrueForAll(completed, run => run.Evaluations.Count > 0 && other.Of(run, run.Evaluations[0]) <= end);
    }
}
