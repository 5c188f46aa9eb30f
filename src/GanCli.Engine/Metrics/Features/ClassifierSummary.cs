using System.Diagnostics;
using GanCli.Engine.Data;
using GanCli.Runs;

namespace GanCli.Engine.Metrics.Features;

/// <summary>What came of training a classifier.</summary>
/// <param name="Hash">Of its weights, in hexadecimal digits.</param>
/// <param name="Accuracy">Share of the tested pictures that it names rightly.</param>
/// <param name="Tested">Pictures that its training did not see; 0 where there were none.</param>
/// <param name="Standing">How good it is, in words.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="WasKnown">Whether it had been trained before.</param>
/// <param name="Chance">What naming always the same class scores at best.</param>
/// <param name="Doubt">Why scores made by it mean little; null where nothing is wrong.</param>
public sealed record ClassifierSummary(string Hash, double Accuracy, int Tested, string Standing, double Seconds, bool WasKnown, double Chance, string? Doubt)
{
    /// <summary>Trains a classifier, or finds the one that was trained before, and keeps it in the user's cache folder.</summary>
    /// <param name="data">Labelled pictures that it fits.</param>
    /// <param name="config">How it is trained.</param>
    /// <param name="path">A file to write it to as well; null: none.</param>
    /// <param name="progress">Told how far it is; null: nobody is.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static ClassifierSummary Train(DataSource data, ClassifierConfig config, string? path, IProgress<Preparation>? progress)
    {
        DataSource single = data.Single.Canonical;
        long begin = Stopwatch.GetTimestamp();
        TrainedClassifier trained = ClassifierFile.Cached(CacheFolder.Path, single, config.Epochs, progress, out bool wasKnown);
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        if (path is not null)
        {
            ClassifierFile.Write(path, trained);
        }

        return new ClassifierSummary(trained.Hash, trained.Accuracy, trained.Tested, trained.Standing, seconds, wasKnown, trained.Chance, trained.Doubt);
    }
}
