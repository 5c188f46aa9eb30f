using System.CommandLine;
using GanCli.Engine.Config;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary><c>gan schema</c>.</summary>
internal sealed class SchemaCommand() : GanCommand(
    "schema",
    "Print a JSON schema of configs, for completion and checks in editors",
    ("gan schema > schema.json", "then begin a config with: # yaml-language-server: $schema=schema.json"))
{
    protected override int Run(ParseResult arguments, Output output)
    {
        output.Data.Write(SchemaWriter.ToJson());
        return ExitCodes.Ok;
    }
}
