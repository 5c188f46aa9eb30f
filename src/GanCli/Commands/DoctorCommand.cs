using System.CommandLine;
using System.Text.Json;
using GanCli.Runs;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary><c>gan doctor</c>.</summary>
internal sealed class DoctorCommand : GanCommand
{
    private readonly Option<string?> _runsDirectory = RunsDirectory.CreateOption();
    private readonly Option<bool> _json = new("--json") { Description = "Write the findings as JSON" };

    private readonly Option<string?> _compare = new("--compare")
    {
        Description = "Train the configs for some steps on the CPU and on this device (cuda, cuda:N), and compare what comes out, time and memory",
        HelpName = "DEVICE",
    };

    private readonly Option<double> _seconds =
        new("--seconds") { Description = "How long steps are timed on each device", DefaultValueFactory = static _ => 0.5 };

    private readonly Option<string[]> _configs =
        new("--config", "-c") { Description = "Configs for --compare", AllowMultipleArgumentsPerToken = true, HelpName = "FILE…" };

    public DoctorCommand()
        : base(
            "doctor",
            "Show what works on this machine; exit code 1 if training could not start",
            ("gan doctor", "check libtorch, CUDA, fonts, disk and write access"),
            ("gan doctor --json", "the same for a program"),
            ("gan doctor --compare cuda --config configs/*.yaml", "does the GPU compute what the CPU does?"))
    {
        Options.Add(_runsDirectory);
        Options.Add(_json);
        Options.Add(_compare);
        Options.Add(_seconds);
        Options.Add(_configs);
    }

    protected override int Run(ParseResult arguments, Output output)
    {
        string[] configs = arguments.GetValue(_configs) ?? [];
        if (arguments.GetValue(_compare) is { } device)
        {
            return DeviceTable.Write(device, configs, arguments.GetValue(_seconds), output) ? ExitCodes.Ok : ExitCodes.Failed;
        }

        if (configs.Length > 0)
        {
            throw new UsageException("configs are compared on a device; which? --compare cuda");
        }

        IReadOnlyList<Finding> findings = Diagnosis.Make(RunsDirectory.Resolve(arguments.GetValue(_runsDirectory)));
        bool works = findings.All(finding => finding.State != FindingState.Failed);
        if (arguments.GetValue(_json))
        {
            WriteJson(findings, works, output);
        }
        else
        {
            WriteList(findings, works, output);
        }

        return works ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static void WriteList(IReadOnlyList<Finding> findings, bool works, Output output)
    {
        int width = findings.Max(finding => finding.Name.Length);
        foreach (Finding finding in findings)
        {
            string mark = finding.State switch
            {
                FindingState.Ok => output.PaintData("✓", Style.Good),
                FindingState.Absent => output.PaintData("–", Style.Dim),
                _ => output.PaintData("✗", Style.Bad),
            };
            output.Data.WriteLine($"  {mark} {output.PaintData(finding.Name.PadRight(width), Style.Strong)}  {Echo.Line(finding.Detail)}");
        }

        output.Data.WriteLine();
        output.Data.WriteLine(works ? "  training can start" : "  training cannot start: see ✗");
    }

    private static void WriteJson(IReadOnlyList<Finding> findings, bool works, Output output)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteBoolean("ok", works);
            json.WriteStartArray("findings");
            foreach (Finding finding in findings)
            {
                json.WriteStartObject();
                json.WriteString("name", finding.Name);
                json.WriteString("state", finding.State.ToString().ToLowerInvariant());
                json.WriteString("detail", finding.Detail);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.Data.WriteLine(System.Text.Encoding.UTF8.GetString(bytes.ToArray()));
    }
}
