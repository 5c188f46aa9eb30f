using System.Buffers.Binary;
using System.Text;
using GanCli.Tests.Support;

namespace GanCli.Tests.Build;

/// <summary>The native library of TorchSharp as this build repaired it, and the few places in it that the tests look at.</summary>
internal static class TorchSharpNative
{
    public const string FileName = "libLibTorchSharp.so";
    public const string Version = "GLIBCXX_3.4.32";
    public const string UnusedSymbol = "_ZSt21ios_base_library_initv";

    private const uint DynamicSymbols = 11;
    private const uint Relocations = 4;
    private const uint VersionNeed = 0x6ffffffe;

    public static byte[] Repaired()
    {
        Tools.RequireThat(OperatingSystem.IsLinux(), "the library is repaired for Linux only");
        return File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, FileName));
    }

    /// <summary>The library as its package ships it: with the need not weak.</summary>
    public static byte[] AsShipped()
    {
        byte[] library = Repaired();
        library[FlagsOfNeed(library)] &= 0xfd;
        return library;
    }

    /// <summary>Where the flags of the need for <see cref="Version"/> are.</summary>
    public static int FlagsOfNeed(byte[] library)
    {
        (int offset, _, int strings) = Section(library, VersionNeed);
        for (int entry = offset; ; entry += Int32(library, entry + 12))
        {
            int aux = entry + Int32(library, entry + 8);
            for (int i = 0; i < BinaryPrimitives.ReadUInt16LittleEndian(library.AsSpan(entry + 2)); i++, aux += Int32(library, aux + 12))
            {
                if (string.Equals(Text(library, strings + Int32(library, aux + 8)), Version, StringComparison.Ordinal))
                {
                    return aux + 4;
                }
            }
        }
    }

    /// <summary>Where a relocation keeps the number of the symbol it refers to.</summary>
    public static int SymbolOfFirstRelocation(byte[] library) => Section(library, Relocations).Offset + 12;

    /// <summary>The number of a dynamic symbol.</summary>
    public static int IndexOfSymbol(byte[] library, string name)
    {
        (int offset, int size, int strings) = Section(library, DynamicSymbols);
        return Enumerable.Range(0, size / 24)
            .First(i => string.Equals(Text(library, strings + Int32(library, offset + (24 * i))), name, StringComparison.Ordinal));
    }

    private static (int Offset, int Size, int Strings) Section(byte[] library, uint type)
    {
        int table = Int32(library, 40);
        int At(int index) => table + (64 * index);
        int found = Enumerable.Range(0, BinaryPrimitives.ReadUInt16LittleEndian(library.AsSpan(60))).First(i => Int32(library, At(i) + 4) == (int)type);
        int link = Int32(library, At(found) + 40);
        return (Int32(library, At(found) + 24), Int32(library, At(found) + 32), Int32(library, At(link) + 24));
    }

    private static int Int32(byte[] bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));

    private static string Text(byte[] bytes, int at) => Encoding.ASCII.GetString(bytes.AsSpan(at, bytes.AsSpan(at).IndexOf((byte)0)));
}
