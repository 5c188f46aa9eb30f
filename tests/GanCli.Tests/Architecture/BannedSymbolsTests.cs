using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using GanCli.Tests.Support;

namespace GanCli.Tests.Architecture;

/// <summary>What a library must not do behind its caller's back: talk, look at the clock on the wall, draw unseeded numbers.</summary>
public sealed partial class BannedSymbolsTests
{
    private static readonly string[] Banned =
    [
        "System.Console.*",
        "System.DateTime.get_Now",
        "System.DateTime.get_Today",
        "System.DateTimeOffset.get_Now",
        "System.Random..ctor",
        "System.Random.get_Shared",
        "Serilog.Log.*",
    ];

    [Theory]
    [InlineData("GanCli.Runs")]
    [InlineData("GanCli.Reporting")]
    [InlineData("GanCli.Engine")]
    public void ALibraryCallsNoBannedSymbol(string assembly) => Assert.DoesNotContain(Calls(assembly), IsBanned);

    // The scan itself must see what it looks for.
    [Fact]
    public void TheScanSeesCalls()
    {
        Assert.Contains("System.Console.OpenStandardOutput", Calls("gan"));
        Assert.Contains("System.Console.OpenStandardOutput", Calls("gan").Where(IsBanned));
        Assert.DoesNotContain("System.IO.Path.Combine", Calls("gan").Where(IsBanned));
    }

    [Fact]
    public void OnlyTheTerminalFolderKnowsTheConsole()
    {
        string program = Repository.PathOf("src", "GanCli");
        string[] offenders =
        [
            .. SourceFiles.In(program)
                .Where(file => !file.StartsWith(Path.Combine(program, "Terminal"), StringComparison.Ordinal))
                .Where(file => ConsoleMember().IsMatch(File.ReadAllText(file))),
        ];

        Assert.Empty(offenders);
    }

    private static bool IsBanned(string call) =>
        Array.Exists(Banned, pattern => pattern.EndsWith('*') ? call.StartsWith(pattern[..^1], StringComparison.Ordinal) : call == pattern);

    private static List<string> Calls(string assembly)
    {
        using FileStream file = File.OpenRead(Assembly.Load(assembly).Location);
        using var image = new PEReader(file);
        MetadataReader metadata = image.GetMetadataReader();
        var calls = new List<string>();
        foreach (MemberReference member in metadata.MemberReferences.Select(metadata.GetMemberReference))
        {
            if (member.Parent.Kind == HandleKind.TypeReference)
            {
                TypeReference type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
                calls.Add($"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}.{metadata.GetString(member.Name)}");
            }
        }

        return calls;
    }

    [GeneratedRegex(@"(?<![\w.])(System\.)?Console\.\w", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex ConsoleMember();
}
