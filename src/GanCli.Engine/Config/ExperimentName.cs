namespace GanCli.Engine.Config;

/// <summary>Names of experiments are names of folders on every system.</summary>
internal static class ExperimentName
{
    private const int Longest = 100;

    public static bool Allows(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.';

    /// <summary>What is wrong with a name, or null.</summary>
    public static string? Fault(string name) =>
        name.Length is 0 or > Longest || !name.All(Allows) || !char.IsAsciiLetterOrDigit(name[0]) || name.EndsWith('.')
            ? FormattableString.Invariant(
                $"'{ScalarText.Show(name)}' cannot name a folder; use up to {Longest} letters, digits, '-', '_' and '.', beginning with a letter or digit")
            : null;
}
