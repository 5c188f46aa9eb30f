using System.Globalization;
using GanCli.Engine.Graphs;
using GanCli.Engine.Priors;
using GanCli.Engine.Sessions;
using GanCli.Runs;
using GanCli.Terminal;

namespace GanCli.Exporting;

/// <summary>A module of PyTorch for people to read, and its weights beside it as a safetensors file. What others have named (columns) comes into the
/// program as literals only.</summary>
internal sealed class TorchExporter : Exporter
{
    private const string Weights = ".safetensors";

    public override string Format => "torch";

    public override string Ending => ".py";

    public override IReadOnlyList<string> Write(TrainedGenerator generator, string path)
    {
        (string text, TorchGraph graph) = Module(generator);
        string weights = Path.ChangeExtension(path, Weights);
        SafetensorsWriter.Write(weights, [.. graph.Tensors],
            new Dictionary<string, string>(new GeneratorFacts(generator).Metadata, StringComparer.Ordinal) { ["format"] = "pt" });
        AtomicFile.WriteText(path, text);
        return [path, weights];
    }

    private static (string Text, TorchGraph Graph) Module(TrainedGenerator generator)
    {
        var facts = new GeneratorFacts(generator);
        var graph = new TorchGraph();
        GraphValue samples = generator.Express(new GraphValue(TorchGraph.Input, generator.LatentShape), graph);
        foreach (PriorTable table in generator.Prior.Tables)
        {
            graph.Buffer($"prior_{table.Name}", table.Shape, table.Values);
        }

        string latent = GeneratorFacts.Shape(generator.LatentShape);
        string sample = GeneratorFacts.Shape(generator.SampleShape);
        string words = Wrapped($"{facts.Latents} {facts.Samples}");
        string wholeNumbers = facts.WholeNumbers.Count == 0 ? "" :
            $$"""

            # Columns of whole numbers, with the table's smallest and largest: samples come with decimals, round and clip them.
            WHOLE_NUMBERS = {{{string.Join(", ", facts.WholeNumbers.Select(static column => FormattableString.Invariant($"{Literal(column.Key)}: ({column.Value[0]:R}, {column.Value[1]:R})")))}}}

            """;
        string columns = facts.Columns.Count == 0 ? "" :
            $$"""

            # What the numbers of a sample are called.
            COLUMNS = [{{string.Join(", ", facts.Columns.Select(Literal))}}]

            """;
        string shown = facts.Columns.Count == 0 ? "print(generator(generator.latents(5)).shape)"
            : "print(COLUMNS)\n        print(generator(generator.latents(5)))";
        string text =
            $$""""
            """A generator: latents {{latent}} in, samples {{sample}} out.

                generator = load()
                samples = generator(generator.latents(1000))

            {{words}}
            The weights are in the .safetensors file beside this one. Nothing is needed but PyTorch.
            Written by {{facts.Origin}}.
            """

            import json
            import struct
            from pathlib import Path

            import torch
            from torch import nn
            {{columns}}{{wholeNumbers}}

            class Generator(nn.Module):
                """Maps latents {{latent}} to samples {{sample}}."""

                def __init__(self):
                    super().__init__()
            {{Lines(graph.Modules.DefaultIfEmpty("pass"), 8)}}

                def forward(self, {{TorchGraph.Input}}):
            {{Lines(graph.Statements(samples), 8)}}

                def latents(self, count):
                    """Draws latents: [count, {{string.Join(", ", generator.LatentShape)}}]."""
                    return {{generator.Prior.Recipe.Torch}}


            def load(path=Path(__file__).with_suffix("{{Weights}}")):
                """The generator with its weights, ready to draw samples."""
                generator = Generator()
                generator.load_state_dict(read_safetensors(path))
                return generator.eval()


            def read_safetensors(path):
                """Tensors by name. The file: the length of its header in 8 bytes, the header in JSON, then all numbers."""
                data = Path(path).read_bytes()
                start = 8 + struct.unpack("<Q", data[:8])[0]
                types = {"F32": torch.float32, "I64": torch.int64}
                tensors = {}
                for name, entry in json.loads(data[8:start]).items():
                    if name != "__metadata__":
                        first, end = entry["data_offsets"]
                        numbers = torch.frombuffer(bytearray(data[start + first : start + end]), dtype=types[entry["dtype"]])
                        tensors[name] = numbers.reshape(entry["shape"])
                return tensors


            if __name__ == "__main__":
                generator = load()
                with torch.no_grad():
                    {{shown}}

            """";
        return (text, graph);
    }

    private static string Lines(IEnumerable<string> lines, int indent) => string.Join('\n', lines.Select(line => new string(' ', indent) + line));

    private static string Wrapped(string words) => string.Join('\n', WordWrap.Lines(words, 100));

    /// <summary>A string of Python that is this text and nothing else.</summary>
    private static string Literal(string text) => "\"" + string.Concat(text.EnumerateRunes().Select(static rune => rune.Value switch
    {
        '"' => "\\\"",
        '\\' => @"\\",
        _ when Echo.IsPlain(rune) => rune.ToString(),
        _ => string.Create(CultureInfo.InvariantCulture, $"\\U{rune.Value:X8}"),
    })) + "\"";
}
