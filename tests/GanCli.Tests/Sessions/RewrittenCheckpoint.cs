using GanCli.Runs;

namespace GanCli.Tests.Sessions;

/// <summary>A checkpoint with something else in it, its hashes in order: what a bit flip cannot make, but a person can.</summary>
internal static class RewrittenCheckpoint
{
    /// <summary>Writes it.</summary>
    /// <param name="from">A checkpoint.</param>
    /// <param name="to">Where the other one goes.</param>
    /// <param name="metadata">Metadata to replace.</param>
    /// <param name="change">Gives the bytes of a tensor, by its name and its bytes.</param>
    public static void Write(string from, string to, IReadOnlyDictionary<string, string>? metadata = null, Func<string, byte[], byte[]>? change = null)
    {
        using SafetensorsFile file = SafetensorsFile.Open(from);
        var entries = file.Tensors.Select(tensor => new SafetensorsEntry(
            tensor.Name, tensor.Type, tensor.Shape, change is null ? file.ReadBytes(tensor.Name) : change(tensor.Name, file.ReadBytes(tensor.Name)))).ToArray();
        var texts = file.Metadata.Where(static entry => !entry.Key.EndsWith("-sha256", StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal);
        foreach ((string key, string value) in metadata ?? new Dictionary<string, string>())
        {
            texts[key] = value;
        }

        SafetensorsWriter.Write(to, entries, texts);
    }
}
