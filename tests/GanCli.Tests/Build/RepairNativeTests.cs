using System.Buffers.Binary;
using CsCheck;
using GanCli.Build;

namespace GanCli.Tests.Build;

public sealed class RepairNativeTests
{
    [Fact]
    public void OneFlagChangesAndNothingElse()
    {
        byte[] shipped = TorchSharpNative.AsShipped();
        byte[] before = [.. shipped];

        byte[] repaired = WeakenVersionNeed.Apply(shipped, TorchSharpNative.Version);

        Assert.Equal(before, shipped);
        int changed = Assert.Single(Enumerable.Range(0, shipped.Length), i => shipped[i] != repaired[i]);
        Assert.Equal(TorchSharpNative.FlagsOfNeed(shipped), changed);
        Assert.Equal(shipped[changed] | 2, repaired[changed]);
    }

    [Fact]
    public void TheBuildRepairedTheLibraryBesideTheTests() => Assert.NotEqual(TorchSharpNative.AsShipped(), TorchSharpNative.Repaired());

    [Fact]
    public void ARepairedLibraryIsLeftAlone()
    {
        byte[] repaired = TorchSharpNative.Repaired();

        Assert.Same(repaired, WeakenVersionNeed.Apply(repaired, TorchSharpNative.Version));
    }

    [Fact]
    public void ALibraryWithoutTheNeedIsLeftAlone()
    {
        byte[] shipped = TorchSharpNative.AsShipped();

        Assert.Same(shipped, WeakenVersionNeed.Apply(shipped, "GLIBCXX_9.9.9"));
    }

    [Fact]
    public void ALibraryThatUsesTheVersionIsRefused()
    {
        byte[] library = TorchSharpNative.AsShipped();
        int symbol = TorchSharpNative.IndexOfSymbol(library, TorchSharpNative.UnusedSymbol);
        BinaryPrimitives.WriteInt32LittleEndian(library.AsSpan(TorchSharpNative.SymbolOfFirstRelocation(library)), symbol);

        var error = Assert.Throws<InvalidDataException>(() => WeakenVersionNeed.Apply(library, TorchSharpNative.Version));

        Assert.Equal("it calls '_ZSt21ios_base_library_initv' of GLIBCXX_3.4.32, so the need cannot be made weak", error.Message);
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0x7f, 0x45, 0x4c, 0x46 })]
    [InlineData(
        new byte[] { 0x4d, 0x5a, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    public void AForeignFileIsRefused(byte[] bytes)
    {
        var error = Assert.Throws<InvalidDataException>(() => WeakenVersionNeed.Apply(bytes, TorchSharpNative.Version));

        Assert.Equal("it is not a 64-bit little-endian ELF file", error.Message);
    }

    [Fact]
    public void ACutFileIsRefused()
    {
        byte[] shipped = TorchSharpNative.AsShipped();

        // The table of sections is at the end: without it nothing can be known.
        Gen.Int[64, shipped.Length - 1].Sample(
            length =>
            {
                var error = Assert.Throws<InvalidDataException>(() => WeakenVersionNeed.Apply(shipped[..length], TorchSharpNative.Version));
                Assert.Equal("it is cut short", error.Message);
            },
            iter: 100);
    }

    [Fact]
    public void ADamagedFileIsRepairedOrRefusedButNeverBreaksTheBuild()
    {
        byte[] shipped = TorchSharpNative.AsShipped();
        int table = BinaryPrimitives.ReadInt32LittleEndian(shipped.AsSpan(40));
        int flags = TorchSharpNative.FlagsOfNeed(shipped);
        Gen<int> place = Gen.OneOf(Gen.Int[0, 63], Gen.Int[table, shipped.Length - 1], Gen.Int[flags - 200, flags + 200]);

        Gen.Select(place, Gen.Byte).Array[1, 8].Sample(
            damage =>
            {
                byte[] library = [.. shipped];
                foreach ((int at, byte value) in damage)
                {
                    library[at] = value;
                }

                try
                {
                    byte[] result = WeakenVersionNeed.Apply(library, TorchSharpNative.Version);
                    return result.Length == library.Length;
                }
                catch (InvalidDataException)
                {
                    return true;
                }
            },
            iter: 300);
    }
}
