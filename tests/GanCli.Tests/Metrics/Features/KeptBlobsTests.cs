using GanCli.Engine.Data;
using GanCli.Engine.Metrics;
using GanCli.Engine.Metrics.Features;
using GanCli.Engine.Random;
using GanCli.Runs;

namespace GanCli.Tests.Metrics.Features;

/// <summary>Features of featureless blobs, which one program computes and others find.</summary>
public sealed class KeptBlobsTests
{
    private static readonly RandomStream Random = new(5, StreamId.Evaluation, 0, 9);

    // Nobody else's: the tests share their cache folder.
    private readonly string _word = Guid.NewGuid().ToString("N");

    [Fact]
    public void WhatTakesLongIsComputedOnce()
    {
        (float[] first, int computed) = Features(slow: true, seed: 1, Random, samples: 600);
        Assert.Equal(1200, computed);

        // By the definition: two numbers of each picture as a file would hold it, in the order in which the blob draws.
        DataSource data = Data(1);
        FeaturelessBlob blob = FeaturelessBlob.Of(data, Random)[0];
        float[] pictures = [.. blob.Draw(1000, Random.At(0)), .. blob.Draw(200, Random.At(1000))];
        Assert.Equal([.. pictures.Chunk(64).SelectMany(Seen)], first);

        Assert.Equal(0, Features(slow: true, seed: 1, Random, samples: 600).Computed);
        Assert.Equal(first, Features(slow: true, seed: 1, Random, samples: 600).Rows);

        // Another number of samples shares the whole blocks.
        (float[] fewer, computed) = Features(slow: true, seed: 1, Random, samples: 550);
        Assert.Equal(first[..2200], fewer);
        Assert.Equal(100, computed);
    }

    [Fact]
    public void WhateverDecidesThemIsPartOfTheKey()
    {
        float[] first = Features(slow: true, seed: 1, Random, samples: 50).Rows;
        Assert.NotEqual(first, Features(slow: true, seed: 2, Random, samples: 50).Rows);
        Assert.NotEqual(first, Features(slow: true, seed: 1, Random with { Seed = 6 }, samples: 50).Rows);
        Assert.NotEqual(first, Features(slow: true, seed: 1, Random, samples: 50, place: 1).Rows);
        Assert.Equal(100, Features(slow: true, seed: 1, Random, samples: 50, word: _word + "x").Computed);
        Assert.Equal(0, Features(slow: true, seed: 1, Random, samples: 50).Computed);
    }

    [Fact]
    public void WhatIsQuickIsNotKept()
    {
        Assert.Equal(100, Features(slow: false, seed: 1, Random, samples: 50).Computed);
        Assert.Equal(100, Features(slow: false, seed: 1, Random, samples: 50).Computed);
    }

    [Fact]
    public void DamagedFilesAreMadeAnewAndSeveralMayMakeOne()
    {
        float[] expected = Features(slow: false, seed: 1, Random, samples: 400).Rows;
        float[][] made = new float[4][];
        Parallel.For(0, made.Length, i => made[i] = Features(slow: true, seed: 1, Random, samples: 400).Rows);
        Assert.All(made, rows => Assert.Equal(expected, rows));

        // A file of that size and content is this test's, whatever it is called.
        string[] mine = [.. Directory.GetFiles(CacheFolder.Path!, "blobs-*.bytes").Where(path => Starts(path, expected))];
        string file = Assert.Single(mine);
        byte[] content = File.ReadAllBytes(file);
        content[100] ^= 1;
        File.WriteAllBytes(file, content);
        (float[] again, int computed) = Features(slow: true, seed: 1, Random, samples: 400);
        Assert.Equal(expected, again);
        Assert.Equal(800, computed);
        Assert.Equal(0, Features(slow: true, seed: 1, Random, samples: 400).Computed);
    }

    private static bool Starts(string path, float[] rows)
    {
        byte[] content = File.ReadAllBytes(path);
        byte[] bytes = [.. rows.SelectMany(BitConverter.GetBytes)];
        return content.AsSpan().StartsWith(bytes) && content.Length < bytes.Length + 100;
    }

    private static float[] Seen(float[] picture) => [ByteRows.Byte(picture[0]), picture.Sum(static number => (float)ByteRows.Byte(number))];

    private static DataSource Data(ulong seed) => (SmallGlyphs.Config with { Size = 8, Pictures = 40, HeldOut = 10 }).Build(new RandomStreams(seed));

    /// <summary>As a program that has just begun gets them.</summary>
    private (float[] Rows, int Computed) Features(bool slow, ulong seed, RandomStream random, int samples, int place = 0, string? word = null)
    {
        DataSource data = Data(seed);
        var config = new CountedConfig(slow, word ?? _word);
        float[] rows = FeatureSpace.Of(data, config).Features(FeaturelessBlob.Of(data, random)[place], random, samples);
        return (rows, config.Built!.Pictures);
    }

    private sealed record CountedConfig(bool Slow, string Word) : ExtractorConfig
    {
        public Counted? Built { get; private set; }

        public override Extractor Build(DataSource data) => Built = new Counted(Slow, Word);
    }

    /// <summary>A picture's first byte and the sum of all.</summary>
    private sealed class Counted(bool slow, string word) : Extractor
    {
        private int _pictures;

        public int Pictures => _pictures;

        public override string Name => "counted";

        public override int Count => 2;

        public override string Hash => word;

        public override double Nanoseconds => slow ? 1e7 : 1;

        public override void Extract(ReadOnlySpan<byte> pictures, Span<float> features)
        {
            for (int i = 0; i < pictures.Length / 64; i++)
            {
                ReadOnlySpan<byte> picture = pictures.Slice(i * 64, 64);
                int sum = 0;
                foreach (byte pixel in picture)
                {
                    sum += pixel;
                }

                (features[2 * i], features[(2 * i) + 1]) = (picture[0], sum);
            }

            _pictures += pictures.Length / 64;
        }
    }
}
