using GanCli.Engine.Config;

namespace GanCli.Engine.Watch.Remedies;

/// <summary>A change of settings that may bring back what a generator leaves out.</summary>
/// <param name="Name">Its name in configs, manifests and tables.</param>
/// <param name="Text">What it is, in a few words.</param>
/// <param name="Changes">The settings for a config at a step, each <c>KEY=VALUE</c> as <c>--set</c> takes it; none where it is in place already, or does not
/// apply.</param>
internal sealed record Treatment(string Name, string Text, Func<ExperimentConfig, long, IReadOnlyList<string>> Changes);
