using System.Globalization;
using System.Text.RegularExpressions;
using GanCli.Tests.Support;

namespace GanCli.Tests.Architecture;

/// <summary>No line is longer than <c>.editorconfig</c> says (<c>max_line_length</c>, the only place with a number), except rows of tables and
/// raw strings, which show a text as it is.</summary>
public sealed partial class LineLengthTests
{
    /// <summary>Endings of what people write; an empty one is that of scripts.</summary>
    private static readonly string[] Written = [".md", ".cs", ".yaml", ".ps1", ".sh", ".py", ".css", ".js", ".props", ".targets", ".csproj", ""];

    [Fact]
    public async Task NoLineIsTooLong()
    {
        IReadOnlyDictionary<string, int> limits = Limits();
        string[] files =
            [.. (await WorkingCopy.Files()).Where(static file => Written.Contains(Path.GetExtension(file), StringComparer.Ordinal) && !IsDotted(file))];

        Assert.Contains("README.md", files);
        Assert.Contains("scripts/gan", files);
        Assert.Empty(files.SelectMany(file => TooLong(file, File.ReadAllLines(Repository.PathOf(file.Split('/'))), LimitOf(file, limits))));
    }

    [Theory]
    [InlineData("a.md", 1, "")]
    [InlineData("a.md", 141, "a.md:2: 141 characters, 140 are allowed")]
    [InlineData("a.cs", 161, "a.cs:2: 161 characters, 160 are allowed")]
    [InlineData("scripts/a", 141, "scripts/a:2: 141 characters, 140 are allowed")]
    public void ATooLongLineIsNamed(string file, int length, string expected) =>
        Assert.Equal(expected, string.Concat(TooLong(file, ["", new string('x', length) ], LimitOf(file, Limits()))));

    /// <summary>Rows of tables, which Markdown and the sweeps' scripts want on one line, and addresses, which cannot be broken.</summary>
    [Theory]
    [InlineData("a.md", "| {0} |")]
    [InlineData("a.yaml", "      - {{label: {0}}}")]
    [InlineData("a.yaml", "      - {{label: {0}}} # .5: {0}")]
    [InlineData("a.md", "https://example.org/{0}")]
    public void RowsOfTablesAndAddressesMayBeLong(string file, string form)
    {
        string line = string.Format(CultureInfo.InvariantCulture, form, new string('x', 200));

        Assert.Empty(TooLong(file, [line], 140));
        Assert.NotEmpty(TooLong(file, ["text " + line], 140));
    }

    [Fact]
    public void ARawStringMayBeLongAndWhatFollowsMayNot()
    {
        string line = new('x', 200);

        Assert.Equal(["a.cs:6: 200 characters, 160 are allowed"], TooLong("a.cs", ["f(", "    \"\"\"", line, "    \"\"\");", "", line], 160));
        Assert.Empty(TooLong("a.cs", [$"\"\"\"{line}\"\"\""], 160));
    }

    /// <summary>The limits by section: <c>*</c>, <c>*.cs</c>.</summary>
    private static Dictionary<string, int> Limits()
    {
        var limits = new Dictionary<string, int>(StringComparer.Ordinal);
        string section = "";
        foreach (string line in File.ReadLines(Repository.PathOf(".editorconfig")))
        {
            if (line.StartsWith('['))
            {
                section = line.Trim('[', ']');
            }
            else if (line.Split('=', StringSplitOptions.TrimEntries) is ["max_line_length", string number])
            {
                limits.Add(section, int.Parse(number, CultureInfo.InvariantCulture));
            }
        }

        Assert.Equal(["*", "*.cs"], limits.Keys.Order(StringComparer.Ordinal));
        return limits;
    }

    private static int LimitOf(string file, IReadOnlyDictionary<string, int> limits) =>
        limits[file.EndsWith(".cs", StringComparison.Ordinal) ? "*.cs" : "*"];

    private static bool IsDotted(string file) => Path.GetFileName(file).StartsWith('.');

    private static IEnumerable<string> TooLong(string file, IReadOnlyList<string> lines, int limit) =>
        from line in Shown(Path.GetExtension(file), lines)
        let length = new StringInfo(line.Text).LengthInTextElements
        where length > limit && !MayBeLong(Path.GetExtension(file), line.Text)
        select string.Create(CultureInfo.InvariantCulture, $"{file}:{line.Number}: {length} characters, {limit} are allowed");

    /// <summary>The lines with their numbers from 1, of C# without those of raw strings: a raw string begins and ends with three quotes.</summary>
    private static IEnumerable<(string Text, int Number)> Shown(string kind, IReadOnlyList<string> lines)
    {
        bool raw = false;
        foreach ((string text, int i) in lines.Select(static (text, i) => (text, i)))
        {
            int quotes = kind is ".cs" ? RawQuotes().Count(text) : 0;
            if (!raw && quotes == 0)
            {
                yield return (text, i + 1);
            }

            raw ^= quotes % 2 == 1;
        }
    }

    private static bool MayBeLong(string kind, string line) => kind switch
    {
        ".md" => line.StartsWith('|') || Address().IsMatch(line),
        ".yaml" => Point().IsMatch(line),
        _ => false,
    };

    [GeneratedRegex(@"^ *(- )?<?https?://\S+$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Address();

    [GeneratedRegex("\"{3,}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex RawQuotes();

    /// <summary>A sweep's point on a line of its own, with a remark behind.</summary>
    [GeneratedRegex(@"^ +- \{label: .*\}( +#.*)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Point();
}
