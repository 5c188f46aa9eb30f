using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using GanCli.Commands;
using GanCli.Engine.Config;
using GanCli.Engine.Priors;
using GanCli.Engine.Sessions;
using GanCli.Engine.Training;
using GanCli.Terminal;

namespace GanCli.Exporting;

/// <summary>What an exported file says of a generator, besides how it computes.</summary>
/// <param name="generator">The generator.</param>
internal sealed class GeneratorFacts(TrainedGenerator generator)
{
    // Exported text is read by programs and people, and never by a browser: names stay as they are.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Where it comes from: <c>gan 0.1.0, averaged weights after 20,000 steps</c>.</summary>
    public string Origin => $"gan {ProgramVersion.Number}, {Weights}";

    /// <summary>Which weights: <c>averaged weights after 20,000 steps</c>.</summary>
    public string Weights => $"{(generator.IsAverage ? "averaged" : "raw")} weights after {Plural.Of(generator.Step, "step")}";

    /// <summary>How latents are drawn, a sentence.</summary>
    public string Latents => $"A latent is {generator.Prior.Recipe.Words} (prior: {Catalog.KindOf(generator.Config.Prior)}).";

    /// <summary>What samples are, a sentence.</summary>
    public string Samples => generator.Data.Range is [var black, var white]
        ? string.Create(CultureInfo.InvariantCulture, $"Samples are pictures [channels, height, width]: {black} or less is black, {white} or more white.")
        : "Samples are in the data's own units.";

    /// <summary>The columns of whole numbers, which the generator gives with decimals: <c>gan sample</c> rounds them, and a graph does not, so that gradients
    /// pass.</summary>
    public IReadOnlyDictionary<string, double[]> WholeNumbers => (generator.Data.Forms ?? [])
        .Zip(Columns)
        .Where(static column => column.First.Decimals == 0)
        .DistinctBy(static column => column.Second, StringComparer.Ordinal)
        .ToDictionary(static column => column.Second, static column => (double[])[column.First.Low, column.First.High], StringComparer.Ordinal);

    /// <summary>A name for each number of a sample; none where samples are no vectors.</summary>
    public IReadOnlyList<string> Columns => generator.SampleShape.Count > 1 ? [] : generator.Data.Columns ?? DataView.PlainNames(generator.Data.Dimension);

    /// <summary>A shape with its batch axis: <c>[B, 64]</c>.</summary>
    public static string Shape(IReadOnlyList<long> shape) =>
        $"[{string.Join(", ", shape.Select(static axis => axis.ToString(CultureInfo.InvariantCulture)).Prepend("B"))}]";

    /// <summary>The facts for programs, by name.</summary>
    public IReadOnlyDictionary<string, string> Metadata
    {
        get
        {
            var facts = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["step"] = generator.Step.ToString(CultureInfo.InvariantCulture),
                ["weights"] = generator.IsAverage ? "average" : "raw",
                ["columns"] = Json(Columns),
                ["prior"] = ConfigWriter.ToJson(generator.Config.Prior),
                ["prior-words"] = Latents,
            };
            if (generator.Data.Range is { } range)
            {
                facts["range"] = Json(range);
            }

            if (WholeNumbers.Count > 0)
            {
                facts["whole-numbers"] = Json(WholeNumbers);
            }

            foreach (PriorTable table in generator.Prior.Tables)
            {
                facts["prior-" + table.Name] = Json(table.Values.Chunk((int)table.Shape[^1]));
            }

            return facts;
        }
    }

    /// <summary>A value as JSON.</summary>
    public static string Json<T>(T value) => JsonSerializer.Serialize(value, Readable);
}
