using System.Text;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.EndToEnd;

/// <summary>Whatever lies where a checkpoint should: one line, exit code 74, never a crash.</summary>
[Collection(TrainedRuns.Name)]
public sealed class DamagedCheckpointTests(TrainedRuns runs)
{
    [Theory]
    [InlineData("cut", "cut short: the header promises [0-9,]+ bytes of data, [0-9,]+ are there")]
    [InlineData("cut in the header", "cut short: the header takes [0-9,]+ bytes, [0-9,]+ are there")]
    [InlineData("flipped data bit", "the data do not match their SHA-256: the file is damaged")]
    [InlineData("flipped header bit", "the header does not match its SHA-256: the file is damaged")]
    [InlineData("foreign", "is not a checkpoint of gan")]
    [InlineData("text", "not a safetensors file")]
    [InlineData("empty", "not a safetensors file: it is only 0 bytes long")]
    public async Task IsRefusedInOneLine(string damage, string message)
    {
        byte[] good = await File.ReadAllBytesAsync(runs.Ring.CheckpointPath(40), TestContext.Current.CancellationToken);
        string path = runs["bad.safetensors"];
        Break(damage, good, path);

        foreach (string command in (string[])(damage is "cut" ? ["sample", "eval"] : ["sample"]))
        {
            ProgramResult result = await runs.Gan(command, "--checkpoint", path);

            Assert.Matches($"^error: {System.Text.RegularExpressions.Regex.Escape(path)}: {message}\n$", result.Talk);
            Assert.Equal(74, result.ExitCode);
            Assert.Empty(result.Data);
        }
    }

    [Fact]
    public async Task ARunWithNothingButDamagedCheckpointsCannotBeResumed()
    {
        using var workshop = new Workshop();
        RunFolder run = await workshop.Train("--config", "ring.yaml");
        foreach (StepFile checkpoint in run.Checkpoints())
        {
            await File.WriteAllTextAsync(checkpoint.Path, "rubbish", TestContext.Current.CancellationToken);
        }

        ProgramResult result = await workshop.Gan("train", "--resume", run.Id, "--set", "training.steps=60");

        string[] lines = result.Talk.TrimEnd('\n').Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.All(lines[..2], static line => Assert.Contains("warning: ", line, StringComparison.Ordinal));
        Assert.Equal($"error: {run.Id} has no checkpoint that can be read; start it again", lines[2]);
        Assert.Equal(74, result.ExitCode);
    }

    private static void Break(string damage, byte[] good, string path)
    {
        byte[] bytes = damage switch
        {
            "cut" => good[..^7],
            "cut in the header" => good[..100],
            "flipped data bit" => Flip(good, good.Length - 20),
            "flipped header bit" => Flip(good, good.AsSpan().IndexOf("generator/0.linear.weight"u8) + 2),
            "text" => Encoding.UTF8.GetBytes("a perfectly ordinary file\n"),
            _ => [],
        };
        File.WriteAllBytes(path, bytes);
        if (damage is "foreign")
        {
            SafetensorsWriter.Write(path, [], new Dictionary<string, string> { ["format"] = "pt" });
        }
    }

    private static byte[] Flip(byte[] good, int at)
    {
        byte[] bytes = [.. good];
        bytes[at] ^= 1;
        return bytes;
    }
}
