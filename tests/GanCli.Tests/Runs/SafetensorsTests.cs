using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.Runs;

public sealed class SafetensorsTests : IDisposable
{
    private static readonly Dictionary<string, string> NoTexts = [];

    private static readonly Gen<SafetensorsEntry[]> Entries =
        Gen.Select(Gen.Enum<SafetensorsType>(), Gen.Long[0, 4].Array[0, 3], Gen.String[Gen.Char.AlphaNumeric, 0, 8])
            .SelectMany((type, shape, name) =>
            {
                var size = (int)shape.Aggregate((long)Size(type), (product, length) => product * length);
                return Gen.Byte.Array[size].Select(bytes => new SafetensorsEntry(name, type, shape, bytes));
            })
            .Array[0, 6]
            .Select(entries => entries.DistinctBy(entry => entry.Name).ToArray());

    private readonly TemporaryFolder _folder = new();

    private string File => _folder["a.safetensors"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WhatIsWrittenIsRead() =>
        Gen.Select(Entries, Gen.Dictionary(Gen.String.Select(WithoutLoneSurrogates), Gen.String.Select(WithoutLoneSurrogates))[0, 4]).Sample(
            (entries, texts) =>
            {
                SafetensorsWriter.Write(File, entries, texts);
                using var file = SafetensorsFile.Open(File);
                return file.Tensors.Count == entries.Length
                    && entries.All(entry => file[entry.Name] is var tensor
                        && tensor.Type == entry.Type
                        && tensor.Shape.SequenceEqual(entry.Shape)
                        && tensor.Offset % Size(entry.Type) == 0
                        && file.ReadBytes(entry.Name).SequenceEqual(Bytes(entry)))
                    && texts.All(text => file.Metadata[text.Key] == text.Value)
                    && file.Metadata.Count == texts.Count + 2;
            },
            iter: 100, threads: 1);

    [Fact]
    public async Task PythonReadsIt()
    {
        WriteSmall();
        var output = await Python.Run(
            """
            import hashlib, json, struct, sys
            b = open(sys.argv[1], 'rb').read()
            n = struct.unpack('<Q', b[:8])[0]
            h = json.loads(b[8:8 + n])
            m = h.pop('__metadata__')
            d = b[8 + n:]
            print((8 + n) % 8, m['step'], m['config'], m['data-sha256'] == hashlib.sha256(d).hexdigest())
            blank = b[8:8 + n].replace(m['header-sha256'].encode(), b'0' * 64, 1)
            print(m['header-sha256'] == hashlib.sha256(blank).hexdigest())
            codes = {'F32': 'f', 'F64': 'd', 'I64': 'q', 'BOOL': '?'}
            for name, t in h.items():
                part = d[slice(*t['data_offsets'])]
                code = codes[t['dtype']]
                print(name, t['dtype'], t['shape'], *struct.unpack('<%d%s' % (len(part) // struct.calcsize(code), code), part))
            """,
            File);
        Assert.Equal(
            """
            0 7 {"seed": 0, "é": "\"x\""} True
            True
            step I64 [] 7
            wide F64 [1, 2] 0.5 -1e+300
            weight F32 [2, 2] 1.0 -2.0 3.5 4.0
            flags BOOL [3] True False True
            """.ReplaceLineEndings("\n"),
            output);
    }

    [Fact]
    public void EveryCutIsNoticed()
    {
        WriteSmall();
        var bytes = System.IO.File.ReadAllBytes(File);
        for (var length = 0; length < bytes.Length; length++)
        {
            System.IO.File.WriteAllBytes(File, bytes[..length]);
            AssertRefused();
        }

        System.IO.File.WriteAllBytes(File, bytes[..^20]);
        Assert.Equal($"{File}: cut short: the header promises 43 bytes of data, 23 are there", Refusal());
        System.IO.File.WriteAllBytes(File, bytes[..100]);
        Assert.Equal($"{File}: cut short: the header takes {bytes.Length - 43 - 8} bytes, 92 are there", Refusal());
        System.IO.File.WriteAllBytes(File, bytes[..3]);
        Assert.Equal($"{File}: not a safetensors file: it is only 3 bytes long", Refusal());
        System.IO.File.WriteAllBytes(File, [.. bytes, 0]);
        Assert.Equal($"{File}: too long: the header promises 43 bytes of data, 44 are there", Refusal());
    }

    [Fact]
    public void EveryChangedBitIsNoticed()
    {
        WriteSmall();
        var bytes = System.IO.File.ReadAllBytes(File);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            System.IO.File.WriteAllBytes(File, bytes);
            AssertRefused();
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        bytes[^1] ^= 1;
        System.IO.File.WriteAllBytes(File, bytes);
        Assert.Equal($"{File}: the data do not match their SHA-256: the file is damaged", Refusal());
        bytes[^60] ^= 1;
        System.IO.File.WriteAllBytes(File, bytes);
        Assert.Equal($"{File}: the header does not match its SHA-256: the file is damaged", Refusal());
    }

    [Theory]
    [InlineData("", "not a safetensors file: it is only 0 bytes long")]
    [InlineData("just a text that somebody gave the wrong name", "not a safetensors file")]
    [InlineData("\u0002\0\0\0\0\0\0\0{}", "not written by this program: the header does not begin with its SHA-256")]
    [InlineData("\u0010\0\0\0\0\0\0\0{}", "cut short: the header takes 16 bytes, 2 are there")]
    public void AForeignFileIsRefused(string content, string reason)
    {
        System.IO.File.WriteAllText(File, content);
        Assert.Equal($"{File}: {reason}", Refusal());
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", null)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "tensor 'a': [2] of F32 does not take the bytes 0 to 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]}}""", "tensor 'a': [-1, -1] of F32 does not take the bytes 0 to 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387905],"data_offsets":[0,4]}}""",
        "tensor 'a': [4611686018427387905] of F32 does not take the bytes 0 to 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", "tensor 'a': [1] of F32 does not take the bytes 4 to 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", "tensor 'a': [1] of F32 does not take the bytes -4 to 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}""", "tensor 'a': [1] of F32 does not take the bytes 0 to 4 to 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "tensor 'a' does not begin where the one before it ends")]
    [InlineData("""{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""",
        "tensor 'b' does not begin where the one before it ends")]
    [InlineData("""{"a":{"dtype":"F32","shape":[250000000000],"data_offsets":[0,1000000000000]}}""",
        "cut short: the header promises 1,000,000,000,000 bytes of data, 4 are there")]
    [InlineData("""{"a":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}}""", "tensor 'a' is of the unknown type 'C64'")]
    [InlineData("""{"a":{"dtype":"9","shape":[1],"data_offsets":[0,4]}}""", "tensor 'a' is of the unknown type '9'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1e300],"data_offsets":[0,4]}}""", "the header is not one of a safetensors file")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", "the header is not one of a safetensors file")]
    [InlineData("""{"a":{"dtype":4,"shape":[1],"data_offsets":[0,4]}}""", "the header is not one of a safetensors file")]
    [InlineData("""{"a":7}""", "the header is not one of a safetensors file")]
    [InlineData("""{"a":{"dtype":"F32","shape":[[[[1]]]],"data_offsets":[0,4]}}""", "the header is not one of a safetensors file")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"a":{"dtype":"U8","shape":[0],"data_offsets":[4,4]}}""",
        "the header is not one of a safetensors file")]
    [InlineData("""{"a":{"dtype":"F32",""", "the header is not one of a safetensors file")]
    public void AHostileHeaderIsRefusedBeforeAnythingIsAllocated(string tensors, string? reason)
    {
        byte[] data = [0, 0, 128, 63];
        WriteWithTrueHashes(tensors, data);
        if (reason is null)
        {
            using var file = SafetensorsFile.Open(File);
            Assert.Equal(data, file.ReadBytes("a"));
        }
        else
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Equal($"{File}: {reason}", Refusal());
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        }
    }

    [Fact]
    public void AnEarlierFileOutlivesAWriteThatFails()
    {
        WriteSmall();
        var before = System.IO.File.ReadAllBytes(File);
        SafetensorsEntry[] entries = [new("a", SafetensorsType.F32, [2], _ => throw new IOException("no space"))];
        Assert.Throws<IOException>(() => SafetensorsWriter.Write(File, entries, NoTexts));
        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
        Assert.Equal([File], Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public void WhatCannotBeReadBackIsNotWritten()
    {
        var tensor = new SafetensorsEntry("a", SafetensorsType.F32, [2], new byte[8]);
        AssertArgument("the name 'a' is taken", [tensor, tensor], NoTexts);
        AssertArgument("the name '__metadata__' is taken", [tensor with { Name = "__metadata__" }], NoTexts);
        AssertArgument("the key 'data-sha256' is reserved", [], new Dictionary<string, string> { ["data-sha256"] = "" });
        AssertArgument("tensor 'a' takes 12 bytes, 8 were handed over", [tensor with { Shape = [3] }], NoTexts);
        AssertArgument("the shape of tensor 'a' is too large", [tensor with { Shape = [1L << 40, 1L << 40] }], NoTexts);
        Assert.Empty(Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public void AnOpenFileOutlivesItsReplacement()
    {
        WriteSmall();
        using var file = SafetensorsFile.Open(File);
        SafetensorsWriter.Write(File, [], NoTexts);
        Assert.Equal([1f, -2, 3.5f, 4], MemoryMarshal.Cast<byte, float>(file.ReadBytes("weight")));
        Assert.Equal(
            $"{File}: there is no tensor 'wieght' in it",
            Assert.Throws<InvalidDataException>(() => file.ReadBytes("wieght")).Message);
    }

    private static int Size(SafetensorsType type) => type switch
    {
        SafetensorsType.Bool => 1,
        SafetensorsType.BF16 => 2,
        _ => int.Parse(type.ToString()[1..]) / 8,
    };

    private static byte[] Bytes(SafetensorsEntry entry)
    {
        var bytes = new List<byte>();
        entry.Write(part => bytes.AddRange(part));
        return [.. bytes];
    }

    private static string WithoutLoneSurrogates(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private void WriteSmall() =>
        SafetensorsWriter.Write(
            File,
            [
                new("weight", SafetensorsType.F32, [2, 2], sink =>
                {
                    sink(MemoryMarshal.AsBytes<float>([1, -2]));
                    sink(MemoryMarshal.AsBytes<float>([3.5f, 4]));
                }),
                new("step", SafetensorsType.I64, [], BitConverter.GetBytes(7L)),
                new("flags", SafetensorsType.Bool, [3], new byte[] { 1, 0, 1 }),
                new("wide", SafetensorsType.F64, [1, 2], MemoryMarshal.AsBytes<double>([0.5, -1e300]).ToArray()),
            ],
            new Dictionary<string, string> { ["step"] = "7", ["config"] = "{\"seed\": 0, \"é\": \"\\\"x\\\"\"}" });

    /// <summary>Writes a header that the reader's first checks accept.</summary>
    private void WriteWithTrueHashes(string tensors, byte[] data)
    {
        var zeros = new string('0', 64);
        var text = $"{{\"__metadata__\":{{\"header-sha256\":\"{zeros}\",\"data-sha256\":\"{Convert.ToHexStringLower(SHA256.HashData(data))}\"}},{tensors[1..]}";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        var header = Encoding.UTF8.GetBytes(text.Replace($"\"{zeros}\"", $"\"{hash}\""));
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        System.IO.File.WriteAllBytes(File, [.. length, .. header, .. data]);
    }

    private void AssertArgument(string message, SafetensorsEntry[] entries, Dictionary<string, string> texts) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(File, entries, texts)).Message);

    private void AssertRefused()
    {
        var message = Refusal();
        Assert.StartsWith(File + ": ", message);
        Assert.DoesNotContain('\n', message);
    }

    private string Refusal() => Assert.Throws<InvalidDataException>(() => SafetensorsFile.Open(File)).Message;
}
