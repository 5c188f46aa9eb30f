using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using GanCli.Engine.Data;
using GanCli.Engine.Data.Pictures;
using GanCli.Engine.Metrics;
using GanCli.Engine.Metrics.Features;
using GanCli.Engine.Random;

namespace GanCli.Benchmarks;

/// <summary>Sets of pictures that are wrong in a known way, made of the last training pictures of an IDX data set: what scripts/measure-corruptions
/// measures.</summary>
internal static class Corruptions
{
    // Left out where a class is missing.
    private const int Missing = 3;
    private const double Noise = 0.1;
    private const int Reach = 3;

    // Training pictures that the sets are made of, and that nothing is trained with.
    private const int Taken = 10_000;
    private static readonly RandomStream Random = new(0, StreamId.Evaluation);

    /// <summary>Writes them.</summary>
    /// <param name="data">Folder with the four IDX files.</param>
    /// <param name="folder">Receives <c>real</c>, the same data without the last training pictures, and a <c>.npy</c> file for each set that is made of
    /// those: no measured picture is one of the reference, nor one that a classifier was trained with.</param>
    public static void Write(string data, string folder)
    {
        DataSource source = new IdxConfig { Path = data }.Build(new RandomStreams(0));
        (RowSet rows, LabelSet labels) = (source.Table!, source.TableLabels!);
        (int size, int side) = (source.Dimension, (int)source.Shape[2]);
        string real = Path.Combine(folder, "real");
        Directory.CreateDirectory(real);
        foreach (string file in Directory.EnumerateFiles(data, "t10k-*"))
        {
            File.Copy(file, Path.Combine(real, Path.GetFileName(file)), overwrite: true);
        }

        int[] kept = [.. Enumerable.Range(0, rows.Count - Taken)];
        int[] others = [.. Enumerable.Range(rows.Count - Taken, Taken)];
        int height = size / side;
        Idx(Path.Combine(real, "train-images-idx3-ubyte"), [kept.Length, height, side], Bytes.Of(Rows(rows, kept)));
        Idx(Path.Combine(real, "train-labels-idx1-ubyte"), [kept.Length], Array.ConvertAll(kept, row => (byte)labels.Of(row)));

        int count = others.Length;
        float[] pictures = Rows(rows, others);
        float[] noise = new float[pictures.Length];
        int[] byClass = [.. others.GroupBy(labels.Of).OrderBy(static of => of.Key).SelectMany(static of => of.Take(10))];
        (string Name, float[] Numbers)[] sets =
        [
            ("held-out", pictures),
            ("noise", [.. pictures.Zip(Drawn(1), static (number, draw) => number + (2 * (float)Noise * draw))]),
            ("blur", [.. pictures.Chunk(size).SelectMany(picture => Blurred(picture, side))]),
            ("missing-class", Rows(rows, [.. others.Where(row => labels.Of(row) != Missing)])),
            ("hundred", Rows(rows, [.. Enumerable.Range(0, count).Select(i => byClass[i % byClass.Length])])),
            ("ten", Rows(rows, [.. Enumerable.Range(0, count).Select(i => byClass[10 * i % byClass.Length])])),
            ("noise-only", Array.ConvertAll(Uniform(), static number => (2 * number) - 1)),
            ("constant", [.. Enumerable.Range(0, pictures.Length).Select(i => (float)(2.0 * (i / size) / (count - 1)) - 1)]),
            ("checkerboards", [.. Enumerable.Range(0, pictures.Length).Select(i => (i % size, Cell: 1 + (i / size % 4)) is var (pixel, cell)
                && ((pixel / side / cell) + (pixel % side / cell)) % 2 == 0 ? 1f : -1)]),
            ("pixel-gaussian", FeaturelessBlob.Of(source, Random.ForLane(3))[0].Draw(count, Random.ForLane(4))),
        ];
        foreach ((string name, float[] numbers) in sets)
        {
            Npy(Path.Combine(folder, name + ".npy"), [numbers.Length / size, height, side], Bytes.Of(numbers));
        }

        float[] Drawn(int lane)
        {
            Random.ForLane(lane).Normal(0, noise);
            return noise;
        }

        float[] Uniform()
        {
            Random.ForLane(2).Uniform(0, noise);
            return noise;
        }
    }

    private static float[] Rows(RowSet rows, int[] places) => new ChosenRows(rows, places).ToArray();

    /// <summary>A Gaussian of one pixel's deviation; beyond an edge the pixels at the edge go on.</summary>
    private static float[] Blurred(float[] picture, int side)
    {
        double[] weights = [.. Enumerable.Range(-Reach, (2 * Reach) + 1).Select(static offset => Math.Exp(-0.5 * offset * offset))];
        double total = weights.Sum();
        int height = picture.Length / side;
        float[] across = Along(picture, (y, x, offset) => (y * side) + Math.Clamp(x + offset, 0, side - 1));
        return Along(across, (y, x, offset) => (Math.Clamp(y + offset, 0, height - 1) * side) + x);

        float[] Along(float[] from, Func<int, int, int, int> place) => [.. Enumerable.Range(0, from.Length).Select(i =>
            (float)(Enumerable.Range(-Reach, weights.Length).Sum(offset => weights[offset + Reach] * from[place(i / side, i % side, offset)]) / total))];
    }

    private static void Idx(string path, int[] shape, byte[] bytes)
    {
        using FileStream file = File.Create(path);
        file.Write([0, 0, 8, (byte)shape.Length]);
        Span<byte> number = stackalloc byte[4];
        foreach (int axis in shape)
        {
            BinaryPrimitives.WriteInt32BigEndian(number, axis);
            file.Write(number);
        }

        file.Write(bytes);
    }

    private static void Npy(string path, int[] shape, byte[] bytes)
    {
        string header = string.Create(CultureInfo.InvariantCulture, $"{{'descr': '|u1', 'fortran_order': False, 'shape': ({string.Join(", ", shape)}), }}");
        header = header.PadRight(118 - 1) + "\n";
        using FileStream file = File.Create(path);
        file.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0]);
        file.Write(Encoding.ASCII.GetBytes(header));
        file.Write(bytes);
    }
}
