using System.Text.Json;
using System.Text.Json.Nodes;
using GanCli.Engine.Config;
using GanCli.Engine.Training;
using GanCli.Terminal;
using static System.FormattableString;

namespace GanCli.Training;

/// <summary>Measurements of <c>gan bench</c> for people and for programs.</summary>
internal static class BenchText
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>A handful of figures, and a table of the step's parts.</summary>
    public static void Write(ExperimentConfig config, StepTimings t, Output output)
    {
        string threads = t.Threads == 1 ? "1 thread" : Invariant($"{t.Threads} threads");
        output.Data.WriteLine(Invariant($"  {output.PaintData(config.Name!, Style.Strong)} · batch {config.Training.Batch:N0} · {t.Device}, {threads}"));
        output.Data.WriteLine();
        Line("speed", Invariant($"{Rate(t.StepsPerSecond)} steps/s"));
        string half = $"half of them {Milliseconds(t.LowerQuartile)} … {Milliseconds(t.UpperQuartile)}";
        Line("step", Invariant($"{Milliseconds(t.Milliseconds)} ms, median of {t.Rounds.Count} rounds of {t.StepsARound:N0} ({half})"));
        Line("arithmetic", Invariant($"{t.Operations / 1e6:0.0} MFLOP a step without remedies: {Rate(t.Rate)} GFLOP/s{Share(t.ShareOfPeak)}"));
        if (t.ProductRate is { } rate)
        {
            Line("products", Invariant($"{t.ProductMilliseconds / t.MeanMilliseconds:0%} of the time, at {Rate(rate)} GFLOP/s{Share(rate / t.Peak)}"));
        }

        if (t.Peak is { } peak)
        {
            string cores = t.Threads == 1 ? "1 core" : Invariant($"{t.Threads} cores");
            Line("peak", Invariant($"{Rate(peak)} GFLOP/s on {cores}, float32, measured between the rounds"));
        }

        Line("memory", Invariant($"{t.Bytes:N0} managed bytes a step"));
        if (t.Parts.Count > 0)
        {
            output.Data.WriteLine();
            TextTable table = new TextTable().Add("PART OF A STEP").Add("MS", alignRight: true).Add("SHARE", alignRight: true);
            foreach ((StepPart part, double milliseconds) in t.Parts)
            {
                table.AddRow(Name(part), Milliseconds(milliseconds), Invariant($"{milliseconds / t.MeanMilliseconds:0.0%}"));
            }

            table.Write(output);
        }

        void Line(string label, string text) => output.Data.WriteLine($"  {output.PaintData(label.PadRight(10), Style.Dim)}  {text}");
    }

    /// <summary>The same as one JSON object; what could not be measured is null.</summary>
    public static string Json(ExperimentConfig config, StepTimings t) => new JsonObject
    {
        ["name"] = config.Name,
        ["device"] = t.Device,
        ["threads"] = t.Threads,
        ["batch"] = config.Training.Batch,
        ["rounds"] = t.Rounds.Count,
        ["steps-a-round"] = t.StepsARound,
        ["steps-per-second"] = t.StepsPerSecond,
        ["milliseconds"] = new JsonObject { ["median"] = t.Milliseconds, ["lower-quartile"] = t.LowerQuartile, ["upper-quartile"] = t.UpperQuartile },
        ["operations"] = t.Operations,
        ["gflops"] = t.Rate,
        ["peak-gflops"] = t.Peak,
        ["share-of-peak"] = t.ShareOfPeak,
        ["products"] = new JsonObject { ["milliseconds"] = t.ProductMilliseconds, ["operations"] = t.ProductOperations, ["gflops"] = t.ProductRate },
        ["parts"] = new JsonObject(t.Parts.Select(static p => KeyValuePair.Create(KebabCase.Of(p.Part), (JsonNode?)p.Milliseconds))),
        ["bytes"] = t.Bytes,
    }.ToJsonString(Indented);

    private static string Name(StepPart part) => part switch
    {
        StepPart.Drawing => "real samples and latents",
        StepPart.Discriminator => "D's loss and gradient, with G's samples for it",
        StepPart.Generator => "G's loss and gradient",
        StepPart.BothPlayers => "both losses and gradients",
        StepPart.Optimizer => "optimizers",
        StepPart.Averaging => "averaged weights",
        _ => "statistics and memory",
    };

    private static string Share(double? ofPeak) => ofPeak is { } share ? Invariant($", {share:0%} of the peak") : "";

    private static string Milliseconds(double value) => value < 10 ? Invariant($"{value:0.000}") : Invariant($"{value:N1}");

    private static string Rate(double value) => value < 100 ? Invariant($"{value:0.0}") : Invariant($"{value:N0}");
}
