using GanCli.Tests.Support;

namespace GanCli.Tests.Data.Pictures;

/// <summary>Small sets of pictures in the formats that the program reads.</summary>
internal static class PictureFolders
{
    /// <summary>The files that Pillow wrote.</summary>
    public static string Images { get; } = Repository.PathOf("tests", "GanCli.Tests", "Data", "Fixtures", "pictures");

    /// <summary>20 pictures of 4 × 4 in five classes, and 10 held out.</summary>
    public static string Idx(string folder) => Idx(folder, 4, 20, 10);

    /// <summary>120 pictures of 28 × 28 in five classes, and 40 held out.</summary>
    public static string Digits(string folder) => Idx(folder, 28, 120, 40);

    private static string Idx(string folder, int side, int training, int heldOut)
    {
        Directory.CreateDirectory(folder);
        foreach ((string part, int count) in new[] { ("train", training), ("t10k", heldOut) })
        {
            File.WriteAllBytes(Path.Combine(folder, $"{part}-images-idx3-ubyte"), IdxFiles.Pictures(count, side, side, first: count));
            File.WriteAllBytes(
                Path.Combine(folder, $"{part}-labels-idx1-ubyte"), IdxFiles.Labels([.. Enumerable.Range(0, count).Select(static i => (byte)(i % 5))]));
        }

        return folder;
    }

    /// <summary>Two pictures in each batch, of one value a channel: batch b holds 10 b + i, 100 more in green and 200 more in blue; labels b and b + 1,
    /// 9 and 0 in the test batch.</summary>
    public static string Cifar10(string folder)
    {
        Directory.CreateDirectory(folder);
        for (int batch = 1; batch <= 6; batch++)
        {
            int[] labels = batch == 6 ? [9, 0] : [batch, batch + 1];
            byte[] records =
            [
                .. labels.SelectMany((label, i) =>
                    (byte[])[(byte)label, .. Plane((10 * batch) + i), .. Plane((10 * batch) + i + 100), .. Plane((10 * batch) + i + 200)]),
            ];
            File.WriteAllBytes(Path.Combine(folder, batch == 6 ? "test_batch.bin" : FormattableString.Invariant($"data_batch_{batch}.bin")), records);
        }

        return folder;
    }

    private static IEnumerable<byte> Plane(int value) => Enumerable.Repeat((byte)value, 1024);
}
