using GanCli.Engine.Config;
using GanCli.Engine.Training;
using GanCli.Tests.Support;

namespace GanCli.Tests.Training;

public sealed class MemoryNeedTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void WhatDoesNotFitIsRefusedWithBothNumbers()
    {
        Blueprint blueprint = Wide(65_536);

        var shortage = Assert.Throws<MemoryShortageException>(() => MemoryNeed.Check(blueprint, 16_000_000_000, device: null, allowSwap: false));

        Assert.Matches(
            "^training needs about 8[0-9],[0-9]{3} MB and this machine has 16,000 MB: make the networks or training.batch smaller, or try all the same with "
                + "--allow-swap$", shortage.Message);
    }

    [Fact]
    public void ADeviceIsAskedInPlaceOfTheMachine()
    {
        Blueprint blueprint = Wide(8192);
        blueprint = blueprint with { Config = blueprint.Config with { Device = "cuda:1" } };

        var shortage = Assert.Throws<MemoryShortageException>(() => MemoryNeed.Check(blueprint, long.MaxValue, device: 1_000_000_000, allowSwap: false));

        Assert.Contains(" MB and cuda:1 has 1,000 MB: ", shortage.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheOverrideLetsItBeginButNotBeyondAddresses()
    {
        MemoryNeed.Check(Wide(8192), 1_000_000, device: null, allowSwap: true);
        var shortage = Assert.Throws<MemoryShortageException>(() => MemoryNeed.Check(Wide(65_536), 1_000_000, device: null, allowSwap: true));

        Assert.Matches("^the generator has 4,[0-9,]+ weights; one network may have 2,147,483,647: make it smaller$", shortage.Message);
    }

    [Fact]
    public void WhatFitsBegins()
    {
        Blueprint blueprint = Wide(8);

        Assert.InRange(MemoryNeed.Bytes(blueprint), 100_000, 5_000_000);
        MemoryNeed.Check(blueprint, 5_000_000, device: null, allowSwap: false);
        MemoryNeed.Check(blueprint, allowSwap: false);
    }

    public void Dispose() => _folder.Dispose();

    private Blueprint Wide(int width)
    {
        File.WriteAllText(_folder["wide.yaml"], FormattableString.Invariant($"data: ring\ngenerator: {{kind: mlp, widths: [{width}, {width}]}}\n"));
        return Blueprint.Of(ConfigLoader.Load("wide.yaml", [], new ConfigFolders(_folder.FullName, _folder.FullName)));
    }
}
