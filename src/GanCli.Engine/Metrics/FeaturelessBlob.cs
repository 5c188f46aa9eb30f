using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using GanCli.Engine.Data;
using GanCli.Engine.Random;

namespace GanCli.Engine.Metrics;

/// <summary>A sampler that knows nothing of the data's structure: where it scores as well as a generator, the score says nothing of the generator.</summary>
internal abstract class FeaturelessBlob
{
    /// <summary>Samples of a source without an end that are looked at for its mean, covariance and extent.</summary>
    private const int Looked = 10_000;

    // 64 MiB: pictures rest as bytes, and need not become numbers all at once.
    private const long MostNumbers = 1 << 24;

    // A Gaussian in more dimensions takes its directions from as many rows of the data in place of a full covariance.
    private const int MostDirections = 256;

    /// <summary>Its word in files: <c>gaussian</c> or <c>uniform</c>.</summary>
    public abstract string Name { get; }

    /// <summary>SHA-256 of the numbers that decide its samples beside the stream that they are drawn by, in hexadecimal digits.</summary>
    public abstract string Hash { get; }

    /// <summary>The two of a data source.</summary>
    /// <param name="data">The real samples.</param>
    /// <param name="random">Where an endless source is looked at: a lane and step of its own.</param>
    public static IReadOnlyList<FeaturelessBlob> Of(DataSource data, RandomStream random)
    {
        // Of a set whose numbers would take more than that, as of a source without an end.
        float[] rows = data.Table is { } table && (long)table.Count * data.Dimension <= MostNumbers ? table.ToArray()
            : RealSamples.Draw(data, (int)Math.Clamp(MostNumbers / data.Dimension, 2, Looked), random);
        return [data.Mixture is { } mixture ? GaussianBlob.Of(mixture)
            : GaussianBlob.Of(rows, data.Dimension, MostDirections), UniformBlob.Of(rows, data.Dimension)];
    }

    /// <summary>Draws samples.</summary>
    /// <param name="count">How many.</param>
    /// <param name="random">A lane and step of its own. A larger count begins with the rows of a smaller one.</param>
    /// <returns>[count × dimension].</returns>
    public abstract float[] Draw(int count, RandomStream random);

    /// <summary>Of rows of numbers, each with its length.</summary>
    protected static string HashOf(IEnumerable<float[]> rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (float[] row in rows)
        {
            hash.AppendData(BitConverter.GetBytes(row.Length));
            hash.AppendData(MemoryMarshal.AsBytes(row.AsSpan()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>The uniform distribution over the box that the data span.</summary>
/// <param name="low">Smallest value of each column.</param>
/// <param name="high">Largest value of each column.</param>
internal sealed class UniformBlob(float[] low, float[] high) : FeaturelessBlob
{
    public override string Name => "uniform";

    public override string Hash => HashOf([low, high]);

    /// <summary>Over the extent of rows, [n × dimension].</summary>
    public static UniformBlob Of(ReadOnlySpan<float> rows, int dimension)
    {
        float[] low = rows[..dimension].ToArray();
        float[] high = rows[..dimension].ToArray();
        for (int i = dimension; i < rows.Length; i++)
        {
            int column = i % dimension;
            low[column] = Math.Min(low[column], rows[i]);
            high[column] = Math.Max(high[column], rows[i]);
        }

        return new UniformBlob(low, high);
    }

    public override float[] Draw(int count, RandomStream random)
    {
        float[] rows = new float[count * low.Length];
        random.Uniform(0, rows);
        for (int i = 0; i < rows.Length; i++)
        {
            int column = i % low.Length;
            rows[i] = low[column] + (rows[i] * (high[column] - low[column]));
        }

        return rows;
    }
}

/// <summary>One Gaussian with the data's mean and covariance: x = mean + own ∘ ε + Σ ξ_r direction_r with independent standard normal ε and ξ.</summary>
/// <param name="mean">[dimension].</param>
/// <param name="own">Deviation of each column that it shares with no other, [dimension]; null for none.</param>
/// <param name="directions">[r × dimension]; their outer products and the squares of <paramref name="own"/> sum to the covariance.</param>
internal sealed class GaussianBlob(double[] mean, double[]? own, double[][] directions) : FeaturelessBlob
{
    // Pivots below this part of the largest variance are rounding.
    private const double Rounding = 1e-12;

    private readonly float[] _mean = ToSingle(mean);
    private readonly float[]? _own = own is null ? null : ToSingle(own);
    private readonly float[][] _directions = [.. directions.Select(ToSingle)];

    public override string Name => "gaussian";

    public override string Hash => HashOf([_mean, _own ?? [], .. _directions]);

    /// <summary>In closed form: within modes the mean of their variances, between modes a direction for each.</summary>
    public static GaussianBlob Of(MixtureDescription mixture)
    {
        int dimension = mixture.Means[0].Length;
        double[] mean =
            [.. Enumerable.Range(0, dimension).Select(column => mixture.Weights.Zip(mixture.Means, (weight, centre) => weight * centre[column]).Sum())];
        double[] own =
            [.. Enumerable.Range(0, dimension)
                .Select(column => Math.Sqrt(mixture.Weights.Zip(mixture.Stds, (weight, std) => weight * std[column] * std[column]).Sum()))];
        double[][] between =
            [.. mixture.Weights.Zip(mixture.Means, (weight, centre) => centre.Select((value, column) => Math.Sqrt(weight) * (value - mean[column])).ToArray())];
        return new GaussianBlob(mean, own, between);
    }

    /// <summary>By the mean and covariance of rows.</summary>
    /// <param name="rows">[n × dimension], n at least 1.</param>
    /// <param name="dimension">Numbers in a row.</param>
    /// <param name="mostDirections">In more dimensions the covariance is that of this many rows, evenly spaced, about the mean of all.</param>
    public static GaussianBlob Of(ReadOnlySpan<float> rows, int dimension, int mostDirections)
    {
        int count = rows.Length / dimension;
        double[] mean = new double[dimension];
        for (int i = 0; i < rows.Length; i++)
        {
            mean[i % dimension] += (double)rows[i] / count;
        }

        return new GaussianBlob(mean, null, dimension <= mostDirections ? Cholesky(Covariance(rows, mean)) : Some(rows, mean, Math.Min(count, mostDirections)));
    }

    public override float[] Draw(int count, RandomStream random)
    {
        int dimension = _mean.Length;
        int numbers = _directions.Length + (_own is null ? 0 : dimension);
        float[] rows = new float[count * dimension];
        float[] draw = new float[numbers];
        for (int i = 0; i < count; i++)
        {
            random.Normal((long)i * numbers, draw);
            Span<float> row = rows.AsSpan(i * dimension, dimension);
            _mean.CopyTo(row);
            for (int j = 0; j < _directions.Length; j++)
            {
                Add(row, _directions[j], draw[j]);
            }

            for (int column = 0; _own is not null && column < dimension; column++)
            {
                row[column] += _own[column] * draw[_directions.Length + column];
            }
        }

        return rows;
    }

    private static double[][] Some(ReadOnlySpan<float> rows, double[] mean, int count)
    {
        int total = rows.Length / mean.Length;
        double[][] some = new double[count][];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> row = rows.Slice((int)((long)i * total / count) * mean.Length, mean.Length);
            some[i] = new double[mean.Length];
            for (int column = 0; column < mean.Length; column++)
            {
                some[i][column] = (row[column] - mean[column]) / Math.Sqrt(count);
            }
        }

        return some;
    }

    private static double[,] Covariance(ReadOnlySpan<float> rows, double[] mean)
    {
        int dimension = mean.Length;
        double[,] covariance = new double[dimension, dimension];
        double[] deviation = new double[dimension];
        int count = rows.Length / dimension;
        for (int i = 0; i < count; i++)
        {
            for (int column = 0; column < dimension; column++)
            {
                deviation[column] = rows[(i * dimension) + column] - mean[column];
            }

            for (int a = 0; a < dimension; a++)
            {
                for (int b = 0; b <= a; b++)
                {
                    covariance[a, b] += deviation[a] * deviation[b] / count;
                }
            }
        }

        return covariance;
    }

    /// <summary>The columns of L with L·Lᵀ = a positive semi-definite matrix, of which the lower half is given; a column without a pivot is left out.</summary>
    private static double[][] Cholesky(double[,] matrix)
    {
        int size = matrix.GetLength(0);
        double largest = Enumerable.Range(0, size).Max(i => matrix[i, i]);
        List<double[]> columns = [];
        for (int pivot = 0; pivot < size; pivot++)
        {
            double square = matrix[pivot, pivot];
            if (!(square > Rounding * largest))
            {
                continue;
            }

            double[] column = new double[size];
            for (int i = pivot; i < size; i++)
            {
                column[i] = matrix[i, pivot] / Math.Sqrt(square);
            }

            for (int i = pivot + 1; i < size; i++)
            {
                for (int j = pivot + 1; j <= i; j++)
                {
                    matrix[i, j] -= column[i] * column[j];
                }
            }

            columns.Add(column);
        }

        return [.. columns];
    }

    private static void Add(Span<float> row, ReadOnlySpan<float> direction, float factor)
    {
        int i = 0;
        for (; i + Vector<float>.Count <= row.Length; i += Vector<float>.Count)
        {
            (new Vector<float>(row[i..]) + (new Vector<float>(direction[i..]) * factor)).CopyTo(row[i..]);
        }

        for (; i < row.Length; i++)
        {
            row[i] += direction[i] * factor;
        }
    }

    private static float[] ToSingle(double[] numbers) => Array.ConvertAll(numbers, static number => (float)number);
}
