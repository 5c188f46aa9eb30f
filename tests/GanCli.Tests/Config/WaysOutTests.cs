using GanCli.Engine.Config;
using GanCli.Engine.Losses;

namespace GanCli.Tests.Config;

public sealed class WaysOutTests
{
    [Fact]
    public void KindsAreListedAsInASentence()
    {
        Assert.Equal("hinge, minimax or wasserstein",
            WaysOut.Kinds<LossConfig>(static loss => loss is HingeLossConfig or MinimaxLossConfig or WassersteinLossConfig));
        Assert.Equal("hinge or minimax", WaysOut.Kinds<LossConfig>(static loss => loss is HingeLossConfig or MinimaxLossConfig));
        Assert.Equal("began", WaysOut.Kinds<LossConfig>(static loss => loss.TakesErrors));
        Assert.Equal("", WaysOut.Kinds<LossConfig>(static _ => false));
    }
}
