using System.Text.Json.Nodes;
using GanCli.Tests.EndToEnd;
using GanCli.Tests.Support;

namespace GanCli.Tests.Commands;

public sealed class BenchCommandTests : IDisposable
{
    private readonly Workshop _workshop = new();

    [Fact]
    public async Task TheTableFitsATerminalAndNothingIsLeftBehind()
    {
        string[] before = Directory.GetFileSystemEntries(_workshop.Folder);

        ProgramResult result = await _workshop.GanOk("bench", "--config", "ring.yaml", "--seconds", "0.1");

        Assert.Matches(
            """
            ^  ring · batch 8 · cpu, 1 thread

              speed       [\d.,]+ steps/s
              step        [\d.,]+ ms, median of \d+ rounds of [\d,]+ \(half of them [\d.,]+ … [\d.,]+\)
              arithmetic  0.0 MFLOP a step without remedies: [\d.]+ GFLOP/s(, \d+% of the peak)?
            (  products    \d+% of the time, at [\d.,]+ GFLOP/s, \d+% of the peak
              peak        [\d.,]+ GFLOP/s on 1 core, float32, measured between the rounds
            )?  memory      [\d,]+ managed bytes a step

              PART OF A STEP                                     MS  SHARE
              real samples and latents                        [ \d.]{5} +\d+.\d%
              D's loss and gradient, with G's samples for it  [ \d.]{5} +\d+.\d%
              G's loss and gradient                           [ \d.]{5} +\d+.\d%
              optimizers                                      [ \d.]{5} +\d+.\d%
              averaged weights                                [ \d.]{5} +\d+.\d%
              statistics and memory                           [ \d.]{5} +\d+.\d%
            $
            """,
            result.Data);
        Assert.All(result.Data.Split('\n'), static line => Assert.InRange(line.Length, 0, 80));
        Assert.Empty(result.Talk);
        Assert.Equal(before, Directory.GetFileSystemEntries(_workshop.Folder));
    }

    [Fact]
    public async Task JsonHoldsTheSameForAProgram()
    {
        ProgramResult result = await _workshop.GanOk(
            "bench", "-c", "ring.yaml", "--seconds", "0.1", "--threads", "2", "--set", "training.update=simultaneous", "--set", "training.dtype=float64",
            "--json");

        JsonObject json = JsonNode.Parse(result.Data)!.AsObject();
        Assert.Equal(
            ["name", "device", "threads", "batch", "rounds", "steps-a-round", "steps-per-second", "milliseconds", "operations", "gflops", "peak-gflops",
                "share-of-peak", "products", "parts", "bytes"],
            json.Select(static pair => pair.Key));
        Assert.Equal(("ring", "cpu", 2, 8), (json["name"]!.GetValue<string>(), json["device"]!.GetValue<string>(), json["threads"]!.GetValue<int>(),
            json["batch"]!.GetValue<int>()));
        Assert.Equal(["drawing", "both-players", "optimizer", "averaging", "bookkeeping"], json["parts"]!.AsObject().Select(static pair => pair.Key));

        // In double precision the products are libtorch's.
        Assert.Equal((0, null), (json["products"]!["milliseconds"]!.GetValue<double>(), json["products"]!["gflops"]));
        double median = json["milliseconds"]!["median"]!.GetValue<double>();
        Assert.Equal(1000 / median, json["steps-per-second"]!.GetValue<double>(), 1e-6 / median);
        Assert.Equal(json["operations"]!.GetValue<double>() / median / 1e6, json["gflops"]!.GetValue<double>(), 1e-9);
    }

    [Theory]
    [InlineData("", "error: what to measure? give --config FILE (gan bench --config mog8.yaml)\n")]
    [InlineData("--config ring.yaml --seconds 0", "error: --seconds is 0; it must be from 0.1 to 3600\n")]
    [InlineData("--config ring.yaml --seconds NaN", "error: --seconds is NaN; it must be from 0.1 to 3600\n")]
    [InlineData("--config ring.yaml --threads 0", "--threads training.num-threads: 0 is outside [1, 1024]\n1 error; nothing was started\n")]
    [InlineData("--config ring.yaml --secnds 1", "gan bench: unknown option '--secnds'; did you mean '--seconds'?\nsee gan bench --help\n")]
    public async Task AWrongCommandLineSaysWhatWasMeant(string line, string expected)
    {
        ProgramResult result = await _workshop.Gan(["bench", .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal(expected, result.Talk);
        Assert.Empty(result.Data);
        Assert.Equal(2, result.ExitCode);
    }

    [Fact]
    public async Task HelpSaysWhatIsCounted()
    {
        ProgramResult result = await _workshop.GanOk("bench", "--help");

        Assert.Contains("counted are the products of both networks' dense layers, forward and backward, in a step without remedies",
            string.Join(' ', result.Data.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    public void Dispose() => _workshop.Dispose();
}
