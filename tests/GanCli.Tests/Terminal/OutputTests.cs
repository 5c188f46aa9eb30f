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

    // What is copied, such as a command, stays in one line; what is read does not end within a word.
    [Fact]
    public void RemarksAreWrappedOnATerminalAndNowhereElse()
    {
        const string Words = "by classifier e2552f19, against 200 pictures";
        var terminal = new RecordedOutput(new StreamTraits(IsTerminal: true, HasColour: false, 30));
        terminal.Output.Remark(Words);
        terminal.Output.Say(Words);
        Assert.Equal($"by classifier e2552f19,\n  against 200 pictures\n{Words}\n", terminal.Talk);
        var pipe = new RecordedOutput(StreamTraits.Plain);
        pipe.Output.Remark(Words);
        Assert.Equal($"15:45:01 {Words}\n", pipe.Talk);
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
