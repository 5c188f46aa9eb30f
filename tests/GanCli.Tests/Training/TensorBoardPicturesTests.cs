using System.Buffers.Binary;
using GanCli.Engine.Data;
using GanCli.Runs;
using SkiaSharp;

namespace GanCli.Tests.Training;

/// <summary>Samples that are pictures stand in TensorBoard's files: an own reader of records, and Skia's of PNG.</summary>
public sealed class TensorBoardPicturesTests
{
    [Theory]
    [InlineData("{kind: glyphs, pictures: 9, held-out: 4, size: 8}", 1)]
    [InlineData("{kind: stacked, source: {kind: glyphs, pictures: 9, held-out: 4, size: 8}}", 3)]
    public void EveryTickWithSamplesHasTheirGrid(string data, int channels)
    {
        using var runs = new TrainerRuns();
        (RunFolder run, _) = runs.Train(
            [$"data={data}", "generator={kind: mlp, widths: [8], output-activation: tanh}", "evaluation.metrics=[]", "output.samples=70"]);
        byte[][] pictures = [.. Records(Assert.Single(Directory.GetFiles(run.TensorboardDirectory))).Where(static record => Png(record) >= 0)];
        Assert.Equal([0, 10, 20, 22], run.Samples().Select(static file => file.Step));
        Assert.Equal(4, pictures.Length);
        Assert.Single(Directory.GetFileSystemEntries(run.TensorboardDirectory));
        foreach ((byte[] record, StepFile file) in pictures.Zip(run.Samples()))
        {
            float[] rows = Npy.Read(file.Path).Data;
            using SKBitmap grid = SKBitmap.Decode(record.AsSpan(Png(record)));
            Assert.Equal((71, 71), (grid.Width, grid.Height));
            Assert.True(record.AsSpan().IndexOf("samples"u8) > 0);
            for (int i = 0; i < 64 * 64; i++)
            {
                (int picture, int y, int x) = (i / 64, i / 8 % 8, i % 8);
                byte[] levels = [.. Enumerable.Range(0, 3).Select(c => ByteRows.Byte(rows[(((picture * channels) + (c % channels)) * 64) + (y * 8) + x]))];
                Assert.Equal(new SKColor(levels[0], levels[1], levels[2]), grid.GetPixel((picture % 8 * 9) + x, (picture / 8 * 9) + y));
            }

            Assert.Equal(SKColors.Black, grid.GetPixel(8, 8));
        }
    }

    private static int Png(byte[] record) => record.AsSpan().IndexOf("PNG\r\n"u8) is var at and > 0 ? at - 1 : -1;

    // A length, its checksum, the data, theirs.
    private static IEnumerable<byte[]> Records(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        for (int at = 0; at < bytes.Length;)
        {
            int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at));
            yield return bytes[(at + 12)..(at + 12 + length)];
            at += 16 + length;
        }
    }
}
