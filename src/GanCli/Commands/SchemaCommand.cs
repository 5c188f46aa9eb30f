using System.CommandLine;
using GanCli.Engine.Config;
using GanCli.Engine.Sweeps;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary><c>gan schema</c>.</summary>
internal sealed class SchemaCommand : GanCommand
{
    private readonly Option<bool> _sweep = new("--sweep") { Description = "That of sweep files, which refers to schema.json beside it" };

    public SchemaCommand()
        : base(
            "schema",
            "Print a JSON schema of configs, for completion and checks in editors",
            ("gan schema > schema.json", "then begin a config with: # yaml-language-server: $schema=schema.json"),
            ("gan schema --sweep > sweep-schema.json", "the same for sweep files")) => Options.Add(_sweep);

    protected override int Run(ParseResult arguments, Output output)
    {
        output.Data.Write(arguments.GetValue(_sweep) ? SweepSchema.ToJson() : SchemaWriter.ToJson());
        return ExitCodes.Ok;
    }
}
