namespace GanCli.Engine.Data.Pictures;

/// <summary>What the folders that pictures lie in say: a folder for each class, and around them maybe one for each part, as <c>train/cat/1.png</c> and
/// <c>test/cat/2.png</c>. A single folder around everything says nothing.</summary>
internal sealed class ClassFolders
{
    private static readonly string[] TrainingNames = ["train", "training"];
    private static readonly string[] HeldOutNames = ["test", "testing", "val", "valid", "validation"];

    /// <param name="names">Names of the files, with slashes.</param>
    public ClassFolders(IReadOnlyList<string> names)
    {
        string[][] folders = [.. names.Select(static name => name.Split('/')[..^1])];
        int depth = 0;
        while (Array.TrueForAll(folders, parts => parts.Length > depth && string.Equals(parts[depth], folders[0][depth], StringComparison.Ordinal)))
        {
            depth++;
        }

        List<string> parts = [.. folders.Select(parts => parts.Length > depth ? parts[depth].ToLowerInvariant() : "").Distinct(StringComparer.Ordinal)];
        string? training = Array.Find(TrainingNames, parts.Contains);
        string? heldOut = Array.Find(HeldOutNames, parts.Contains);
        bool hasParts = training is not null && heldOut is not null && parts.TrueForAll(part =>
            string.Equals(part, training, StringComparison.Ordinal) || HeldOutNames.Contains(part, StringComparer.Ordinal));
        Training = [.. Enumerable.Range(0, names.Count).Where(i => !hasParts || Is(folders[i], depth, training!))];
        HeldOut = [.. Enumerable.Range(0, names.Count).Where(i => hasParts && Is(folders[i], depth, heldOut!))];
        depth += hasParts ? 1 : 0;

        string[] classes = [.. folders.Select(parts => parts.Length > depth ? parts[depth] : "")];
        IEnumerable<int> used = Training.Concat(HeldOut);
        SortedSet<string> found = new(used.Select(i => classes[i]), StringComparer.Ordinal);
        Mixed = found.Count > 1 && found.Contains("");
        if (found.Count > 1 && !Mixed)
        {
            (Classes, Of) = ([.. found], classes);
        }
    }

    /// <summary>Files that training sees.</summary>
    public IReadOnlyList<int> Training { get; }

    /// <summary>Files that are held out; none where there are no parts.</summary>
    public IReadOnlyList<int> HeldOut { get; }

    /// <summary>Names of the classes, sorted; empty where there are none.</summary>
    public IReadOnlyList<string> Classes { get; } = [];

    /// <summary>Some pictures lie in folders and some do not.</summary>
    public bool Mixed { get; }

    /// <summary>The class of each file, where there are classes.</summary>
    public IReadOnlyList<string> Of { get; } = [];

    private static bool Is(string[] folders, int depth, string part) =>
        folders.Length > depth && folders[depth].Equals(part, StringComparison.OrdinalIgnoreCase);
}
