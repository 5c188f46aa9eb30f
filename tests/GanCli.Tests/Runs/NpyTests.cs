using System.Globalization;
using System.Text;
using CsCheck;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.Runs;

public sealed class NpyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder["a.npy"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WhatIsWrittenIsRead() =>
        Gen.Select(Gen.Int[0, 40], Gen.Int[0, 5]).SelectMany((rows, columns) => Gen.Float.Array[rows * columns].Select(data => (rows, columns, data)))
            .Sample(
                (rows, columns, data) =>
                {
                    Npy.Write(File, data, rows, columns);
                    var array = Npy.Read(File);
                    return array.Shape.SequenceEqual([rows, columns])
                        && array.Data.Select(BitConverter.SingleToInt32Bits).SequenceEqual(data.Select(BitConverter.SingleToInt32Bits))
                        && Npy.ReadDoubles(File).Data.Select(number => (float)number).Zip(data).All(pair => pair.First.Equals(pair.Second));
                },
                iter: 50, threads: 1);

    [Theory]
    [InlineData(new long[0], "()")]
    [InlineData(new long[] { 3 }, "(3,)")]
    [InlineData(new long[] { 3, 2 }, "(3, 2)")]
    [InlineData(new long[] { 2, 1, 3 }, "(2, 1, 3)")]
    public void TheHeaderIsNumPys(long[] shape, string text)
    {
        Npy.Write(File, new float[shape.Aggregate(1L, (product, length) => product * length)], shape);
        var bytes = System.IO.File.ReadAllBytes(File);
        Assert.Equal([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, 118, 0], bytes[..10]);
        Assert.Equal($"{{'descr': '<f4', 'fortran_order': False, 'shape': {text}, }}".PadRight(117) + '\n', Encoding.ASCII.GetString(bytes, 10, 118));
        Assert.Equal(shape, Npy.Read(File).Shape);
    }

    [Fact]
    public async Task PythonReadsIt()
    {
        Npy.Write(File, [1.5f, -2, 3, float.MaxValue, 1e-40f, -0.0f], 3, 2);
        var output = await Python.Run(
            "import ast, struct, sys\n"
            + "b = open(sys.argv[1], 'rb').read()\n"
            + "n = struct.unpack('<H', b[8:10])[0]\n"
            + "h = ast.literal_eval(b[10:10 + n].decode())\n"
            + "print(h['descr'], h['fortran_order'], h['shape'], (10 + n) % 64, *struct.unpack('<6f', b[10 + n:]))",
            File);
        Assert.Equal("<f4 False (3, 2) 0 1.5 -2.0 3.0 3.4028234663852886e+38 9.99994610111476e-41 -0.0", output);
    }

    [Theory]
    [InlineData("<f8", "d", -1.25)]
    [InlineData("<f4", "f", -1.25)]
    [InlineData("<f2", "e", -1.25)]
    [InlineData("|i1", "b", -7)]
    [InlineData("<i2", "h", -300)]
    [InlineData("<i4", "i", -70_000)]
    [InlineData("<i8", "q", -5_000_000_000)]
    [InlineData("|u1", "B", 200)]
    [InlineData("|b1", "?", 1)]
    [InlineData("<u2", "H", 60_000)]
    [InlineData("<u4", "I", 4_000_000_000)]
    [InlineData("<u8", "Q", 5_000_000_000)]
    public async Task EveryNumberTypeIsRead(string type, string code, double number)
    {
        await WriteWithPython(type, code, "False", "(2,)", $"0, {number.ToString(CultureInfo.InvariantCulture)}");
        Assert.Equal([0, number], Npy.ReadDoubles(File).Data);
        Assert.Equal([0, (float)number], Npy.Read(File).Data);
    }

    [Fact]
    public async Task AFortranMatrixIsTurned()
    {
        await WriteWithPython("<f8", "d", "True", "(2, 3)", "1, 4, 2, 5, 3, 6");
        var array = Npy.ReadDoubles(File);
        Assert.Equal([2L, 3L], array.Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], array.Data);
    }

    [Theory]
    [InlineData("{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", "numbers of type '>f4' are not read; save it as float32 or float64")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "numbers of type '|O' are not read; save it as float32 or float64")]
    [InlineData("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (1,), }", "it does not hold plain numbers (a table of records or of objects?)")]
    [InlineData("{'descr': '<f4', 'shape': (1,), }", "the header does not say shape and order")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "the header does not say shape and order")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }", "'99999999999999999999' is not the length of an axis")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }", "the shape (4294967296, 4294967296) is too large")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1099511627776,), }",
        "cut short: the header promises 4,398,046,511,104 bytes of data, 4 are there")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (), 'more': 1}    ", null)]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 7), }", "too long: the header promises 0 bytes of data, 4 are there")]
    [InlineData("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 1, 1), }",
        "Fortran order is read up to two axes only; save it with numpy.ascontiguousarray")]
    public void OtherHeadersAreRefusedWithTheReason(string header, string? reason)
    {
        System.IO.File.WriteAllBytes(
            File, [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), 0, 0, 128, 63]);
        if (reason is null)
        {
            Assert.Equal([1f], Npy.Read(File).Data);
        }
        else
        {
            Assert.Equal($"{File}: {reason}", Assert.Throws<InvalidDataException>(() => Npy.Read(File)).Message);
        }
    }

    [Fact]
    public void EveryCutIsNoticed()
    {
        Npy.Write(File, [1, 2, 3, 4], 2, 2);
        var bytes = System.IO.File.ReadAllBytes(File);
        for (var length = 0; length < bytes.Length; length++)
        {
            System.IO.File.WriteAllBytes(File, bytes[..length]);
            Assert.Throws<InvalidDataException>(() => Npy.Read(File));
        }

        System.IO.File.WriteAllBytes(File, bytes[..^5]);
        Assert.Equal(
            $"{File}: cut short: the header promises 16 bytes of data, 11 are there",
            Assert.Throws<InvalidDataException>(() => Npy.Read(File)).Message);
    }

    [Fact]
    public void AChangedBitOfTheHeaderNeverCrashes()
    {
        Npy.Write(File, [1, 2, 3, 4], 2, 2);
        var bytes = System.IO.File.ReadAllBytes(File);
        for (var bit = 0; bit < 128 * 8; bit++)
        {
            var changed = bytes.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            System.IO.File.WriteAllBytes(File, changed);
            try
            {
                Npy.Read(File);
            }
            catch (InvalidDataException exception)
            {
                Assert.DoesNotContain('\n', exception.Message);
            }
        }
    }

    [Fact]
    public void FuzzedFilesNeverCrash() =>
        Gen.Select(Gen.Byte.Array[0, 40], Gen.Int[0, 100]).Sample(
            (noise, start) =>
            {
                byte[] header = [0x93, .. "NUMPY"u8, 1, 0, 60, 0, .. Encoding.ASCII.GetBytes("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), } \n")];
                header = [.. header.Take(start), .. noise, .. header.Skip(start + noise.Length), .. new byte[16]];
                System.IO.File.WriteAllBytes(File, header);
                try
                {
                    Npy.ReadDoubles(File);
                }
                catch (InvalidDataException)
                {
                }
            },
            iter: 500, threads: 1);

    [Fact]
    public void AWriterFillsTheFilePieceByPiece()
    {
        using (var writer = new NpyWriter(File, 1000, 3))
        {
            for (var first = 0; first < 3000; first += 7)
            {
                writer.Append(Enumerable.Range(first, Math.Min(7, 3000 - first)).Select(number => (float)number).ToArray());
            }

            Assert.False(System.IO.File.Exists(File));
            writer.Complete();
        }

        Assert.Equal(Enumerable.Range(0, 3000).Select(number => (float)number), Npy.Read(File).Data);
        Assert.Equal([File], Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public void AWriterHoldsItselfToTheShape()
    {
        using (var writer = new NpyWriter(File, 2, 2))
        {
            writer.Append([1, 2, 3]);
            Assert.Equal(
                "the shape has room for 4 numbers, not for 5",
                Assert.Throws<InvalidOperationException>(() => writer.Append([4, 5])).Message);
            Assert.Equal("the shape says 4 numbers, 3 were written", Assert.Throws<InvalidOperationException>(writer.Complete).Message);
        }

        Assert.Empty(Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public void AStreamOfTheCallersStaysOpen()
    {
        using var stream = new MemoryStream();
        using (var writer = new NpyWriter(stream, 2))
        {
            writer.Append([1, 2]);
            writer.Complete();
        }

        Npy.Write(File, [1, 2], 2);
        Assert.Equal(System.IO.File.ReadAllBytes(File), stream.ToArray());
    }

    [Fact]
    public void AMillionRowsAreWrittenInBoundedMemory()
    {
        var rows = new float[8192];
        var before = GC.GetAllocatedBytesForCurrentThread();
        using (var writer = new NpyWriter(Stream.Null, 1 << 20, 2))
        {
            for (var chunk = 0; chunk < (1 << 21) / rows.Length; chunk++)
            {
                writer.Append(rows);
            }

            writer.Complete();
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void WhatIsNoFileIsRefused()
    {
        Assert.Equal($"{_folder.FullName}: is a folder, not a file", Assert.Throws<IOException>(() => Npy.Read(_folder.FullName)).Message);
        if (OperatingSystem.IsLinux())
        {
            using var pipe = new System.IO.Pipes.AnonymousPipeServerStream(System.IO.Pipes.PipeDirection.Out);
            var path = $"/proc/self/fd/{pipe.GetClientHandleAsString()}";
            Assert.Equal($"{path}: is a pipe or a device, not a file on a disk; write it to a file first",
                Assert.Throws<IOException>(() => Npy.Read(path)).Message);
        }
    }

    [Theory]
    [MemberData(nameof(Cultures.WithComma), MemberType = typeof(Cultures))]
    public void TheCultureChangesNothing(string culture)
    {
        Npy.Write(File, new float[3000], 1000, 3);
        var expected = System.IO.File.ReadAllBytes(File);
        Cultures.Under(culture, () =>
        {
            Npy.Write(File, new float[3000], 1000, 3);
            Assert.Equal(expected, System.IO.File.ReadAllBytes(File));
            System.IO.File.WriteAllBytes(File, expected[..^1]);
            Assert.EndsWith("promises 12,000 bytes of data, 11,999 are there", Assert.Throws<InvalidDataException>(() => Npy.Read(File)).Message);
        });
    }

    private Task WriteWithPython(string type, string code, string columnOrder, string shape, string numbers) =>
        Python.Run(
            "import struct, sys\n"
            + $"h = \"{{'descr': '{type}', 'fortran_order': {columnOrder}, 'shape': {shape}, }}\".encode()\n"
            + $"n = [{numbers}]\n"
            + "open(sys.argv[1], 'wb').write(b'\\x93NUMPY\\x02\\x00' + struct.pack('<I', len(h)) + h "
            + $"+ struct.pack('<%d{code}' % len(n), *n))",
            File);
}
