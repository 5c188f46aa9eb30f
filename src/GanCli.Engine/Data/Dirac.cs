using GanCli.Engine.Config;
using GanCli.Engine.Random;

namespace GanCli.Engine.Data;

/// <summary>Every sample is 0: the data of Dirac-GAN.</summary>
[Component("dirac", "A single point at 0, on a line (1-D)", Source = "Mescheder et al. 2018, definition 2.1")]
public sealed record DiracDataConfig : DataConfig
{
    public override DataSource Build(RandomStreams streams) => new Point();

    private sealed class Point : DataSource
    {
        public override IReadOnlyList<long> Shape => [1];

        public override void Fill(RandomStream stream, long first, Span<float> rows) => rows.Clear();
    }
}
