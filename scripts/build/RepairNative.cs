#nullable disable
using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
#if !WITHOUT_MSBUILD
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
#endif

namespace GanCli.Build
{
    /// <summary>
    /// Marks one needed symbol version of a 64-bit little-endian ELF library as weak, so that the loader accepts a system whose
    /// libstdc++ does not have it. TorchSharp 0.107 needs GLIBCXX_3.4.32 (GCC 13) for a single symbol that nothing in the file ever
    /// refers to; Debian 12, Ubuntu 22.04 and RHEL 9 stop at 3.4.30 and would refuse the library.
    /// </summary>
    /// <remarks>Compiled by the build itself (Directory.Build.targets) and, without the MSBuild task below, into the tests.</remarks>
    public static class WeakenVersionNeed
    {
        private const int SectionTypeStringTable = 3;
        private const int SectionTypeRela = 4;
        private const int SectionTypeRel = 9;
        private const int SectionTypeDynamicSymbols = 11;
        private const uint SectionTypeVersionNeed = 0x6ffffffe;
        private const uint SectionTypeVersionSymbols = 0x6fffffff;
        private const ushort WeakFlag = 2;

        /// <summary>Returns the library's bytes with the need for <paramref name="version"/> weak. Unchanged input (the same array) when
        /// the library does not need that version or the flag is set already.</summary>
        /// <exception cref="InvalidDataException">The bytes are not such a library, or code in it does use a symbol of that version.</exception>
        public static byte[] Apply(byte[] library, string version)
        {
            try
            {
                return ApplyChecked(library, version);
            }
            catch (OverflowException)
            {
                throw new InvalidDataException("its tables point outside the file");
            }
        }

        private static byte[] ApplyChecked(byte[] library, string version)
        {
            var elf = new Reader(library);
            int flagsAt = -1;
            int versionIndex = -1;
            int entry = elf.VersionNeed.Offset;
            if (elf.VersionNeed.Info > elf.VersionNeed.Size / 16)
            {
                throw new InvalidDataException("its version table promises more entries than it holds");
            }

            for (int i = 0; i < elf.VersionNeed.Info; i++)
            {
                int aux = checked(entry + (int)elf.U32(entry + 8));
                int count = elf.U16(entry + 2);
                for (int j = 0; j < count; j++)
                {
                    if (elf.Text(elf.VersionNeed.Link, elf.U32(aux + 8)) == version)
                    {
                        flagsAt = aux + 4;
                        versionIndex = elf.U16(aux + 6) & 0x7fff;
                    }

                    aux = checked(aux + (int)elf.U32(aux + 12));
                }

                entry = checked(entry + (int)elf.U32(entry + 12));
            }

            if (flagsAt < 0 || (elf.U16(flagsAt) & WeakFlag) != 0)
            {
                return library;
            }

            string used = elf.FirstRelocatedSymbolOfVersion(versionIndex);
            if (used != null)
            {
                throw new InvalidDataException("it calls '" + used + "' of " + version + ", so the need cannot be made weak");
            }

            var repaired = (byte[])library.Clone();
            repaired[flagsAt] |= (byte)WeakFlag;
            return repaired;
        }

        private struct Section
        {
            public uint Type;
            public int Offset;
            public int Size;
            public int Link;
            public int Info;
        }

        private sealed class Reader
        {
            private readonly byte[] _bytes;
            private readonly List<Section> _sections = new List<Section>();

            public Reader(byte[] bytes)
            {
                _bytes = bytes;
                if (bytes.Length < 64 || U32(0) != 0x464c457f || bytes[4] != 2 || bytes[5] != 1)
                {
                    throw new InvalidDataException("it is not a 64-bit little-endian ELF file");
                }

                int at = Position(40);
                int size = U16(58);
                int count = U16(60);
                for (int i = 0; i < count; i++, at += size)
                {
                    var section = new Section
                    {
                        Type = U32(at + 4),
                        Offset = U32(at + 4) == 8 ? 0 : Position(at + 24),
                        Size = U32(at + 4) == 8 ? 0 : Position(at + 32),
                        Link = (int)U32(at + 40),
                        Info = (int)U32(at + 44),
                    };
                    _sections.Add(section);
                }

                VersionNeed = Find(SectionTypeVersionNeed);
            }

            public Section VersionNeed { get; }

            public ushort U16(int at)
            {
                Require(at, 2);
                return BitConverter.ToUInt16(_bytes, at);
            }

            public uint U32(int at)
            {
                Require(at, 4);
                return BitConverter.ToUInt32(_bytes, at);
            }

            public string Text(int stringTable, uint offset)
            {
                if (stringTable < 0 || stringTable >= _sections.Count || _sections[stringTable].Type != SectionTypeStringTable)
                {
                    throw new InvalidDataException("its version table names no string table");
                }

                int start = checked(_sections[stringTable].Offset + (int)offset);
                Require(start, 1);
                int end = Array.IndexOf(_bytes, (byte)0, start);
                return Encoding.ASCII.GetString(_bytes, start, (end < 0 ? _bytes.Length : end) - start);
            }

            public string FirstRelocatedSymbolOfVersion(int versionIndex)
            {
                Section symbols = Find(SectionTypeDynamicSymbols);
                Section versions = Find(SectionTypeVersionSymbols);
                foreach (Section section in _sections)
                {
                    if (section.Type != SectionTypeRela && section.Type != SectionTypeRel)
                    {
                        continue;
                    }

                    int entrySize = section.Type == SectionTypeRela ? 24 : 16;
                    for (int at = section.Offset; at + entrySize <= section.Offset + section.Size; at += entrySize)
                    {
                        int symbol = checked((int)U32(at + 12));
                        if (symbol != 0 && (U16(versions.Offset + 2 * symbol) & 0x7fff) == versionIndex)
                        {
                            return Text(symbols.Link, U32(symbols.Offset + 24 * symbol));
                        }
                    }
                }

                return null;
            }

            private Section Find(uint type)
            {
                foreach (Section section in _sections)
                {
                    if (section.Type == type)
                    {
                        return section;
                    }
                }

                throw new InvalidDataException("it has no section of type 0x" + type.ToString("x", System.Globalization.CultureInfo.InvariantCulture));
            }

            private int Position(int at)
            {
                Require(at, 8);
                ulong value = BitConverter.ToUInt64(_bytes, at);
                if (value > (ulong)_bytes.Length)
                {
                    throw new InvalidDataException("it is cut short");
                }

                return (int)value;
            }

            private void Require(int at, int count)
            {
                if (at < 0 || at > _bytes.Length - count)
                {
                    throw new InvalidDataException("it is cut short");
                }
            }
        }
    }

#if !WITHOUT_MSBUILD
    /// <summary>MSBuild task: writes <see cref="Source"/> with the need for <see cref="Version"/> made weak to <see cref="Destination"/>.</summary>
    public sealed class RepairNative : Task
    {
        [Required]
        public string Source { get; set; }

        [Required]
        public string Destination { get; set; }

        [Required]
        public string Version { get; set; }

        public override bool Execute()
        {
            try
            {
                byte[] repaired = WeakenVersionNeed.Apply(File.ReadAllBytes(Source), Version);
                Directory.CreateDirectory(Path.GetDirectoryName(Destination));
                // A whole file under a name of its own, then a rename: projects built side by side may get here at once.
                string partial = Destination + "." + Guid.NewGuid().ToString("N");
                File.WriteAllBytes(partial, repaired);
                if (File.Exists(Destination))
                {
                    File.Delete(Destination);
                }

                File.Move(partial, Destination);
                return true;
            }
            catch (Exception e) when (e is InvalidDataException || e is IOException || e is UnauthorizedAccessException)
            {
                Log.LogError("Cannot repair " + Source + " for systems without " + Version + ": " + e.Message);
                return false;
            }
        }
    }
#endif
}
