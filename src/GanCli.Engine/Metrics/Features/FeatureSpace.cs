using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GanCli.Engine.Data;
using GanCli.Engine.Random;
using GanCli.Runs;

namespace GanCli.Engine.Metrics.Features;

/// <summary>Pictures as features: an extractor, what it makes of the data's real pictures, and of generated ones. One for all metrics of the same data and
/// extractor, so that every picture passes once.</summary>
internal sealed class FeatureSpace
{
    private const int Block = 1000;
    private const int BlobPictures = 10_000;

    // What takes no longer than this to compute is not worth a file.
    private const double QuickNanoseconds = 1e8;

    // Part of the key: pictures that are drawn otherwise are others.
    private const int BlobVersion = 1;
    private static readonly ConditionalWeakTable<DataSource, ConcurrentDictionary<ExtractorConfig, FeatureSpace>> Spaces = [];

    // Of sets that are measured several times, as long as somebody holds them.
    private readonly ConditionalWeakTable<float[], float[]> _seen = [];
    private readonly ConcurrentDictionary<string, float[]> _blobs = new(StringComparer.Ordinal);
    private readonly FeatureSpace? _whole;
    private readonly int _size;
    private readonly Lazy<PicturePools> _pools;
    private readonly Lazy<float[]> _reference;
    private readonly Lazy<float[]> _fresh;
    private readonly Lazy<FeatureSource> _source;
    private bool _prepared;

    private FeatureSpace(DataSource data, Extractor extractor, FeatureSpace? whole)
    {
        (Data, Extractor, _whole, _size) = (data, extractor, whole, data.Dimension);
        _pools = whole?._pools ?? new(() => PicturePools.Of(data));
        _reference = whole?._reference ?? new(() => Kept(_pools.Value.Reference));
        _fresh = whole?._fresh ?? new(() => Kept(_pools.Value.Fresh));
        _source = new(() => new FeatureSource(Rows(Pools.Reference, _reference), Rows(Pools.Fresh, _fresh)));
    }

    /// <summary>The pictures.</summary>
    public DataSource Data { get; }

    /// <summary>What makes the features. Of a classifier's space for metrics only the first are shown; the rest are the validity gate's.</summary>
    public Extractor Extractor { get; }

    /// <summary>Real pictures, for the names of scores and for the gate.</summary>
    public PicturePools Pools => _pools.Value;

    /// <summary>Features of the real pictures.</summary>
    public DataSource Source => _source.Value;

    /// <summary>By what its scores were made, in words: <c>classifier e2552f19, 99.1% of 10,000 held-out pictures right; against 10,000 held-out
    /// pictures</c>. Scores of different words are not comparable.</summary>
    public string Through
    {
        get
        {
            string standing = Extractor.Standing is { } words ? $", {words}" : "";
            string reference = Pools.AreHeldOut ? "held-out pictures" : "pictures of the training set";
            return string.Create(CultureInfo.InvariantCulture,
                $"{Extractor.Name} {FeatureHash.Short(Extractor.Hash)}{standing}; against {Pools.Reference.Count:N0} {reference}");
        }
    }

    /// <summary>The one of some pictures and an extractor.</summary>
    /// <param name="data">Pictures.</param>
    /// <param name="config">An extractor that fits them.</param>
    public static FeatureSpace Of(DataSource data, ExtractorConfig config) =>
        Spaces.GetOrCreateValue(data).GetOrAdd(config, extractor => extractor.Build(data) is var built && extractor.NamesClasses
            ? new FeatureSpace(data, built, new FeatureSpace(data, new GateExtractor(built, data.Shape), whole: null))
            : new FeatureSpace(data, built, whole: null));

    /// <summary>Of a classifier: its features with what the validity gate sees beside them.</summary>
    public FeatureSpace WithGate => _whole ?? this;

    /// <summary>Prepares the extractor and the features of real pictures.</summary>
    /// <param name="progress">Told how far it is; null: nobody is.</param>
    public void Prepare(IProgress<Preparation>? progress)
    {
        FeatureSpace root = WithGate;
        if (root._prepared)
        {
            return;
        }

        root.Extractor.Prepare(progress);
        progress?.Report(new Preparation("features of real pictures", 0));
        _ = _reference.Value;
        progress?.Report(new Preparation("features of real pictures", 0.5));
        _ = _fresh.Value;
        progress?.Report(new Preparation("features of real pictures", 1));
        root._prepared = true;
    }

    /// <summary>Features of samples; computed once for each array.</summary>
    /// <param name="pictures">[n × pixels], numbers in the data's range.</param>
    /// <returns>[n × features].</returns>
    public float[] Features(float[] pictures) => _seen.GetValue(pictures, rows => _whole is { } whole ? Narrow(whole.Features(rows)) : Extract(rows));

    /// <summary>Features of a featureless blob's pictures, made once: a fixed set, twice as many as an evaluation takes and at most 10,000, that evaluations
    /// draw from.</summary>
    /// <param name="blob">Draws pictures.</param>
    /// <param name="random">A stream of its own, at steps of its own.</param>
    /// <param name="samples">Samples of an evaluation.</param>
    public float[] Features(FeaturelessBlob blob, RandomStream random, int samples)
    {
        int count = (int)Math.Min(BlobPictures, 2L * samples);
        return _blobs.GetOrAdd(NumberTable.Text($"{blob.Name} {random} {count}"), _ =>
        {
            if (_whole is { } whole)
            {
                return Narrow(whole.Features(blob, random, samples));
            }

            // Evaluations of other sizes share whole blocks.
            float[] features = new float[count * Extractor.Count];
            for (int first = 0; first < count; first += Block)
            {
                Kept(blob, random.At(first), Math.Min(Block, count - first)).CopyTo(features, first * Extractor.Count);
            }

            return features;
        });
    }

    /// <summary>Features of some of a blob's pictures, kept in the user's cache folder where they take long.</summary>
    private float[] Kept(FeaturelessBlob blob, RandomStream random, int count)
    {
        string? folder = count * Extractor.Nanoseconds < QuickNanoseconds ? null : CacheFolder.Path;
        return Cached(folder, "blobs", NumberTable.Text($"{BlobVersion} {blob.Name} {blob.Hash} {random} {count}"), count, (first, some) =>
            Bytes.Of(blob.Draw(count, random).AsSpan(first * _size, some * _size)));
    }

    /// <summary>Features of real pictures, kept in the user's cache folder.</summary>
    /// <returns>[n × features].</returns>
    public float[] Kept(RowSet pictures) => Cached(
        CacheFolder.Path, "features", Convert.ToHexStringLower(Bytes.HashOf(pictures)), pictures.Count,
        (first, count) => Bytes.Of(pictures, first, count));

    /// <summary>Features of pictures, computed where no file has them.</summary>
    /// <param name="folder">Where files are; null: nowhere.</param>
    /// <param name="kind">A word for what the pictures are.</param>
    /// <param name="key">All that decides the pictures.</param>
    /// <param name="count">Pictures.</param>
    /// <param name="pictures">The bytes of some, given the first and how many.</param>
    /// <returns>[count × features].</returns>
    private float[] Cached(string? folder, string kind, string key, int count, Func<int, int, byte[]> pictures)
    {
        key = NumberTable.Text($"{Extractor.GetType().Name} {Extractor.Hash} {Extractor.Count} {string.Join('x', Data.Shape)} {key}");
        var cache = new RowCache(folder, kind, key, count, Extractor.Count * sizeof(float), () => (from, rows) =>
        {
            int rowsHere = rows.Length / Extractor.Count / sizeof(float);
            for (int done = 0; done < rowsHere; done += Block)
            {
                int some = Math.Min(Block, rowsHere - done);
                Extractor.Extract(
                    pictures(from + done, some), MemoryMarshal.Cast<byte, float>(rows.Span).Slice(done * Extractor.Count, some * Extractor.Count));
            }
        });
        return MemoryMarshal.Cast<byte, float>(cache.Rows(null).Span).ToArray();
    }

    private FeatureRows Rows(RowSet pictures, Lazy<float[]> features) => new(pictures.Count, Extractor.Count, WithGate.Extractor.Count, () => features.Value);

    // The first features of each row.
    private float[] Narrow(float[] wide)
    {
        (int from, int to) = (_whole!.Extractor.Count, Extractor.Count);
        float[] narrow = new float[wide.Length / from * to];
        for (int i = 0; i < narrow.Length / to; i++)
        {
            wide.AsSpan(i * from, to).CopyTo(narrow.AsSpan(i * to));
        }

        return narrow;
    }

    private float[] Extract(float[] pictures)
    {
        int count = pictures.Length / _size;
        float[] features = new float[count * Extractor.Count];
        for (int first = 0; first < count; first += Block)
        {
            int some = Math.Min(Block, count - first);
            Extractor.Extract(
                Bytes.Of(pictures.AsSpan(first * _size, some * _size)), features.AsSpan(first * Extractor.Count, some * Extractor.Count));
        }

        return features;
    }
}
