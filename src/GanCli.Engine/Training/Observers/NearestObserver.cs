using GanCli.Engine.Data;
using GanCli.Engine.Metrics;
using GanCli.Runs;
using static TorchSharp.torch;

namespace GanCli.Engine.Training.Observers;

/// <summary>At the end of a run of pictures, saves the training pictures that lie nearest to generated ones, pixel by pixel, and how near real pictures
/// lie that training has not seen: what is nearer may be a copy.</summary>
public sealed class NearestObserver(RunFolder run, DataView view) : TrainingObserver
{
    /// <summary>Generated pictures, the first of those that <see cref="SampleObserver"/> saves.</summary>
    public const int Generated = 12;

    /// <summary>Training pictures for each.</summary>
    public const int Neighbours = 3;

    /// <summary>Real pictures to compare with, at most.</summary>
    public const int Reference = 100;

    // As few as say anything.
    private const int LeastReference = 20;

    // Differences of two numbers: some seconds on one core.
    private const double MostDifferences = 3e10;

    // Of single precision, 64 MB: very large pictures are compared with fewer.
    private const int MostNumbers = 1 << 24;

    public override void Tick(Tick tick)
    {
        DataSource data = tick.Experiment.Blueprint.Data;
        if (!tick.IsFinal || !view.IsOfPictures || data.Parts is not { Count: > 0 } training)
        {
            return;
        }

        int most = MostNumbers / view.Dimension;
        float[] generated = tick.Experiment.Sampler.Draw(
            tick.Experiment.SamplingWeights, SampleObserver.Latents(tick.Experiment), Math.Clamp(most, 1, Generated));
        view.ToOwnUnits(generated);
        if (Array.TrueForAll(generated, float.IsFinite))
        {
            double affordable = (MostDifferences / training.Count / view.Dimension) - Generated;
            Save(tick.Step, data, training, generated, Math.Clamp(most, 1, (int)Math.Clamp(affordable, LeastReference, Reference)), get_num_threads());
        }
    }

    private void Save(long step, DataSource data, RowSet training, float[] generated, int most, int threads)
    {
        // A stack's channels are rows of the set, independent of each other: the nearest stack is that of the nearest rows.
        int parts = view.Dimension / training.Dimension;
        double unit = data.Range is { } range ? 1 / Math.Abs(range.White - range.Black) : 1;
        RowSet real = data.HeldOut is { Count: > 0 } heldOut ? heldOut : training;
        int references = Math.Min(most, real.Count);
        references -= references % (view.Dimension / real.Dimension);
        int[] chosen = [.. Enumerable.Range(0, references).Select(i => (int)((long)i * real.Count / references))];
        float[] points = [.. generated, .. chosen.SelectMany(row => Row(real, row))];

        // Training pictures are left out of their own neighbours; those generated are none of them.
        int[]? except = ReferenceEquals(real, training) ? [.. Enumerable.Repeat(-1, generated.Length / training.Dimension), .. chosen] : null;
        Neighbour[][] all = NearestRows.Of(training, points, Neighbours, threads, except, row => view.ToOwnUnits(row));

        var pictures = new List<float>();
        var rows = new List<int[]>();
        var distances = new List<double[]>();
        var reference = new List<double>();
        foreach ((int i, Neighbour[][] channels) in all.Chunk(parts).Index())
        {
            int ranks = channels[0].Length;
            double[] together = [.. Enumerable.Range(0, ranks).Select(rank => unit * Math.Sqrt(channels.Sum(of => of[rank].Distance * of[rank].Distance)))];
            if (i * view.Dimension >= generated.Length)
            {
                reference.AddRange(together.Take(1));
                continue;
            }

            distances.Add(together);
            rows.Add([.. Enumerable.Range(0, ranks).SelectMany(rank => channels.Select(of => of[rank].Row))]);
            pictures.AddRange(generated.AsSpan(i * view.Dimension, view.Dimension));
            pictures.AddRange(rows[^1].SelectMany(row => Row(training, row)));
        }

        int across = 1 + distances[0].Length;
        Npy.Write(run.NearestPath(step), [.. pictures], [distances.Count, across, .. view.Shape]);
        new NearestPictures
        {
            Step = step,
            Searched = training.Count,
            Rows = rows,
            Distances = distances,
            ReferenceOf = except is null ? NearestPictures.HeldOut : NearestPictures.Training,
            Reference = [.. reference.Order()],
        }.Write(run.NearestInfoPath(step));
    }

    /// <summary>A row in the data's own units.</summary>
    private float[] Row(RowSet set, int number)
    {
        var row = new float[set.Dimension];
        set.Copy(number, row);
        view.ToOwnUnits(row);
        return row;
    }
}
