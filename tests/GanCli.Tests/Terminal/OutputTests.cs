using GanCli.Terminal;
using GanCli.Tests.Support;

namespace GanCli.Tests.Terminal;

public sealed class OutputTests
{
    private static readonly StreamTraits Coloured = new(IsTerminal: true, HasColour: true, 100);

    [Fact]
    public void IntoAPipeTalkHasTheTimeAndNoColour()
    {
        var recorded = new RecordedOutput(StreamTraits.Plain);

        recorded.Output.Say("step 100");
        recorded.Output.Warn("no font");

        Assert.Equal("15:45:01 step 100\n15:45:01 warning: no font\n", recorded.Talk);
        Assert.Empty(recorded.Data);
    }

    [Fact]
    public void OnATerminalTalkHasColourAndNoTime()
    {
        var recorded = new RecordedOutput(Coloured);

        recorded.Output.Say("step 100");
        recorded.Output.Warn("no font");

        Assert.Equal("step 100\n\e[33mwarning: \e[0mno font\n", recorded.Talk);
    }

    [Fact]
    public void ErrorsOpenWithTheirPositionEverywhere()
    {
        var recorded = new RecordedOutput(StreamTraits.Plain);

        recorded.Output.Error("mog8.yaml:7:3 data.radios: unknown key");

        Assert.Equal("mog8.yaml:7:3 data.radios: unknown key\n", recorded.Talk);
    }

    [Fact]
    public void PaintingNothingWritesNothing()
    {
        Output output = new RecordedOutput(Coloured).Output;

        Assert.Equal("", output.PaintData("", Style.Bad));
        Assert.Equal("x", output.PaintData("x", Style.Plain));
        Assert.Equal("\e[31mx\e[0m", output.PaintData("x", Style.Bad));
    }
}
