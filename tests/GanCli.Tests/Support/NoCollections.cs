namespace GanCli.Tests.Support;

/// <summary>While it lives no garbage is collected: what TorchSharp does with a scalar that nobody holds is safe then.</summary>
/// <remarks>For tests that run alone. Where more is allocated than is allowed, by whomever, the end throws.</remarks>
internal sealed class NoCollections : IDisposable
{
    private const long AllowedBytes = 64L << 20;

    public NoCollections() => Assert.True(GC.TryStartNoGCRegion(AllowedBytes));

    public void Dispose() => GC.EndNoGCRegion();
}
