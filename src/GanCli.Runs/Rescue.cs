using System.Globalization;

namespace GanCli.Runs;

/// <summary>What was done to a run that had collapsed: part of <c>manifest.json</c> and of checkpoints.</summary>
/// <param name="Step">Where it had come. Steps go on from there: the axis never runs backwards.</param>
/// <param name="From">The step whose weights it went back to; 0: it began anew.</param>
/// <param name="Cause">The likely cause, as <c>gan diagnose</c> names it.</param>
/// <param name="Treatment">The treatment that was applied.</param>
/// <param name="Text">That in a few words.</param>
/// <param name="Changes">The settings from there on, each <c>KEY=VALUE</c>.</param>
public sealed record Rescue(long Step, long From, string Cause, string Treatment, string Text, IReadOnlyList<string> Changes)
{
    /// <summary>One clause: <c>rescued at step 3,000: back to the weights of step 1,200, with a third of G's learning rate</c>.</summary>
    public string Clause() => string.Create(CultureInfo.InvariantCulture,
        $"rescued at step {Step:N0}: {(From > 0 ? $"back to the weights of step {From:N0}" : "begun anew")}, with {Text}");
}
