using System.CommandLine;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary>Carries the program's output to the command that was chosen.</summary>
internal sealed class Invocation : InvocationConfiguration
{
    public Invocation(Output output)
    {
        Output = output;
        base.Output = output.Data;
        Error = output.Talk;
        EnableDefaultExceptionHandler = false;
        // Commands listen for signals themselves (StopSignals): the library's own two seconds would cut a checkpoint short.
        ProcessTerminationTimeout = null;
    }

    public new Output Output { get; }
}
