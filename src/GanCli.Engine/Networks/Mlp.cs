using GanCli.Engine.Config;

namespace GanCli.Engine.Networks;

/// <summary>A multilayer perceptron.</summary>
[Component("mlp", "Fully connected layers")]
public sealed record MlpConfig : ArchitectureConfig
{
    [Option("Units of each hidden layer", Min = 1, Max = 65536)]
    public IReadOnlyList<int> Widths { get; init; } = [128, 128];

    public override Network Build(long[] input, long[] output) => throw new NotImplementedException();
}
