namespace GanCli.Runs.Records;

/// <summary>What a sweep calls the settings of a recorded run.</summary>
/// <param name="Sweep">The sweep's name, which is that of its runs.</param>
/// <param name="Label">The settings in few words; empty where a sweep has nothing but seeds.</param>
/// <param name="Number">Where the settings stand among all those of the sweep, from 0, whatever the seed.</param>
/// <param name="Axes">What the sweep's axes are called.</param>
/// <param name="Choices">What the settings are called on each of them.</param>
public sealed record RecordedPoint(string Sweep, string Label, int Number, IReadOnlyList<string> Axes, IReadOnlyList<string> Choices);
