using GanCli.Commands;
using GanCli.Terminal;

// First: with too few files nothing that follows can be trusted to load.
if (OpenFiles.Fault(OpenFiles.Limit()) is { } fault)
{
    OpenFiles.Tell($"error: {fault}");
    return ExitCodes.Failed;
}

return CommandLine.Run(args, Output.OfThisProcess());
