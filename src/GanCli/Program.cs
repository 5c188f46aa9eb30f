using GanCli.Commands;
using GanCli.Terminal;

return CommandLine.Run(args, Output.OfThisProcess());
