using System.Text.RegularExpressions;
using GanCli.Tests.Support;

namespace GanCli.Tests.Architecture;

/// <summary>Where things are.</summary>
public sealed partial class LayoutTests
{
    private static readonly string[] Root =
    [
        "src", "configs", "tests", "scripts", "runs", "GanCli.sln", "global.json", "README.md",
        "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", ".editorconfig", ".gitattributes", ".gitignore", ".ci",
    ];

    [Fact]
    public async Task TheRootHoldsWhatItIsMeantToHold()
    {
        string[] tracked = (await WorkingCopy.Git("ls-files")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Empty(tracked.Select(file => file.Split('/')[0]).Distinct(StringComparer.Ordinal).Except(Root, StringComparer.Ordinal));
        Assert.Equal(["runs/README.md"], tracked.Where(file => file.StartsWith("runs/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ScriptsAreExecutable()
    {
        string listing = await WorkingCopy.Git("ls-files", "--stage", "scripts", ".ci");
        string[] notExecutable =
        [
            .. listing.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(line => !line.StartsWith("100755", StringComparison.Ordinal))
                .Select(line => line.Split('\t')[1])
                .Where(file => !Path.HasExtension(file)),
        ];

        Assert.Empty(notExecutable);
    }

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void ANamespaceIsItsFolder(string part)
    {
        string folder = Repository.PathOf(part);
        string[] misplaced =
        [
            .. from file in SourceFiles.In(folder)
               let declared = FileNamespace().Match(File.ReadAllText(file))
               where declared.Success
               let expected = Path.GetDirectoryName(Path.GetRelativePath(folder, file))!.Replace(Path.DirectorySeparatorChar, '.')
               where declared.Groups["name"].Value != expected
               select $"{Path.GetRelativePath(folder, file)}: {declared.Groups["name"].Value}",
        ];

        Assert.Empty(misplaced);
    }

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.CultureInvariant
        | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex FileNamespace();
}
