using System.Text.RegularExpressions;
using GanCli.Tests.Support;

namespace GanCli.Tests.Documents;

/// <summary>What a page points to is there: links, pictures, headings, paths and names of files, tests and types.</summary>
public sealed partial class LinksTests
{
    /// <summary>Names that stand for a reader's own file, or for one of a run.</summary>
    private static readonly string[] Examples =
    [
        "my.yaml", "other.yaml", "config.yaml", "config.resolved.yaml", "sweep.yaml", "report.md", "new.csv", "measurements.csv",
    ];

    [Fact]
    public async Task EverythingThatAPageNamesIsThere()
    {
        string[] files = await WorkingCopy.Files();
        MarkdownPage[] pages = await MarkdownPage.All();

        Assert.Contains(pages, static page => page.Path == "README.md");
        Assert.Empty(pages.SelectMany(page => Missing(page, files)).Distinct(StringComparer.Ordinal));
    }

    /// <summary>The pages for whoever changes the program name types and tests: all are in the source.</summary>
    [Fact]
    public async Task EveryTypeThatTheHouseNamesIsInTheSource()
    {
        string[] files = await WorkingCopy.Files();
        HashSet<string> words = [.. files.Where(static file => file.EndsWith(".cs", StringComparison.Ordinal)).SelectMany(WordsOf)];
        string[] named =
        [
            .. from page in (string[])["src/README.md", "configs/remedies/README.md"]
               from text in MarkdownPage.Read(page) is var read ? read.Spans.Concat(read.Fences) : []
               from Match word in Identifier().Matches(text.Text)
               select $"{text.Place}: {word.Value}",
        ];

        Assert.True(named.Length > 20);
        Assert.DoesNotContain(named, name => !words.Contains(name.Split(": ")[1]));
    }

    /// <summary>A new maintainer finds every room of the house in its description.</summary>
    [Fact]
    public async Task TheHouseNamesEveryFolder()
    {
        string[] named = [.. MarkdownPage.Read("src/README.md").Spans.Select(static span => span.Text)];
        string[] folders =
        [
            .. (await WorkingCopy.Files()).Select(static file => file.Split('/')).Where(static parts => parts is ["src", _, _, _, ..])
                .Select(static parts => parts[2]).Distinct(StringComparer.Ordinal),
        ];

        Assert.Contains("Kernels", folders);
        Assert.Empty(folders.Except(named, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("[a](b.md)", "x.md:1: b.md")]
    [InlineData("[a](README.md#no-such)", "x.md:1: README.md#no-such")]
    [InlineData("[a](README.md#commands) [b](#head)", "x.md:1: #head")]
    [InlineData("# A head: `x`, or\n[a](#a-head-x-or)", "")]
    [InlineData("<img src=\"configs/none.png\" alt=\"\">", "x.md:1: configs/none.png")]
    [InlineData("see `src/GanCli/Nothing.cs`", "x.md:1: src/GanCli/Nothing.cs")]
    [InlineData("```\nscripts/nothing a\n```", "x.md:2: scripts/nothing")]
    [InlineData("`none.yaml`, `mog8.yaml`, `remedies/r1.yaml`, `my.yaml`, `NAME.yaml`", "x.md:1: none.yaml")]
    [InlineData("`NoSuchTests`", "x.md:1: NoSuchTests")]
    [InlineData("[a](https://example.org/b.md), `tests/GanCli.Tests/bin/Release`, `runs/mog8/latest`, `src/*/<name>`", "")]
    public async Task WhatIsMissingIsNamed(string text, string expected) =>
        Assert.Equal(expected, string.Join("; ", Missing(MarkdownPage.Of("x.md", text), await WorkingCopy.Files()).Distinct(StringComparer.Ordinal)));

    private static IEnumerable<string> Missing(MarkdownPage page, string[] files)
    {
        string folder = page.Path.Contains('/', StringComparison.Ordinal) ? page.Path[..page.Path.LastIndexOf('/')] : "";
        bool IsThere(string path) => files.Contains(path, StringComparer.Ordinal)
            || files.Any(file => file.StartsWith(path.TrimEnd('/') + "/", StringComparison.Ordinal));

        foreach (MarkdownText target in page.Targets.Where(static t => !t.Text.Contains("://", StringComparison.Ordinal)))
        {
            string[] parts = target.Text.Split('#');
            string path = parts[0].Length == 0 ? page.Path : Resolve(folder, parts[0]);
            MarkdownPage? other = parts[0].Length == 0 ? page : parts.Length > 1 && files.Contains(path, StringComparer.Ordinal) ? MarkdownPage.Read(path)
                : null;
            if ((parts[0].Length > 0 && !IsThere(path)) || (parts.Length > 1 && other?.Anchors.Contains(parts[1], StringComparer.Ordinal) is not true))
            {
                yield return $"{target.Place}: {target.Text}";
            }
        }

        foreach (MarkdownText text in page.Spans.Concat(Lines(page.Fences)))
        {
            foreach (string path in Paths().Matches(text.Text).Select(static match => match.Value.TrimEnd('.', ':', ',')).Where(path => !IsThere(path)))
            {
                yield return $"{text.Place}: {path}";
            }
        }

        foreach (MarkdownText span in page.Spans)
        {
            if (FileName().IsMatch(span.Text) && !Examples.Contains(span.Text, StringComparer.Ordinal)
                && !((string[])[folder, "configs", ""]).Any(start => IsThere(Resolve(start, span.Text)))
                && !(span.Text.EndsWith(".cs", StringComparison.Ordinal) && files.Any(file => file.EndsWith("/" + span.Text, StringComparison.Ordinal))))
            {
                yield return $"{span.Place}: {span.Text}";
            }

            if (TestName().IsMatch(span.Text) && !files.Any(file => file.EndsWith($"/{span.Text}.cs", StringComparison.Ordinal)))
            {
                yield return $"{span.Place}: {span.Text}";
            }
        }
    }

    private static IEnumerable<MarkdownText> Lines(IEnumerable<MarkdownText> fences) =>
        fences.SelectMany(static fence => fence.Text.Split('\n').Select((line, i) => fence with { Line = fence.Line + i, Text = line }));

    /// <summary>A path from a folder, both with '/' and from the root.</summary>
    private static string Resolve(string folder, string path)
    {
        var parts = new List<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (string part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != ".")
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    private static IEnumerable<string> WordsOf(string file) =>
        Identifier().Matches(File.ReadAllText(Repository.PathOf(file.Split('/')))).Select(static match => match.Value)
            .Append(Path.GetFileNameWithoutExtension(file));

    /// <summary>A path from the root, without what builds make and without signs that stand for anything.</summary>
    [GeneratedRegex(
        @"(?<![\w./~-])(src|configs|tests|scripts|\.ci)/(?![^\s`]*[*<…$])(?![^\s`]*(/bin/|/obj/|NAME|FILE))[\w./-]+",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Paths();

    /// <summary>A file by its name, with folders or without; capitals alone stand for any.</summary>
    [GeneratedRegex(@"^[\w./-]*[a-z0-9][\w-]*\.(yaml|md|cs|csv)$", RegexOptions.CultureInvariant
        | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex FileName();

    [GeneratedRegex(@"^[A-Z]\w+Tests$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex TestName();

    /// <summary>A name of two words or more in capitals and small letters, and no property of a build.</summary>
    [GeneratedRegex(@"(?<!-p:)\bI?[A-Z][a-z]+(?:[A-Z][a-z]+)+\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Identifier();
}
