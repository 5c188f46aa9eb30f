using GanCli.Engine.Config;

namespace GanCli.Engine.Data;

/// <summary>Data that a file holds.</summary>
public abstract record FileDataConfig : DataConfig, IFileData
{
    [AlsoCalled("file", "filename")]
    [Option("The file", IsPath = true)]
    public string? Path { get; init; }

    [AlsoCalled("normalize", "scale", "whiten")]
    [Option("Bring each column to mean 0 and deviation 1; sampling inverts it")]
    public bool Standardize { get; init; } = true;

    [AlsoCalled("test-size", "validation-split", "test-split")]
    [Option("Share of the rows, chosen by the data's seed, that is kept from training so that the metric data-copying can compare with it", Min = 0, Max = 0.9)]
    public double HeldOut { get; init; }

    public DataConfig At(string path) => this with { Path = path };

    public override void Validate(ConfigCheck check)
    {
        if (Path is null)
        {
            check.Fail("path", "must be given: the file to read");
        }
    }
}
