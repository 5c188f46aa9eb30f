using System.Text;
using GanCli.Engine.Sessions;
using GanCli.Runs;
using GanCli.Tests.Sessions;
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

    // Its hashes are in order: somebody wrote it.
    [Theory]
    [InlineData("step", "-1", "carries a 'step' that no training can have written: the file is damaged")]
    [InlineData("step", "9223372036854775807", "carries a 'step' that no training can have written: the file is damaged")]
    [InlineData("step", "9223372036854775808", "carries metadata that cannot be read")]
    [InlineData("step", "4e1", "carries metadata that cannot be read")]
    [InlineData("seconds", "NaN", "carries a 'seconds' that no training can have written: the file is damaged")]
    [InlineData("seconds", "-1e300", "carries a 'seconds' that no training can have written: the file is damaged")]
    [InlineData("seconds", "1e300", "carries a 'seconds' that no training can have written: the file is damaged")]
    [InlineData("statistics-count", "-1", "carries a 'statistics-count' that no training can have written: the file is damaged")]
    [InlineData("statistics", "[\"\\ud800\"]", "carries metadata that cannot be read")]
    [InlineData("statistics", "[null]", "carries a 'statistics' that no training can have written: the file is damaged")]
    [InlineData("statistics", "null", "carries no 'statistics'")]
    [InlineData("optimizer-steps", "{\"generator\":-1,\"discriminator\":1}",
        "carries a 'optimizer-steps' that no training can have written: the file is damaged")]
    [InlineData("optimizer-steps", "{\"\\udc00\":1}", "carries metadata that cannot be read")]
    [InlineData("data", "{\"dimension\":2,\"columns\":[\"\\ud800\",\"b\"],\"means\":null,\"deviations\":null,\"content-hash\":null}",
        "carries metadata that cannot be read")]
    [InlineData("data", "{\"dimension\":-2,\"columns\":null,\"means\":null,\"deviations\":null,\"content-hash\":null}",
        "carries a 'data' that no training can have written: the file is damaged")]
    [InlineData("data", "{\"dimension\":2,\"columns\":null,\"means\":[1],\"deviations\":[1],\"content-hash\":null}",
        "carries a 'data' that no training can have written: the file is damaged")]
    [InlineData("best", "{\"step\":-5,\"values\":{}}", "carries a 'best' that no training can have written: the file is damaged")]
    [InlineData("best", "{\"step\":5,\"values\":null}", "carries a 'best' that no training can have written: the file is damaged")]
    public void HostileMetadataAreDamage(string key, string value, string message)
    {
        string path = runs[$"hostile-{Guid.NewGuid():N}.safetensors"];
        RewrittenCheckpoint.Write(runs.Ring.CheckpointPath(40), path, new Dictionary<string, string> { [key] = value });

        var fault = Assert.Throws<InvalidDataException>(() => Checkpoint.Open(path));

        Assert.Equal($"{path}: {message}", fault.Message);
    }

    [Theory]
    [InlineData("{\"name\":\"\\ud800\"}")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"data\":{\"kind\":\"\\udfff\"}}")]
    public async Task HalfACharacterInAConfigIsALine(string config)
    {
        string path = runs[$"hostile-{Guid.NewGuid():N}.safetensors"];
        RewrittenCheckpoint.Write(runs.Ring.CheckpointPath(40), path, new Dictionary<string, string> { ["config"] = config });

        ProgramResult result = await runs.Gan("sample", "--checkpoint", path);

        Assert.StartsWith($"{path}: its config is not valid JSON: ", result.Talk, StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected", result.Talk, StringComparison.Ordinal);
        Assert.Equal(2, result.ExitCode);
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
