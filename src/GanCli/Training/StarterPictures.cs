using System.Globalization;
using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Data.Pictures;

namespace GanCli.Training;

/// <summary>Configs for people whose first samples are pictures: the game of images.yaml and fashion-mnist.yaml, with what was found in the pictures.</summary>
internal static class StarterPictures
{
    private const int MostClasses = 12;

    /// <summary>The config's text.</summary>
    /// <param name="file">How the config is called in commands.</param>
    /// <param name="schema">The line about the schema.</param>
    /// <param name="survey">What was found.</param>
    /// <param name="data">The data as they are to be written.</param>
    /// <param name="name">How the pictures are called.</param>
    public static string Of(string file, string schema, PictureSurvey survey, DataConfig data, string name) => $$$"""
        # A GAN for pictures, written by gan init.
        #   train   gan train --config {{{file}}}
        #           with --dry-run it only shows the networks and every default
        #   look    gan report
        #   sample  gan sample -n 64 --out samples.png (or .npy)
        # All that can stand here: gan list (gan list {{{Catalog.KindOf(data)}}}, gan list remedies).
        {{{schema}}}
        {{{string.Join('\n', Found(survey, name).SelectMany(StarterConfig.Comment))}}}
        data:
        {{{string.Join('\n', StarterConfig.Keys(data, survey.Keys).Select(static line => $"  {line}"))}}}

        # What the generator makes samples of: so many random numbers.
        prior: {kind: gaussian, dimension: 64}

        # The two players: strided convolutions. widths are the channels at the finest
        # maps, coarser ones have more; more of them learn finer shapes, and take longer.
        # The discriminator has no norm: its penalties look at each picture by itself.
        generator: {kind: dcgan, widths: 32, norm: batch}
        discriminator: {kind: dcgan, widths: 32, norm: none, init: {kind: he}}

        # What they play for; two penalties that keep the discriminator's slopes small, on
        # real pictures and on generated ones (Huang et al. 2024); and a look at the rest
        # of the batch, which gives away pictures that are all alike (Salimans et al. 2016).
        loss: relativistic
        regularizers:
          - {kind: r1, gamma: 0.1}
          - {kind: r2, gamma: 0.1}
          - minibatch-discrimination

        # How they learn: learning rates fall to 0, so that the end is calm.
        optimizer:
          generator: {kind: adam, lr: {kind: cosine, from: 1e-3, to: 0}, beta1: 0, beta2: 0.99}
          discriminator: {kind: adam, lr: {kind: cosine, from: 1e-3, to: 0}, beta1: 0, beta2: 0.99}

        # How long. So many steps are for a first look; fashion-mnist.yaml takes more.
        # A step takes about four times as long at twice the side.
        # Samples are drawn from the average (ema) of the generator's weights, whose
        # half-life is at most a twentieth of the steps so far (ramp-up).
        training: {steps: 5000, batch: 64, ema: {decay: 0.999, ramp-up: 0.05}}

        {{{string.Join('\n', Measured(survey).SelectMany(StarterConfig.Comment))}}}
        evaluation: {every: 1000}
        output: {sample-every: 1000}

        """;

    private static IEnumerable<string> Found(PictureSurvey survey, string name)
    {
        string path = (survey.Config as IFileData)?.Path is { } given ? Path.TrimEndingDirectorySeparator(given) : "";
        string[] notes = [.. survey.Notes.Select(note => Without(note, path))];
        yield return survey.Summary is { } summary ? $"Found in {name}: {Without(summary, path)}."
            : path.Length > 0 ? Text($"Found in {name}: {survey.Count:N0} pictures, {survey.HeldOut:N0} held out beside them.")
            : Text($"Pictures that the program makes, {survey.Side} × {survey.Side}.");
        yield return survey.Classes.Count == 0 ? survey.Classless : Text($"{survey.Classes.Count:N0} classes: {Listed(survey.Classes)}.");
        foreach (string note in notes)
        {
            yield return $"Note: {note}.";
        }

        if (survey.Sizing is { } sizing)
        {
            yield return sizing;
        }
    }

    private static IEnumerable<string> Measured(PictureSurvey survey)
    {
        yield return survey.Classes.Count > 0
            ? "How often it is measured: by a small classifier, which the first run trains on the classes and keeps in the cache folder."
            : "How often it is measured: by features of random convolutions, since there are no classes to train a classifier on.";
        yield return "Others: gan list extractors. And how often samples are drawn.";
    }

    private static string Without(string note, string path) => note.StartsWith($"{path}: ", StringComparison.Ordinal) ? note[(path.Length + 2)..]
        : path.Length > 0 ? note.Replace(path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)
        : note;

    private static string Listed(IReadOnlyList<string> classes) => string.Join(", ", classes.Take(MostClasses))
        + (classes.Count > MostClasses ? Text($" and {classes.Count - MostClasses:N0} more") : "");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
