using System.Globalization;
using GanCli.Engine.Data;
using GanCli.Engine.Networks;
using GanCli.Engine.Optimizers;
using GanCli.Engine.Random;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanCli.Engine.Metrics.Features;

/// <summary>Trains <see cref="PictureNet"/> to tell classes apart, and <see cref="Outliers"/> from all of them: cross-entropy, Adam, a learning rate that falls
/// from 2e-3 to 0 by half a cosine.</summary>
internal static class ClassifierTraining
{
    /// <summary>Part of what is cached: another way of training, another version.</summary>
    public const int Version = 4;

    private const int Batch = 128;
    private const double Rate = 2e-3;
    private const int Lane = 0x731;

    // Of a small set a few epochs would be a few updates, and the classifier no better than chance.
    private const int FewestUpdates = 400;

    // Where nothing is held out every tenth picture is.
    private const int Tenth = 10;
    private const int MostTested = 10_000;

    /// <summary>Trains one.</summary>
    /// <param name="data">Labelled pictures.</param>
    /// <param name="epochs">Times that every picture is seen; more where that would be fewer than 400 updates.</param>
    /// <param name="progress">Told how far it is; null: nobody is.</param>
    public static TrainedClassifier Train(DataSource data, int epochs, IProgress<Preparation>? progress)
    {
        var whole = new Labelled(data.Table!, data.TableLabels!);
        int[] places = [.. Enumerable.Range(0, whole.Rows.Count)];
        (Labelled Rows, int[] Places) tested = (whole, []);
        if (data.HeldOut is { } heldOut && data.HeldOutLabels is { } labels)
        {
            tested = (new Labelled(heldOut, labels), [.. Enumerable.Range(0, Math.Min(MostTested, heldOut.Count))]);
        }
        else if (places.Length >= Tenth)
        {
            // Of a random order: files lie class by class, or one of each in turn.
            new RandomStream(0, StreamId.Init).ForLane(Lane + 1).Shuffle(places.AsSpan(), places.Length);
            tested = (whole, places[..Math.Min(MostTested, places.Length / Tenth)]);
            places = places[tested.Places.Length..];
        }

        Sequential network = PictureNet.Classifier(data.Shape, data.Classes!.Count);
        WeightStore store = WeightStore.Draw(network.Layout, new RandomStream(0, StreamId.Init), Lane + 2, ScalarType.Float32, CPU);
        Optimizer optimizer = new AdamConfig { Beta1 = 0.9 }.Build();
        using OptimizerState state = optimizer.NewState(store.Flat);
        string what = string.Create(CultureInfo.InvariantCulture, $"training a classifier of {data.Classes.Count} classes");
        long batches = (places.Length + Batch - 1) / Batch;
        epochs = (int)Math.Max(epochs, (FewestUpdates + batches - 1) / batches);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            new RandomStream(0, StreamId.Data).At(epoch).ForLane(Lane).Shuffle(places.AsSpan(), places.Length);
            for (int batch = 0; batch < batches; batch++)
            {
                using var scope = NewDisposeScope();
                int[] chosen = places[(batch * Batch)..Math.Min(places.Length, (batch + 1) * Batch)];
                RandomStream random = new RandomStream(0, StreamId.Regularizer).At((epoch * batches) + batch).ForLane(Lane);
                (Tensor pictures, long[] shown) = WithOutliers(whole, chosen, data.Shape, random);
                Tensor scores = network.Forward(store.Leaves, pictures, Pass.Evaluation);
                Tensor loss = functional.cross_entropy(scores, tensor(shown, device: CPU));
                Tensor gradient = store.Leaves.Gradient(loss, retainGraph: false, createGraph: false);
                double done = ((epoch * batches) + batch) / (double)(epochs * batches);
                using (no_grad())
                {
                    optimizer.Step(store.Flat, gradient, state, Rate * (1 + Math.Cos(Math.PI * done)) / 2);
                }

                progress?.Report(new Preparation(what, done));
            }
        }

        progress?.Report(new Preparation(what, 1));
        (double accuracy, double chance) = Accuracy(network, store.Frozen, data.Shape, tested.Rows, tested.Places);
        return new TrainedClassifier(data.Shape, data.Classes, store.Frozen, accuracy, tested.Places.Length, chance);
    }

    // Share of the places that are named rightly, and that of their most frequent class.
    private static (double Accuracy, double Chance) Accuracy(Sequential network, Weights weights, IReadOnlyList<long> shape, Labelled rows, int[] places)
    {
        using var noGradients = no_grad();
        long right = 0;
        foreach (int[] chosen in places.Chunk(Batch))
        {
            using var scope = NewDisposeScope();
            Tensor best = network.Forward(weights, Pictures(rows.Rows, chosen, shape), Pass.Evaluation)
                .narrow(1, 0, rows.Labels.Classes.Count).argmax(1);
            right += best.data<long>().Zip(chosen, (label, place) => label == rows.Labels.Of(place) ? 1 : 0).Sum();
        }

        return places.Length == 0 ? (0, 0)
            : ((double)right / places.Length, (double)places.CountBy(rows.Labels.Of).Max(static count => count.Value) / places.Length);
    }

    // One of them for every four pictures.
    private static (Tensor Pictures, long[] Shown) WithOutliers(Labelled whole, int[] chosen, IReadOnlyList<long> shape, RandomStream random)
    {
        int size = whole.Rows.Dimension;
        int more = chosen.Length / 4;
        var outliers = new Outliers(shape);
        var changes = new MildChanges(shape);
        Tensor pictures = HostMemory.Empty([chosen.Length + more, .. shape]);
        Span<float> numbers = HostMemory.Of(pictures);
        for (int i = 0; i < chosen.Length; i++)
        {
            whole.Rows.Copy(chosen[i], numbers.Slice(i * size, size));
        }

        int made = 0;
        for (int i = 0; i < more; i++)
        {
            // The next of another class; of halves of one class something real may come.
            int other = Enumerable.Range(1, chosen.Length - 1).Select(step => (i + step) % chosen.Length)
                .FirstOrDefault(place => whole.Labels.Of(chosen[place]) != whole.Labels.Of(chosen[i]), -1);
            if (other >= 0)
            {
                outliers.Make(
                    (int)((random.Step + i) % int.MaxValue), numbers.Slice(i * size, size), numbers.Slice(other * size, size),
                    numbers[..(chosen.Length * size)], random.ForLane(random.Lane + 1 + i), numbers.Slice((chosen.Length + made) * size, size));
                made++;
            }
        }

        // Only now: pictures of nothing are made of the real ones as they are.
        for (int i = 0; i < chosen.Length; i++)
        {
            changes.Apply(numbers.Slice(i * size, size), random.ForLane(random.Lane + (2 * Batch) + i));
        }

        long[] shown = [.. chosen.Select(place => (long)whole.Labels.Of(place)), .. Enumerable.Repeat((long)whole.Labels.Classes.Count, made)];
        return (made == more ? pictures : pictures.narrow(0, 0, chosen.Length + made), shown);
    }

    private static Tensor Pictures(RowSet rows, int[] places, IReadOnlyList<long> shape)
    {
        Tensor pictures = HostMemory.Empty([places.Length, .. shape]);
        Span<float> numbers = HostMemory.Of(pictures);
        for (int i = 0; i < places.Length; i++)
        {
            rows.Copy(places[i], numbers.Slice(i * rows.Dimension, rows.Dimension));
        }

        return pictures;
    }

    private readonly record struct Labelled(RowSet Rows, LabelSet Labels);
}
