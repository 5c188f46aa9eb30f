using System.Globalization;

namespace GanCli.Reporting.Published;

/// <summary>Settings of a published table that were run over the same seeds to the same length.</summary>
/// <param name="Scale">The share of the full length that the runs took.</param>
/// <param name="Seeds">Seeds, in order.</param>
/// <param name="Points">Labels of the settings; none for all of the table.</param>
public sealed record PublishedPart(double Scale, IReadOnlyList<string> Seeds, IReadOnlyList<string> Points)
{
    /// <summary>What makes these runs on a command line of sh: <c>scripts/reproduce ring --seeds 0..2 --scale 0.1 -- --only GAN</c>. It always says the
    /// scale, since without one the script takes its plan's.</summary>
    public string Command(string name) =>
        string.Create(CultureInfo.InvariantCulture, $"scripts/reproduce {name} --seeds {Quoted(SeedText)} --scale {Scale:0.########}")
        + (Points.Count > 0 ? " --" + string.Concat(Points.Select(static point => " --only " + Quoted(point))) : "");

    /// <summary>Puts together what differs in nothing but the setting.</summary>
    /// <param name="parts">One for each setting.</param>
    /// <param name="settings">The number of settings of the table.</param>
    internal static IReadOnlyList<PublishedPart> Joined(IReadOnlyList<PublishedPart> parts, int settings)
    {
        PublishedPart[] joined =
            [.. parts.GroupBy(static part => (part.Scale, part.SeedText))
                .Select(static same => same.First() with { Points = [.. same.SelectMany(static part => part.Points)] })];
        return joined is [var all] && all.Points.Count == settings ? [all with { Points = [] }] : joined;
    }

    private string SeedText
    {
        get
        {
            long[] numbers =
                [.. Seeds.Select(static seed => long.TryParse(seed, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : -1).Order()];
            return numbers.Length > 1 && numbers[0] >= 0 && numbers[^1] - numbers[0] == numbers.Length - 1
                ? string.Create(CultureInfo.InvariantCulture, $"{numbers[0]}..{numbers[^1]}")
                : numbers.Length == 1 ? Seeds[0] : $"[{string.Join(',', Seeds)}]";
        }
    }

    private static string Quoted(string label) => label.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_') ? label
        : $"'{label.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
