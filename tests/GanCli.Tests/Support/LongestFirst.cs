using GanCli.Tests.Build;
using GanCli.Tests.EndToEnd;
using GanCli.Tests.Game;
using GanCli.Tests.Scripts;
using GanCli.Tests.Support;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace GanCli.Tests.Support;

/// <summary>Begins with what takes longest, so that none of it is left for the end, when nothing else runs beside it. The rest comes in the random order of
/// xUnit's own.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long =
    [
        TrainedRuns.Name, nameof(ScriptsTests), nameof(RemediesTableTests), nameof(SweepTests), nameof(LayerGradientsTests), nameof(CiGateTests),
        nameof(Documents.CommandsTests), nameof(Sessions.ResumeTests),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. DefaultTestCollectionOrderer.Instance.OrderTestCollections(testCollections)
            .OrderBy(static collection => Place(collection.TestCollectionDisplayName))];

    // "Test collection for GanCli.Tests.Build.ScriptsTests (id: …)", or the collection's own name.
    private static int Place(string collection) =>
        Array.FindIndex(Long, name => collection.Split(' ').Any(word => string.Equals(word[(word.LastIndexOf('.') + 1)..], name, StringComparison.Ordinal)))
            is var place and >= 0 ? place : int.MaxValue;
}
