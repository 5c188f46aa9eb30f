using System.Text;
using CsCheck;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.Runs;

public sealed class MetricsTests : IDisposable
{
    private static readonly double[] Edges =
        [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, double.Epsilon, double.MaxValue, 0.1 + 0.2];

    private static readonly Gen<RowValue> Values = Gen.OneOf(
        Gen.Double.Select(number => (RowValue)number),
        Gen.Int[0, Edges.Length - 1].Select(index => (RowValue)Edges[index]),
        Gen.Double.Array[0, 4].Select(list => (RowValue)list),
        Gen.Bool.Select(flag => (RowValue)flag));

    private readonly TemporaryFolder _folder = new();

    private string Log => _folder["metrics.jsonl"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void RowsComeBackBitForBit() =>
        Gen.Dictionary(Gen.String[Gen.Char.AlphaNumeric, 1, 6].Where(key => key is not ("step" or "final")), Values)[0, 5].Array[0, 6].Sample(
            rows =>
            {
                File.Delete(Log);
                using (var log = new MetricsLog(Log))
                {
                    for (var step = 0; step < rows.Length; step++)
                    {
                        log.Append(step, rows[step]);
                    }
                }

                var read = MetricsReader.Read(Log).Rows;
                return read.Count == rows.Length
                    && read.Zip(rows).All(pair => pair.First.Values.Keys.SequenceEqual(pair.Second.Keys)
                        && pair.Second.All(entry => Same(pair.First.Values[entry.Key], entry.Value)));
            },
            iter: 100, threads: 1);

    [Fact]
    public void RowsWithoutAKeyArePassedOver()
    {
        using (var log = new MetricsLog(Log))
        {
            log.Append(1, [new("loss", 0.5)]);
            log.Append(2, [new("loss", 0.4), new("modes", 3)]);
            log.Append(2, [new("loss", 0.3)]);
            log.Append(3, [new("all-modes", 8)]);
            log.Append(3, [new("loss", 0.1)], final: true);
        }

        var read = MetricsReader.Read(Log, with: "modes");
        Assert.Equal([(2L, 0.4)], read.Series("loss"));
        Assert.Equal(0.1, read.Final?.Number("loss"));
    }

    [Theory]
    [MemberData(nameof(Cultures.WithComma), MemberType = typeof(Cultures))]
    public void ARowIsALineOfJson(string culture) =>
        Cultures.Under(culture, () =>
        {
            using (var log = new MetricsLog(Log))
            {
                log.Append(1_500, [new("loss.generator", 0.1 + 0.2), new("bad", double.NaN), new("worse", double.NegativeInfinity)]);
                log.Append(2_000, [new("frequency", (double[])[0.5, 1e-7, double.PositiveInfinity]), new("ok", true)], final: true);
            }

            Assert.Equal(
                """
                {"step":1500,"loss.generator":0.30000000000000004,"bad":"NaN","worse":"-Infinity"}
                {"step":2000,"final":true,"frequency":[0.5,1E-07,"Infinity"],"ok":true}

                """.ReplaceLineEndings("\n"),
                File.ReadAllText(Log));
            var metrics = MetricsReader.Read(Log);
            Assert.Equal(0.30000000000000004, metrics.Rows[0].Number("loss.generator"));
            Assert.Equal([0.5, 1e-7, double.PositiveInfinity], metrics.Final!.Values["frequency"].List!);
        });

    [Fact]
    public async Task PythonReadsIt()
    {
        using (var log = new MetricsLog(Log))
        {
            log.Append(3, [new("a", 0.1 + 0.2), new("b", double.NaN), new("c", (double[])[1, 2])]);
        }

        Assert.Equal(
            "3 0.30000000000000004 nan [1, 2]",
            await Python.Run("import json, sys; r = json.loads(open(sys.argv[1]).readline()); print(r['step'], r['a'], float(r['b']), r['c'])", Log));
    }

    [Fact]
    public void EachRowIsThereForAReaderAtOnce()
    {
        using var log = new MetricsLog(Log);
        for (var step = 1; step <= 3; step++)
        {
            log.Append(step, [new("a", step)]);
            Assert.Equal(step, MetricsReader.Read(Log).Rows.Count);
        }

        log.Flush();
    }

    [Fact]
    public void AMissingLogHasNoRows()
    {
        Assert.Empty(MetricsReader.Read(Log).Rows);
        Assert.Equal(0, MetricsLog.SetAside(Log, 10));
        Assert.Empty(Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public void ATornLineIsPassedOverAndSwallowsNoOtherRow()
    {
        Write("""{"step":1,"a":1}""", """{"step":2,"a":2}""");
        var bytes = File.ReadAllBytes(Log);
        var firstLine = Array.IndexOf(bytes, (byte)'\n') + 1;
        for (var length = 0; length <= bytes.Length; length++)
        {
            File.WriteAllBytes(Log, bytes[..length]);
            // A row is whole with its closing brace, newline or not.
            var whole = length >= bytes.Length - 1 ? 2 : length >= firstLine - 1 ? 1 : 0;
            Assert.Equal(whole, MetricsReader.Read(Log).Rows.Count);
            using (var log = new MetricsLog(Log))
            {
                log.Append(3, [new("a", 3)]);
            }

            Assert.Equal(whole + 1, MetricsReader.Read(Log).Rows.Count);
        }
    }

    [Fact]
    public void WhatIsNoRowIsPassedOver()
    {
        Write(
            "", "null", "[1]", "7", """{"a":1}""", """{"step":"1","a":1}""", """{"step":1.5}""", """{"step":1,"a":1} x""", "\u0001",
            """{"step":4,"text":"Hello","word":"hello","nested":{"x":[{}]},"none":null,"mixed":[1,"x",{}],"a":1}""");
        var row = Assert.Single(MetricsReader.Read(Log).Rows);
        Assert.Equal(4, row.Step);
        Assert.Equal(["word", "a"], row.Values.Keys);
        Assert.Equal("hello", row.Values["word"].Word);
    }

    [Fact]
    public void AReaderPutsRowsInOrderAndJoinsThoseOfOneStep()
    {
        Write(
            """{"step":1,"a":1,"b":1}""", """{"step":3,"a":3}""", """{"step":2,"a":2,"list":[1,2]}""", """{"step":1,"a":10,"c":1}""",
            """{"step":3,"final":true,"a":30}""");
        var metrics = MetricsReader.Read(Log);
        Assert.Equal([(1, 10), (2, 2), (3, 3)], metrics.Series("a"));
        Assert.Equal([(1, 1.0)], metrics.Series("b"));
        Assert.Equal([(2L, [1.0, 2.0])], metrics.Lists("list").Select(entry => (entry.Step, entry.Values.ToArray())), (left, right) => left.Step == right.Step
            && left.Item2.SequenceEqual(right.Item2));
        Assert.Equal(["a", "b", "c", "list"], metrics.Keys);
        Assert.Equal(30, metrics.Final!.Number("a"));
        Assert.Equal(30, metrics.Last("a"));
        Assert.Equal(1, metrics.Last("c"));
        Assert.Null(metrics.Last("none"));
        Assert.Null(metrics.Rows[1].Number("list"));
    }

    [Fact]
    public void RowsBeyondAStepAreSetAsideNotLost()
    {
        string[] rows =
        [
            """{"step":100,"a":1.0}""", """{"step":200,"a":2}""", """{"step":300,"a":3}""", """{"step":200,"final":true,"a":4}""", """{"step":250""",
        ];
        Write(rows);
        File.WriteAllText(Log, File.ReadAllText(Log).TrimEnd('\n'));
        Assert.Equal(3, MetricsLog.SetAside(Log, 200));
        Assert.Equal(rows[..2], File.ReadAllLines(Log));
        Assert.Equal(rows[2..], File.ReadAllLines(_folder["metrics.beyond-200.jsonl"]));

        Assert.Equal(0, MetricsLog.SetAside(Log, 200));
        Write(rows);
        Assert.Equal(4, MetricsLog.SetAside(Log, 100));
        Write(rows);
        Assert.Equal(3, MetricsLog.SetAside(Log, 200));
        Assert.Equal(rows[2..], File.ReadAllLines(_folder["metrics.beyond-200-2.jsonl"]));
        Assert.Equal(
            ["metrics.beyond-100.jsonl", "metrics.beyond-200-2.jsonl", "metrics.beyond-200.jsonl", "metrics.jsonl"],
            Directory.GetFiles(_folder.FullName).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ALogGoesOnAsIfItHadNeverStopped()
    {
        using (var log = new MetricsLog(Log))
        {
            Append(log, 1, 6);
        }

        var uninterrupted = File.ReadAllBytes(Log);
        MetricsLog.SetAside(Log, 4);
        using (var log = new MetricsLog(Log))
        {
            Append(log, 5, 6);
        }

        Assert.Equal(uninterrupted, File.ReadAllBytes(Log));

        static void Append(MetricsLog log, int first, int last)
        {
            for (var step = first; step <= last; step++)
            {
                log.Append(step, [new("a", step / 3.0)]);
            }
        }
    }

    [Theory]
    [InlineData("step")]
    [InlineData("final")]
    public void ReservedKeysAreRefused(string key)
    {
        using var log = new MetricsLog(Log);
        var error = Assert.Throws<ArgumentException>(() => log.Append(1, [new(key, 1)]));
        Assert.StartsWith($"the key '{key}' is reserved", error.Message);
        Assert.Equal(0, new FileInfo(Log).Length);
    }

    [Fact]
    public void NoiseNeverCrashesTheReader() =>
        Gen.Byte.Array[0, 30].Array[0, 5].Sample(
            lines =>
            {
                File.WriteAllBytes(Log, [.. lines.SelectMany(line => (byte[])[.. "{\"step\":1,\"a\":"u8, .. line, .. "}\n"u8])]);
                MetricsReader.Read(Log);
            },
            iter: 300, threads: 1);

    private static bool Same(RowValue left, RowValue right) =>
        left.Flag == right.Flag
        && BitConverter.DoubleToInt64Bits(left.Number) == BitConverter.DoubleToInt64Bits(right.Number)
        && (left.List ?? []).Select(BitConverter.DoubleToInt64Bits).SequenceEqual((right.List ?? []).Select(BitConverter.DoubleToInt64Bits))
        && left.List is null == right.List is null;

    private void Write(params string[] lines) => File.WriteAllText(Log, string.Concat(lines.Select(line => line + "\n")), new UTF8Encoding(false));
}
