using GanCli.Engine.Data;
using GanCli.Engine.Random;

namespace GanCli.Tests.Metrics;

/// <summary>Standard normal data that do not tell that they are a mixture.</summary>
internal sealed class Noise(int dimension) : DataSource
{
    public override IReadOnlyList<long> Shape => [dimension];

    public override void Fill(RandomStream stream, long first, Span<float> rows) => stream.Normal(first * dimension, rows);
}
