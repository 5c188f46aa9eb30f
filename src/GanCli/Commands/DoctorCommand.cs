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
