using System.Globalization;
using System.Text;
using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Runs;
using GanCli.Terminal;

namespace GanCli.Training;

/// <summary>Configs for people who write their first: everything that matters is there and explained, and trains as it stands.</summary>
internal static class StarterConfig
{
    private const int MostColumns = 40;
    private const int Widest = 77;

    /// <summary>The game of mog8.yaml.</summary>
    public static string OfRing(string file, string schema) => $$$"""
        # A GAN that learns eight Gaussians on a ring, written by gan init.
        #   train   gan train --config {{{file}}}
        #           with --dry-run it only shows the networks and every default
        #   change  a key for one run: --set loss=hinge
        #   look    gan report
        # All that can stand here: gan list (gan list losses, gan list remedies).
        {{{schema}}}
        # Real samples, here made up: modes whose places are known, so that lost
        # ones can be counted. A table of your own: gan init --data my.csv
        data: {kind: ring, modes: 8, radius: 2, std: 0.02}

        # What the generator makes samples of: so many random numbers.
        prior: {kind: gaussian, dimension: 2}

        # The two players. More and wider layers learn finer shapes, and take longer.
        generator: {kind: mlp, widths: [128, 128], init: {kind: he}}
        discriminator: {kind: mlp, widths: [128, 128], input-scale: 0.5}

        # What they play for. Without the remedies some modes would be lost: try
        # --set regularizers=[] --set loss=non-saturating
        loss: relativistic
        regularizers:
          - {kind: r1, gamma: 0.05}
          - {kind: r2, gamma: 0.05}

        # How they learn: here learning rates fall to 0, so that the end is calm.
        optimizer:
          generator: {kind: adam, lr: {kind: linear, from: 1e-3, to: 0}, beta1: 0, beta2: 0.99}
          discriminator: {kind: adam, lr: {kind: linear, from: 1e-3, to: 0}, beta1: 0, beta2: 0.99}

        # How long. Samples are drawn from the average (ema) of G's weights.
        training: {steps: 15000, batch: 256, ema: {decay: 0.999}}

        # How often it is measured, and what is written.
        evaluation: {every: 1000}
        output: {checkpoint-every: 1000}

        """;

    /// <summary>A game for rows of numbers.</summary>
    /// <param name="file">How the config is called in commands.</param>
    /// <param name="schema">The line about the schema.</param>
    /// <param name="data">The keys of <c>data</c>, each with its line of comment.</param>
    /// <param name="found">What was found in the file, a line each.</param>
    /// <param name="dimension">Numbers in a sample.</param>
    public static string OfRows(string file, string schema, IEnumerable<string> data, IEnumerable<string> found, int dimension) =>
        string.Create(CultureInfo.InvariantCulture, $$$"""
        # A GAN for a table, written by gan init.
        #   train   gan train --config {{{file}}}
        #           with --dry-run it only shows the networks and every default
        #   look    gan report
        #   sample  gan sample -n 1000 --out samples.csv
        # All that can stand here: gan list (gan list csv, gan list remedies).
        {{{schema}}}
        {{{string.Join('\n', found.SelectMany(Comment))}}}
        data:
        {{{string.Join('\n', data.Select(static line => $"  {line}"))}}}

        # What the generator makes samples of: random numbers, as many as dimension
        # says; at least as many as a sample has.
        prior: {kind: gaussian, dimension: {{{Math.Max(8, dimension)}}}}

        # The two players. More and wider layers learn finer shapes, and take longer.
        generator: {kind: mlp, widths: [{{{Width(dimension)}}}, {{{Width(dimension)}}}], init: {kind: he}}
        discriminator: {kind: mlp, widths: [{{{Width(dimension)}}}, {{{Width(dimension)}}}]}

        # What they play for, and what keeps the game from going astray.
        loss: least-squares
        regularizers: []

        # How they learn: learning rates fall to 0, so that the end is calm; the decay
        # keeps the discriminator from learning the rows by heart.
        optimizer:
          generator: {kind: adam, lr: {kind: linear, from: 1e-3, to: 0}, beta1: 0.5}
          discriminator: {kind: adamw, weight-decay: 0.5, lr: {kind: linear, from: 1e-3, to: 0}, beta1: 0.5}

        # How long. Samples are drawn from the average (ema) of G's weights.
        training: {steps: 5000, batch: 128, ema: {decay: 0.999}}

        # How often it is measured, and what is written.
        evaluation: {every: 500}
        output: {checkpoint-every: 1000}

        """);

    /// <summary>A game for samples of more axes than one, such as pictures. With its penalties it did not collapse where <see cref="OfRows"/>'s did:
    /// measured on pictures of a dot in one of four places, and of 5,000 handwritten digits, one seed each.</summary>
    /// <param name="file">How the config is called in commands.</param>
    /// <param name="schema">The line about the schema.</param>
    /// <param name="data">The keys of <c>data</c>.</param>
    /// <param name="found">What was found in the file, a line each.</param>
    public static string OfArrays(string file, string schema, IEnumerable<string> data, IEnumerable<string> found) => $$$"""
        # A GAN for pictures, or other samples of several axes, written by gan init.
        #   train   gan train --config {{{file}}}
        #           with --dry-run it only shows the networks and every default
        #   look    gan report
        #   sample  gan sample -n 64 --out samples.png (or .npy)
        # All that can stand here: gan list (gan list npy, gan list remedies).
        {{{schema}}}
        {{{string.Join('\n', found.SelectMany(Comment))}}}
        # Each channel is standardized for training; samples come as they were.
        data:
        {{{string.Join('\n', data.Select(static line => $"  {line}"))}}}

        # What the generator makes samples of: so many random numbers.
        prior: {kind: gaussian, dimension: 64}

        # The two players. More and wider layers learn finer shapes, and take longer.
        generator: {kind: mlp, widths: [256, 256], init: {kind: he}}
        discriminator: {kind: mlp, widths: [256, 256]}

        # What they play for. Without the two penalties it collapsed on both kinds of
        # pictures that were tried, one seed each; see for yours: --set regularizers=[]
        loss: relativistic
        regularizers:
          - {kind: r1, gamma: 10}
          - {kind: r2, gamma: 10}

        # How they learn: learning rates fall to 0, so that the end is calm.
        optimizer:
          generator: {kind: adam, lr: {kind: linear, from: 1e-3, to: 0}, beta1: 0, beta2: 0.99}
          discriminator: {kind: adam, lr: {kind: linear, from: 1e-3, to: 0}, beta1: 0, beta2: 0.99}

        # How long. Samples are drawn from the average (ema) of G's weights.
        training: {steps: 5000, batch: 128, ema: {decay: 0.999}}

        # How often it is measured, and what is written.
        evaluation: {every: 1000}
        output: {checkpoint-every: 1000}

        """;

    /// <summary>The keys of <c>data</c> that differ from their defaults.</summary>
    /// <param name="config">Its path as it is to be written.</param>
    /// <param name="always">Keys that are told in any case.</param>
    public static IEnumerable<string> Keys(DataConfig config, params IReadOnlyList<string> always)
    {
        Component component = Catalog.Describe(config.GetType());
        ComponentConfig defaults = component.CreateDefault();
        yield return $"kind: {component.Kind}";
        foreach (ConfigKey key in component.Keys)
        {
            string text = key.ValueText(config);
            if (always.Contains(key.Name, StringComparer.Ordinal) || !string.Equals(text, key.ValueText(defaults), StringComparison.Ordinal))
            {
                yield return $"{key.Name}: {text}";
            }
        }
    }

    /// <summary>What a table holds, in words.</summary>
    public static IEnumerable<string> Found(TableSurvey survey, string path)
    {
        int kept = survey.Columns.Count(static column => column.LeftOut is null);
        yield return string.Create(CultureInfo.InvariantCulture,
            $"Found in {path}: {survey.Rows:N0} rows, {kept} of {survey.Columns.Count} columns that can be learned.");
        int width = survey.Columns.Take(MostColumns).Select(static column => column.Key.Length).DefaultIfEmpty().Max();
        foreach (SurveyedColumn column in survey.Columns.Take(MostColumns))
        {
            yield return $"  {column.Key.PadRight(Math.Min(width, 40))}  {(column.LeftOut is { } why ? $"left out: {why}" : Words(column))}";
        }

        if (survey.Columns.Count > MostColumns)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"  and {survey.Columns.Count - MostColumns} more");
        }

        foreach (string note in survey.Notes)
        {
            yield return $"Note: {note[(survey.Config.Path!.Length + 2)..]}.";
        }

        yield return "Columns are standardized for training; samples come in the table's units.";
    }

    /// <summary>A line as lines of comment, which nothing in it can end.</summary>
    public static IEnumerable<string> Comment(string line) => WordWrap.Hanging(Echo.Line(line), Widest).Select(static part => $"# {part}");

    private static string Words(SurveyedColumn column)
    {
        ColumnForm form = column.Form;
        var words = new StringBuilder(form.Decimals == 0 ? "whole numbers, " : "");
        words.Append(CultureInfo.InvariantCulture, $"{form.Low} to {form.High}");
        words.Append(form.Values is { } few ? string.Create(CultureInfo.InvariantCulture, $", {few} different {(few == 1 ? "value" : "values")}") : "");
        words.Append(column.Missing > 0 ? string.Create(CultureInfo.InvariantCulture, $", {column.Missing:N0} missing") : "");
        return words.ToString();
    }

    private static int Width(int dimension) => dimension <= 8 ? 64 : dimension <= 64 ? 128 : 256;
}
