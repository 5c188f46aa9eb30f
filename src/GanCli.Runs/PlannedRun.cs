namespace GanCli.Runs;

/// <summary>A point of a sweep: one run that it makes.</summary>
/// <param name="Index">Its place in the plan, from 0.</param>
/// <param name="Label">Its settings in few words, the same for all its seeds; empty where a sweep has nothing but seeds.</param>
/// <param name="Settings">What sets it apart beside the seed: keys of the config with their values as one line of YAML.</param>
/// <param name="Seed">The seed, or several as <c>1-2-3</c>.</param>
/// <param name="Steps">Steps of training.</param>
public sealed record PlannedRun(int Index, string Label, IReadOnlyDictionary<string, string> Settings, string Seed, long Steps)
{
    /// <summary>The point's words on each of the plan's axes; none in sweeps from before this was written.</summary>
    public IReadOnlyList<string> Choices
    {
        get;

        // The generated reader assigns null where the key is missing.
        init => field = value ?? [];
    }
    = [];

    /// <summary>Words for one line: <c>loss=hinge, seed 3</c>.</summary>
    public string Words() => Label.Length == 0 ? $"seed {Seed}" : $"{Label}, seed {Seed}";
}
