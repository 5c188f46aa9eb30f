using System.Security.Cryptography;
using System.Text.Json.Nodes;
using GanCli.Runs;

namespace GanCli.Tests.Training;

/// <summary>All that a run computed, in a form that compares bit for bit.</summary>
internal static class TrainerRecord
{
    /// <summary>A checkpoint: every tensor's type, shape and bytes, and all its metadata but the wall-clock time.</summary>
    public static SortedDictionary<string, string> Checkpoint(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        var record = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (SafetensorsTensor tensor in file.Tensors)
        {
            record[tensor.Name] = $"{tensor.Type} [{string.Join(", ", tensor.Shape)}] {Convert.ToHexString(SHA256.HashData(file.ReadBytes(tensor.Name)))}";
        }

        foreach ((string key, string value) in file.Metadata.Where(static m => m.Key is not ("seconds" or "header-sha256")))
        {
            record["metadata/" + key] = value;
        }

        return record;
    }

    /// <summary>The rows of a log without the fields of the clock.</summary>
    public static string[] Rows(string path) =>
    [
        .. File.ReadLines(path).Select(static line =>
        {
            JsonObject row = JsonNode.Parse(line)!.AsObject();
            Assert.True(row.Remove("seconds") && row.Remove("steps-per-second"));
            return row.ToJsonString();
        }),
    ];

    /// <summary>What two runs of equal length must have in common: the newest and the best checkpoint, all rows, all arrays.</summary>
    public static void AssertEqual(RunFolder expected, RunFolder actual)
    {
        Assert.Equal(Checkpoint(expected.Checkpoints()[^1].Path), Checkpoint(actual.Checkpoints()[^1].Path));
        // The session that saved the best one may have had fewer steps before it.
        Assert.Equal(WithoutConfig(expected.BestCheckpointPath), WithoutConfig(actual.BestCheckpointPath));
        Assert.Equal(Rows(expected.MetricsPath), Rows(actual.MetricsPath));
        string[] arrays = [.. Directory.EnumerateFiles(expected.SamplesDirectory, "*.npy").Select(static path => Path.GetFileName(path)!)];
        Assert.NotEmpty(arrays);
        foreach (string name in arrays)
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(expected.SamplesDirectory, name)), File.ReadAllBytes(Path.Combine(actual.SamplesDirectory, name)));
        }
    }

    private static SortedDictionary<string, string> WithoutConfig(string path)
    {
        SortedDictionary<string, string> record = Checkpoint(path);
        Assert.True(record.Remove("metadata/config"));
        return record;
    }
}
